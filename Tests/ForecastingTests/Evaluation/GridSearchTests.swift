import DataParallel
import Forecasting
import Testing

@Suite struct GridSearchTests {
    private struct Unlucky: Error, Equatable, CustomStringConvertible {
        let point: Int
        var description: String { "unlucky \(point)" }
    }

    @Test(arguments: SearchDirection.allCases, [1, 2, 3, 8])
    func findsTheBestPoint(direction: SearchDirection, threads: Int) throws {
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let search = try GridSearch(Array(0..<100), direction: direction)
        // Each of -9...9 several times over, so the first one counts.
        let result = try search.run(on: pool) { Double($0 * 37 % 19) - 9 }
        let scores = (0..<100).map { Double($0 * 37 % 19) - 9 }
        let best = direction == .minimize ? scores.min() : scores.max()
        #expect(result.bestScore == best)
        #expect(result.best.index == scores.firstIndex(of: best!))
        #expect(result.best.parameter == result.best.index)
        #expect(try result.points.map { try $0.score.get() } == scores)
        #expect(result.failureCount == 0)
    }

    @Test func failuresAreKeptBesideTheBest() throws {
        let search = try GridSearch(["a", "bb", "ccc", "dddd"])
        let result = try search.run(on: .sequential) { word in
            if word.count == 1 { throw Unlucky(point: 1) }
            return word.count == 2 ? .nan : Double(word.count)
        }
        #expect(result.best.parameter == "ccc")
        #expect(result.failureCount == 2)
        #expect(throws: Unlucky(point: 1)) { try result.points[0].score.get() }
        #expect(throws: ForecastingError.self) { try result.points[1].score.get() }
    }

    @Test func infiniteScoresRank() throws {
        let result = try GridSearch([Double.infinity, 3, -.infinity], direction: .maximize)
            .run { $0 }
        #expect(result.bestScore == .infinity)
    }

    @Test(arguments: [1, 2, 8])
    func nothingThatWorksIsAnError(threads: Int) throws {
        #expect(throws: ForecastingError.empty(what: "point to search")) {
            try GridSearch([Int]())
        }
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let error = #expect(throws: ForecastingError.self) {
            try GridSearch([7, 8]).run(on: pool) { point in throw Unlucky(point: point) }
        }
        #expect(
            error == .allFailed(what: "points of the search", count: 2, first: "unlucky 7")
        )
        #expect("\(error!)" == "all 2 points of the search failed; the first: unlucky 7")
    }

    /// Searches cross-validate: parallel work within parallel work.
    @Test func searchesPenaltiesByCrossValidation() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 120)
        let validation = CrossValidation(RollingOrigin(windows: 4, horizon: 3))
        let penalties = [1e-6, 1e-2, 1, 100]
        func search(_ parallelism: Parallelism) throws -> GridSearchResult<Double> {
            try GridSearch(penalties).run(on: parallelism) { penalty in
                let model = try RidgeForecaster(
                    .nlinear,
                    inputLength: 20,
                    horizon: 3,
                    penalty: penalty
                )
                return try validation.run([model], on: table, parallelism: parallelism)
                    .models[0].finishedErrors().meanSquaredError
            }
        }
        let alone = try search(.sequential)
        let shared = try search(Parallelism(pool: ThreadPool(workerCount: 3)))
        #expect(alone.bestScore == shared.bestScore)
        #expect(alone.best.index == shared.best.index)
    }
}
