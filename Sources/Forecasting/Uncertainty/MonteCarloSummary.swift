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
}

/// The summary of one window.
struct WindowSummary: Sendable {
    var means: [Double] = []
    var standardDeviations: [Double] = []
    /// Level by level, output by output.
    var quantiles: [Double]

    /// Sums up the samples of a window; sums are in the samples' order.
    init(
        _ draws: [[Float]],
        outputs: Int,
        levels: [Double],
        on parallelism: Parallelism
    ) {
        let columns = parallelism.map(outputs) { output in
            var values = draws.map { Double($0[output]) }
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            values.sort()
            return (
                mean: mean,
                deviation: (squares / Double(values.count - 1)).squareRoot(),
                quantiles: levels.map { SampleQuantile.value(ofSorted: values, level: $0) }
            )
        }
        means = columns.map(\.mean)
        standardDeviations = columns.map(\.deviation)
        quantiles = levels.indices.flatMap { level in columns.map { $0.quantiles[level] } }
    }
}
