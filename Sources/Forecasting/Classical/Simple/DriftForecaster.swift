/// Forecasts the last value plus the mean training difference for each step.
///
/// `y(T+h) = y(T) + h d` with `d = (y(n) - y(1)) / (n - 1)` of the training rows; the slope stays as it
/// was fitted. The error of step h has the variance `s^2 h (1 + h / (n - 1))` (R. J. Hyndman,
/// G. Athanasopoulos, "Forecasting: Principles and Practice", 5.5). Deterministic; missing values are
/// refused.
public struct DriftForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { DriftModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(horizon: Int, quantileLevels: [Double] = []) {
        self.horizon = horizon
        self.quantileLevels = quantileLevels
    }

    /// Takes the mean difference and the variance around it.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for less than two values.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { channel, values, _ throws(ForecastingError) in
                try LocalSettings.require(2, of: values, DriftModel.name, channel)
                let differences = Double(values.count - 1)
                let slope = (values[values.count - 1] - values[0]) / differences
                return DriftModel(
                    slope: slope,
                    deviation: SimpleModel.deviation(values, lag: 1, drift: slope),
                    differences: differences
                )
            }
    }
}

/// The drift model of one series.
public struct DriftModel: LocalModel {
    /// What the method is called.
    public static var name: String { "drift" }
    /// What a forecast rises by in a step.
    public let slope: Double
    private let deviation: Double
    private let differences: Double

    init(slope: Double, deviation: Double, differences: Double) {
        self.slope = slope
        self.deviation = deviation
        self.differences = differences
    }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard numbers.count == 3, numbers[1] >= 0, numbers[2] >= 1 else { return nil }
        self.init(slope: numbers[0], deviation: numbers[1], differences: numbers[2])
    }

    /// The model as numbers.
    public var numbers: [Double] { [slope, deviation, differences] }
    /// One.
    public var inputLength: Int { 1 }
    /// The last row before the origin.
    public func firstRow(before origin: Int) -> Int { origin - 1 }

    /// Continues the value before each origin along the slope.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        SimpleModel.forecast(
            request,
            point: { origin, step in series[origin - 1] + Double(step) * slope },
            deviation: {
                deviation * (Double($0) * (1 + Double($0) / differences)).squareRoot()
            }
        )
    }
}
