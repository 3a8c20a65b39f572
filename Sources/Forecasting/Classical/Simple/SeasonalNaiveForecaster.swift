/// Forecasts the value of the same season one season length ago.
///
/// `y(T+h) = y(T+h-mk)` with the smallest k that lies before the origin. The error of step h has the
/// variance `k s^2`, where `s^2` is the mean square of the seasonal training differences (R. J. Hyndman,
/// G. Athanasopoulos, "Forecasting: Principles and Practice", 5.5). Deterministic; missing values are
/// refused.
public struct SeasonalNaiveForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The number of rows after which the season repeats.
    public var seasonLength: Int
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { SeasonalNaiveModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - seasonLength: At least 1.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(horizon: Int, seasonLength: Int, quantileLevels: [Double] = []) {
        self.horizon = horizon
        self.seasonLength = seasonLength
        self.quantileLevels = quantileLevels
    }

    /// Takes the variance of the seasonal differences.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for less than a season.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings.require("season length", seasonLength, atLeast: 1)
        let length = seasonLength
        return try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { channel, values, _ throws(ForecastingError) in
                try LocalSettings.require(length, of: values, SeasonalNaiveModel.name, channel)
                let deviation = SimpleModel.deviation(values, lag: length)
                return SeasonalNaiveModel(SimpleModel(window: length, deviation: deviation))
            }
    }
}

/// The seasonal naive model of one series.
public struct SeasonalNaiveModel: LocalModel {
    /// What the method is called.
    public static var name: String { "seasonal-naive" }
    private let base: SimpleModel

    init(_ base: SimpleModel) { self.base = base }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard let base = SimpleModel(numbers: numbers[...]) else { return nil }
        self.base = base
    }

    /// The model as numbers.
    public var numbers: [Double] { base.numbers }
    /// A season.
    public var inputLength: Int { base.window }
    /// The first row of the last season before the origin.
    public func firstRow(before origin: Int) -> Int { origin - base.window }

    /// Repeats the season before each origin.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        let length = base.window
        return SimpleModel.forecast(
            request,
            point: { origin, step in series[origin - length + (step - 1) % length] },
            deviation: { base.deviation * Double(($0 - 1) / length + 1).squareRoot() }
        )
    }
}
