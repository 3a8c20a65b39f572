/// Autoregression: each value a linear function of the values before it.
///
/// `y(t) = c + a(1) y(t-1) + ... + a(p) y(t-p) + e(t)`, fitted by least squares on the training rows that
/// have p rows before them in their segment, with the ridge penalty `lambda n v (a(1)^2 + ... + a(p)^2)`, where n is the
/// number of these rows and v the variance of the lags, so that lambda has no unit. Without a given order
/// that of the least AICc is taken, all orders being compared on the same rows. Forecasts of further steps
/// take those of nearer ones for values; their variances are `s^2 (1 + psi(1)^2 + ... + psi(h-1)^2)`
/// (J. D. Hamilton, "Time Series Analysis" (1994), 4.2). Deterministic; missing values are refused.
public struct AutoregressiveForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The number of values before that count; nil to choose it.
    public var order: Int?
    /// The greatest order that is considered; nil for `10 log10(n)`, at most a third of the longest
    /// segment.
    public var maximumOrder: Int?
    /// The ridge penalty, without unit; 0 for none.
    public var penalty: Double
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { AutoregressiveModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - order: At least 0; nil to choose it by AICc.
    ///   - maximumOrder: At least 0; looked at if the order is chosen.
    ///   - penalty: At least 0.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(
        horizon: Int,
        order: Int? = nil,
        maximumOrder: Int? = nil,
        penalty: Double = 0,
        quantileLevels: [Double] = []
    ) {
        self.horizon = horizon
        self.order = order
        self.maximumOrder = maximumOrder
        self.penalty = penalty
        self.quantileLevels = quantileLevels
    }

    /// Fits every channel.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for less than `2 p + 2` values (and
    ///   less than four) in the longest segment, ``ForecastingError/diverged(model:where:)`` for numbers that overflow.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings.require("order", order ?? 0, atLeast: 0)
        try LocalSettings.require("maximum order", maximumOrder ?? 0, atLeast: 0)
        guard penalty >= 0, penalty.isFinite else {
            throw .invalidSetting(
                name: "penalty",
                value: "\(penalty)",
                requirement: "is at least 0 and finite"
            )
        }
        let settings = self
        let segments = data.segments
        let first = segments[0].lowerBound
        let all = first..<segments[segments.count - 1].upperBound
        return try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, rows: all, on: parallelism) { channel, values, _ throws(ForecastingError) in
                let runs = segments.map { ($0.lowerBound - first)..<($0.upperBound - first) }
                try LocalSettings.require(
                    max(4, 2 * (settings.order ?? 0) + 2),
                    of: UnsafeBufferPointer(rebasing: values[runs.longest]),
                    AutoregressiveModel.name,
                    channel
                )
                let fit = AutoregressiveFit(values: values, runs: runs, penalty: settings.penalty)
                let order = settings.order ?? fit.bestOrder(upTo: settings.maximumOrder)
                return fit.model(order: order)
            }
    }
}
