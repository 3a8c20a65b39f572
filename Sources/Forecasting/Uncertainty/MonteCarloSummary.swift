/// Means, standard deviations and quantiles of the samples of every output of every window.
public struct MonteCarloSummary: Sendable, Equatable {
    /// The number of windows.
    public let windowCount: Int
    /// The number of outputs of each.
    public let outputCount: Int
    /// The levels of ``quantiles``, ascending.
    public let quantileLevels: [Double]
    /// Window by window, output by output.
    public let means: [Double]
    /// With a divisor of the samples less one; window by window, output by output.
    public let standardDeviations: [Double]
    /// Window by window, level by level, output by output.
    public let quantiles: [Double]

    /// The mean of each output of a window.
    public func mean(window: Int) -> ArraySlice<Double> {
        means[(window * outputCount)..<((window + 1) * outputCount)]
    }

    /// The standard deviation of each output of a window.
    public func standardDeviation(window: Int) -> ArraySlice<Double> {
        standardDeviations[(window * outputCount)..<((window + 1) * outputCount)]
    }

    /// The quantile of each output of a window.
    public func quantile(window: Int, level: Int) -> ArraySlice<Double> {
        let place = window * quantileLevels.count + level
        return quantiles[(place * outputCount)..<((place + 1) * outputCount)]
    }

    /// The means as point forecasts with the quantiles beside them.
    ///
    /// - Parameters:
    ///   - origins: The first row of each window's forecast.
    ///   - channelCount: Outputs lie channel by channel, step by step.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for another number of origins than of
    ///   windows, or outputs that are not as many for each channel.
    public func forecasts(
        origins: [Int],
        channelCount: Int
    ) throws(ForecastingError) -> Forecasts {
        guard origins.count == windowCount else {
            throw .mismatch(
                what: "origins of the windows",
                expected: windowCount,
                found: origins.count
            )
        }
        let horizon = outputCount / max(1, channelCount)
        guard channelCount >= 1, horizon * channelCount == outputCount else {
            throw .mismatch(
                what: "outputs of \(channelCount) channels",
                expected: max(1, horizon) * channelCount,
                found: outputCount
            )
        }
        var forecasts = Forecasts(
            origins: origins,
            channelCount: channelCount,
            horizon: horizon,
            quantileLevels: quantileLevels
        )
        forecasts.points = means
        forecasts.quantiles = []
        for window in 0..<windowCount {
            for channel in 0..<channelCount {
                for level in quantileLevels.indices {
                    forecasts.quantiles += quantile(window: window, level: level)
                        .dropFirst(channel * horizon).prefix(horizon)
                }
            }
        }
        return forecasts
    }
}

/// The summary of one window.
struct WindowSummary: Sendable {
    let means: [Double]
    let standardDeviations: [Double]
    /// Level by level, output by output.
    let quantiles: [Double]

    /// Sums up the samples of a window.
    init(
        _ draws: [[Float]],
        outputs: Int,
        levels: [Double],
        on parallelism: Parallelism
    ) {
        let parts = parallelism.map((outputs + SampleLanes.count - 1) / SampleLanes.count) { part in
            var lanes = SampleLanes(draws, first: part * SampleLanes.count)
            let moments = lanes.moments()
            lanes.sort()
            return (moments: moments, quantiles: levels.map { lanes.quantile($0) })
        }
        func outputsOf(_ value: (Int) -> SIMD16<Double>) -> [Double] {
            (0..<outputs).map { value($0 / SampleLanes.count)[$0 % SampleLanes.count] }
        }
        means = outputsOf { parts[$0].moments.mean }
        standardDeviations = outputsOf { parts[$0].moments.deviation }
        quantiles = levels.indices.flatMap { level in outputsOf { parts[$0].quantiles[level] } }
    }
}
