import Forecasting
import Testing

@Suite struct SimpleForecasterTests {
    private let table: SeriesTable
    private let data: TrainingData

    init() throws {
        table = try SeriesTable(channels: ["y"], columns: [[1, 4, 2, 6, 5, 9]])
        data = try TrainingData(table)
    }

    private func forecast(_ model: any Forecaster, from origin: Int = 6) throws -> Forecasts {
        try model.fit(data).predict(table, origins: [origin], on: .sequential)
    }

    /// The upper quartile is 0.6744897501960817 deviations above the mean.
    private func expectDeviations(_ forecasts: Forecasts, _ deviations: [Double]) {
        for (step, deviation) in deviations.enumerated() {
            let expected = forecasts.points[step] + 0.6744897501960817 * deviation
            #expect(abs(forecasts.quantiles[step] - expected) < 1e-12)
        }
    }

    @Test func naive() throws {
        let forecasts = try forecast(NaiveForecaster(horizon: 3, quantileLevels: [0.75]))
        #expect(forecasts.points == [9, 9, 9])
        // Differences 3, -2, 4, -1, 4: mean square 46 / 5.
        expectDeviations(forecasts, [1, 2, 3].map { (9.2 * $0).squareRoot() })
        #expect(try forecast(NaiveForecaster(horizon: 2), from: 3).points == [2, 2])
    }

    @Test func seasonalNaive() throws {
        let model = SeasonalNaiveForecaster(horizon: 5, seasonLength: 2, quantileLevels: [0.75])
        let forecasts = try forecast(model)
        #expect(forecasts.points == [5, 9, 5, 9, 5])
        // Differences 1, 2, 3, 3: mean square 23 / 4.
        expectDeviations(forecasts, [1, 1, 2, 2, 3].map { (5.75 * $0).squareRoot() })
    }

    @Test func drift() throws {
        let forecasts = try forecast(DriftForecaster(horizon: 2, quantileLevels: [0.75]))
        // (9 - 1) / 5 a step; differences less that: 1.4, -3.6, 2.4, -2.6, 2.4: mean square 33.2 / 5.
        for (point, expected) in zip(forecasts.points, [10.6, 12.2]) {
            #expect(abs(point - expected) < 1e-12)
        }
        expectDeviations(forecasts, [1, 2].map { (6.64 * $0 * (1 + $0 / 5)).squareRoot() })
        #expect(abs(try forecast(DriftForecaster(horizon: 1), from: 2).points[0] - 5.6) < 1e-12)
    }

    @Test func movingAverage() throws {
        let model = MovingAverageForecaster(horizon: 2, window: 2, quantileLevels: [0.75])
        let forecasts = try forecast(model)
        #expect(forecasts.points == [7, 7])
        // Means 2.5, 3, 4, 5.5 miss the next values by -0.5, 3, 1, 3.5 and those after by 3.5, 2, 5.
        expectDeviations(forecasts, [(22.5 / 4).squareRoot(), (41.25 / 3).squareRoot()])
    }

    @Test func refusesWhatIsTooShort() throws {
        #expect(
            throws: ForecastingError.tooShort(
                what: "seasonal-naive of y",
                needed: 7,
                available: 6
            )
        ) {
            try forecast(SeasonalNaiveForecaster(horizon: 1, seasonLength: 7))
        }
        #expect(
            throws: ForecastingError.tooShort(what: "moving-average of y", needed: 7, available: 6)
        ) {
            try forecast(MovingAverageForecaster(horizon: 1, window: 7))
        }
        #expect(throws: ForecastingError.self) {
            try forecast(MovingAverageForecaster(horizon: 2, window: 5, quantileLevels: [0.5]))
        }
        let one = try TrainingData(table, train: 0..<1)
        #expect(throws: ForecastingError.tooShort(what: "drift of y", needed: 2, available: 1)) {
            try DriftForecaster(horizon: 1).fit(one)
        }
        #expect(throws: ForecastingError.self) {
            try forecast(SeasonalNaiveForecaster(horizon: 1, seasonLength: 0))
        }
        #expect(throws: ForecastingError.self) {
            try forecast(MovingAverageForecaster(horizon: 1, window: 0))
        }
    }
}
