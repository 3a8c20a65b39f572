/// Forecasts the last value.
///
/// `y(T+h) = y(T)`. The error of step h has the variance `h s^2`, where `s^2` is the mean square of the
/// training differences (R. J. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", 5.5).
/// Deterministic; missing values are refused.
public struct NaiveForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { NaiveModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(horizon: Int, quantileLevels: [Double] = []) {
        self.horizon = horizon
        self.quantileLevels = quantileLevels
    }

    /// Takes the variance of the differences; one training value will do.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { _, values, _ in
                NaiveModel(
                    SimpleModel(window: 1, deviation: SimpleModel.deviation(values, lag: 1))
                )
            }
    }
}

/// The naive model of one series.
public struct NaiveModel: LocalModel {
    /// What the method is called.
    public static var name: String { "naive" }
    private let base: SimpleModel

    init(_ base: SimpleModel) { self.base = base }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard let base = SimpleModel(numbers: numbers[...]), base.window == 1 else { return nil }
        self.base = base
    }

    /// The model as numbers.
    public var numbers: [Double] { base.numbers }
    /// One.
    public var inputLength: Int { 1 }
    /// The last row before the origin.
    public func firstRow(before origin: Int) -> Int { origin - 1 }

    /// Forecasts the value before each origin.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        SimpleModel.forecast(
            request,
            point: { origin, _ in series[origin - 1] },
            deviation: { base.deviation * Double($0).squareRoot() }
        )
    }
}
