/// What the simple methods share: their forecasts are made of the last values before the origin.
struct SimpleModel: Sendable, Equatable {
    /// The number of last values looked at.
    var window: Int
    /// The standard deviation of a one-step forecast's error.
    var deviation: Double

    var numbers: [Double] { [Double(window), deviation] }

    init(window: Int, deviation: Double) {
        self.window = window
        self.deviation = deviation
    }

    init?(numbers: ArraySlice<Double>) {
        guard numbers.count == 2, let window = Int(exactly: numbers[numbers.startIndex]),
            window >= 1, let deviation = numbers.last, deviation >= 0
        else { return nil }
        self.init(window: window, deviation: deviation)
    }

    /// The root mean square of what the training values are off from those `lag` before them.
    ///
    /// - Parameter drift: What is expected of a difference.
    static func deviation(
        _ values: UnsafeBufferPointer<Double>,
        lag: Int,
        drift: Double = 0
    ) -> Double {
        var sum = 0.0
        for row in lag..<values.count {
            let error = values[row] - values[row - lag] - drift
            sum += error * error
        }
        return values.count > lag ? (sum / Double(values.count - lag)).squareRoot() : 0
    }

    /// Forecasts from each origin by steps.
    ///
    /// - Parameters:
    ///   - point: The forecast of an origin and a step from 1 on.
    ///   - deviation: The standard deviation of a step's error.
    static func forecast(
        _ request: LocalRequest,
        point: (Int, Int) -> Double,
        deviation: (Int) -> Double
    ) -> LocalForecasts {
        let steps = 1...request.horizon
        let deviations = request.quantileLevels.isEmpty ? [] : steps.map(deviation)
        var forecasts = LocalForecasts()
        for origin in request.origins {
            forecasts.append(
                points: steps.map { point(origin, $0) },
                deviations: deviations,
                levels: request.quantileLevels
            )
        }
        return forecasts
    }
}
