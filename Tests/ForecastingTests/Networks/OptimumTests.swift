import Testing

@testable import Forecasting

@Suite struct OptimumTests {
    /// The mean squared error of all windows.
    private func error(
        of fitted: any FittedForecaster,
        _ table: SeriesTable
    ) throws -> Double {
        let origins = Array(fitted.inputLength...(table.count - fitted.horizon))
        let forecasts = try fitted.predict(table, origins: origins)
        var sum = 0.0
        for (place, origin) in origins.enumerated() {
            for channel in 0..<table.channelCount {
                for (step, value) in forecasts.point(origin: place, channel: channel).enumerated() {
                    let error = value - table[channel, origin + step]
                    sum += error * error
                }
            }
        }
        return sum / Double(forecasts.points.count)
    }

    /// Steps along gradients end where the normal equations are solved.
    @Test func nlinearReachesItsClosedForm() throws {
        let table = try SyntheticSeries.waves(rows: 160, channels: 2, noise: 0.5, seed: 12)
        let data = try TrainingData(table)
        let closed = try RidgeForecaster(.nlinear, inputLength: 6, horizon: 2, penalty: 1e-9)
            .fit(data)
        var training = TrainingSettings()
        training.batchSize = 1_000
        training.length = .steps(1_500)
        training.learningRate = 0.02
        training.schedule = .cosine()
        let trained = try NetworkForecaster(
            .nlinear,
            inputLength: 6,
            horizon: 2,
            training: training
        ).trained(data)
        let (best, reached) = (try error(of: closed, table), try error(of: trained, table))
        #expect(best > 0.01)
        #expect(reached >= best * (1 - 1e-6))
        #expect(reached < best * (1 + 1e-4))
    }
}
