/// Forecasts the mean of the last values.
///
/// `y(T+h) = (y(T) + ... + y(T-w+1)) / w` for every step. The error of a step has the mean square of
/// that step's errors within the training rows. Deterministic; missing values are refused.
public struct MovingAverageForecaster: Forecaster {
    /// The number of future values it forecasts.
    public var horizon: Int
    /// The number of last values averaged.
    public var window: Int
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { MovingAverageModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - window: At least 1.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(horizon: Int, window: Int, quantileLevels: [Double] = []) {
        self.horizon = horizon
        self.window = window
        self.quantileLevels = quantileLevels
    }

    /// Takes the variance of the errors of each step.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for less than a window, or, where
    ///   quantiles are asked for, less than a window and a horizon.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings.require("window", window, atLeast: 1)
        let window = window
        let steps = quantileLevels.isEmpty ? 0 : horizon
        return try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { channel, values, _ throws(ForecastingError) in
                try LocalSettings.require(
                    window + steps,
                    of: values,
                    MovingAverageModel.name,
                    channel
                )
                return MovingAverageModel(window: window, steps: steps, values)
            }
    }
}

/// The moving average of one series.
public struct MovingAverageModel: LocalModel {
    /// What the method is called.
    public static var name: String { "moving-average" }
    private let window: Int
    /// The standard deviation of each step's error; empty where no quantiles are given.
    private let deviations: [Double]

    init(window: Int, steps: Int, _ values: UnsafeBufferPointer<Double>) {
        self.window = window
        var sums = Array(repeating: 0.0, count: steps)
        if steps > 0 {
            for origin in window..<values.count {
                let mean = Self.mean(values, origin, window)
                for step in 0..<min(steps, values.count - origin) {
                    let error = values[origin + step] - mean
                    sums[step] += error * error
                }
            }
        }
        deviations = sums.indices.map {
            (sums[$0] / Double(values.count - window - $0)).squareRoot()
        }
    }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard let window = numbers.first.flatMap({ Int(exactly: $0) }), window >= 1,
            numbers.dropFirst().allSatisfy({ $0 >= 0 })
        else { return nil }
        self.window = window
        deviations = Array(numbers.dropFirst())
    }

    private static func mean(
        _ values: UnsafeBufferPointer<Double>,
        _ origin: Int,
        _ window: Int
    ) -> Double {
        UnsafeBufferPointer(rebasing: values[(origin - window)..<origin]).mean
    }

    /// The model as numbers.
    public var numbers: [Double] { [Double(window)] + deviations }
    /// The window.
    public var inputLength: Int { window }
    /// The first row of the window before the origin.
    public func firstRow(before origin: Int) -> Int { origin - window }

    /// Forecasts the mean of the window before each origin.
    ///
    /// - Throws: ``ForecastingError/unsupported(model:what:)`` for quantiles of steps that the model was
    ///   not fitted for.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        guard request.quantileLevels.isEmpty || deviations.count >= request.horizon else {
            throw .unsupported(model: Self.name, what: "quantiles that it was not fitted for")
        }
        var forecasts = LocalForecasts()
        for origin in request.origins {
            let mean = Self.mean(series, origin, window)
            forecasts.append(
                points: Array(repeating: mean, count: request.horizon),
                deviations: deviations,
                levels: request.quantileLevels
            )
        }
        return forecasts
    }
}
