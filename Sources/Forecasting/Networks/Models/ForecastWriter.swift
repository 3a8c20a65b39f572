/// Writes outputs of a network into forecasts.
///
/// `@unchecked Sendable`: every sample is written by one piece of work, to places of its own.
struct ForecastWriter: @unchecked Sendable {
    let horizon: Int
    let levelCount: Int
    let medianLevel: Int
    let points: UnsafeMutablePointer<Double>
    let quantiles: UnsafeMutablePointer<Double>

    /// Writes the outputs of one channel of a sample, scaled and moved.
    func write(
        _ output: UnsafePointer<Float>,
        to place: Int,
        location: Double,
        scale: Float
    ) {
        let points = points + place * horizon
        let scale = Double(scale)
        if levelCount == 0 {
            for step in 0..<horizon { points[step] = Double(output[step]) * scale + location }
            return
        }
        let quantiles = quantiles + place * levelCount * horizon
        for step in 0..<horizon {
            // By insertion: there are few levels.
            for level in 0..<levelCount {
                let value = Double(output[level * horizon + step]) * scale + location
                var other = level
                while other > 0, quantiles[(other - 1) * horizon + step] > value {
                    quantiles[other * horizon + step] = quantiles[(other - 1) * horizon + step]
                    other -= 1
                }
                quantiles[other * horizon + step] = value
            }
            points[step] = quantiles[medianLevel * horizon + step]
        }
    }
}

extension Forecasts {
    /// Lends what the outputs of networks are written with.
    mutating func withWriter(_ body: (ForecastWriter) -> Void) {
        let (horizon, levels) = (horizon, quantileLevels)
        let median = levels.indices.min { abs(levels[$0] - 0.5) < abs(levels[$1] - 0.5) }
        points.withUnsafeMutableBufferPointer { points in
            quantiles.withUnsafeMutableBufferPointer { quantiles in
                guard let first = points.baseAddress else { return }
                body(
                    ForecastWriter(
                        horizon: horizon,
                        levelCount: levels.count,
                        medianLevel: median ?? 0,
                        points: first,
                        // Not touched where there are no levels.
                        quantiles: quantiles.baseAddress ?? first
                    )
                )
            }
        }
    }
}
