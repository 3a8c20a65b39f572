import DataParallel
import Forecasting
import Testing

@Suite struct BatchInferenceTests {
    private let batches = [[1, 2, 3], [], [4], [5, 6, 7, 8, 9], []]

    @Test(arguments: [1, 2, 3, 8])
    func keepsTheOrder(threads: Int) {
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let squares = BatchInference.map(batches, on: pool) { $0 * $0 }
        #expect(squares == [[1, 4, 9], [], [16], [25, 36, 49, 64, 81], []])
        let sums = BatchInference.mapBatches(batches, on: pool) { $0.reduce(0, +) }
        #expect(sums == [6, 0, 4, 35, 0])
        #expect(BatchInference.map([[Int]](), on: pool) { $0 }.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 8])
    func theFirstErrorCounts(threads: Int) {
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let failing: @Sendable (Int) throws(ForecastingError) -> Int = {
            (value) throws(ForecastingError) in
            guard value < 4 else { throw .empty(what: "\(value)") }
            return value
        }
        #expect(throws: ForecastingError.empty(what: "4")) {
            try BatchInference.map(batches, on: pool, failing)
        }
        #expect(throws: ForecastingError.empty(what: "second")) {
            try BatchInference.mapBatches(batches, on: pool) {
                (batch) throws(ForecastingError) in
                guard !batch.isEmpty else { throw .empty(what: "second") }
                return 0
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func forecastsEachBatch(threads: Int) throws {
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let table = try MadeUpSeries.table(.walk, channels: 2, count: 60)
        let fitted = try RidgeForecaster(.nlinear, inputLength: 4, horizon: 2)
            .fit(TrainingData(table))
        let batches = [[10, 20], [3], [60]].map { ForecastBatch(table, origins: $0) }
        let results = BatchInference.forecast(
            fitted,
            batches,
            on: pool
        )
        #expect(
            try results[0].get() == fitted.predict(table, origins: [10, 20], on: .sequential)
        )
        #expect(throws: ForecastingError.self) { try results[1].get() }
        #expect(try results[2].get() == fitted.predict(table, origins: [60], on: .sequential))
    }
}
