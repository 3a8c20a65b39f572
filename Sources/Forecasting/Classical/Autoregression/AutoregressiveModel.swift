/// The autoregression of one series.
public struct AutoregressiveModel: LocalModel {
    /// What the method is called.
    public static var name: String { "ar" }
    /// The constant term.
    public let intercept: Double
    /// The weight of each lag, the last value's first.
    public let coefficients: [Double]
    /// The variance of the errors of one step.
    public let variance: Double

    init(intercept: Double, coefficients: [Double], variance: Double) {
        self.intercept = intercept
        self.coefficients = coefficients
        self.variance = variance
    }

    /// The order, and at least 1.
    public var inputLength: Int { max(1, coefficients.count) }
    /// The first of the lags.
    public func firstRow(before origin: Int) -> Int { origin - coefficients.count }

    /// Continues the last values by the recursion.
    public func forecast(
        _ series: UnsafeBufferPointer<Double>,
        _ request: LocalRequest
    ) throws(ForecastingError) -> LocalForecasts {
        let order = coefficients.count
        let deviations = request.quantileLevels.isEmpty ? [] : deviations(request.horizon)
        var forecasts = LocalForecasts()
        for origin in request.origins {
            var path = Array(series[(origin - order)..<origin])
            for step in 0..<request.horizon {
                var value = intercept
                for lag in 0..<order { value += coefficients[lag] * path[order + step - 1 - lag] }
                path.append(value)
            }
            forecasts.append(
                points: Array(path[order...]),
                deviations: deviations,
                levels: request.quantileLevels
            )
        }
        return forecasts
    }

    /// What an error contributes to the steps after it gives their variances.
    private func deviations(_ horizon: Int) -> [Double] {
        var weights: [Double] = []
        var deviations: [Double] = []
        var sum = 0.0
        for step in 0..<horizon {
            var weight = step == 0 ? 1.0 : 0
            for lag in 0..<min(step, coefficients.count) {
                weight += coefficients[lag] * weights[step - 1 - lag]
            }
            weights.append(weight)
            sum += weight * weight
            deviations.append((variance * sum).squareRoot())
        }
        return deviations
    }

    /// The model as numbers.
    public var numbers: [Double] { [intercept, variance] + coefficients }

    /// Makes the model of its numbers.
    public init?(numbers: [Double]) {
        guard numbers.count >= 2, numbers[1] >= 0 else { return nil }
        self.init(
            intercept: numbers[0],
            coefficients: Array(numbers[2...]),
            variance: numbers[1]
        )
    }
}
