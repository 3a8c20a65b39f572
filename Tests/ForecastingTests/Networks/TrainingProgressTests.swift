import ConcurrencyTestSupport
import Forecasting
import Testing

@Suite struct TrainingProgressTests {
    @Test func everyStepIsTold() throws {
        let table = try SyntheticSeries.waves(rows: 80, seed: 3)
        var training = TrainingSettings()
        training.length = .steps(5)
        training.batchSize = 16
        let forecaster = NetworkForecaster(
            .nlinear,
            inputLength: 8,
            horizon: 2,
            training: training
        )
        let told = Locked<[TrainingProgress]>([])
        let fitted = try forecaster.trained(TrainingData(table), on: .sequential) { progress in
            told.withLock { $0.append(progress) }
        }
        let steps = told.withLock { $0 }
        #expect(steps.map(\.finished) == [1, 2, 3, 4, 5])
        #expect(steps.allSatisfy { $0.total == 5 })
        #expect(steps.map(\.loss) == fitted.report?.losses)
    }
}
