import ConcurrencyTestSupport
import DataParallel
import Forecasting
import TestSupport
import Testing

@Suite struct TunerTests {
    private func space() throws -> TuningSpace {
        try TuningSpace([
            TuningBlock(
                model: "nlinear-ridge",
                inputs: [4, 8],
                settings: [
                    ("penalty", .list(["0.001", "1", "100"])),
                    (
                        "other",
                        .range(try TuningRange(from: 1, to: 100, count: 3, isLogarithmic: true))
                    ),
                ]
            ),
            TuningBlock(model: "naive", inputs: [1]),
        ])
    }

    private static let make: @Sendable (TuningPoint) throws(ForecastingError) -> any Forecaster = {
        (point) throws(ForecastingError) in
        if point.model == "naive" { return NaiveForecaster(horizon: 2) }
        return try RidgeForecaster(
            .nlinear,
            inputLength: point.inputLength,
            horizon: 2,
            penalty: Double(point.settings["penalty"] ?? "")
        )
    }

    @Test func pointsAreDecodedInOrder() throws {
        let space = try space()
        #expect(space.count == 19)
        #expect(space.point(at: 0).description == "input=4 other=1.0 penalty=0.001")
        #expect(space.point(at: 5).description == "input=4 other=100.0 penalty=1")
        let middle = try #require(Double(space.point(at: 1).settings["other"] ?? ""))
        #expect(abs(middle - 10) < 1e-12)
        #expect(space.point(at: 17).description == "input=8 other=100.0 penalty=100")
        #expect(space.point(at: 18).model == "naive")
        let texts = Set((0..<19).map { space.point(at: $0).description })
        #expect(texts.count == 19)
    }

    @Test func drawsLieInTheirRanges() throws {
        let space = try TuningSpace([
            TuningBlock(
                model: "a",
                inputs: [3],
                settings: [
                    ("rate", .range(try TuningRange(from: 1e-4, to: 1e-2, isLogarithmic: true))),
                    ("size", .range(try TuningRange(from: 1, to: 6, isInteger: true))),
                ]
            )
        ])
        #expect(space.count == nil)
        let draws = (0..<400).map { space.point(drawnBy: $0, seed: 7) }
        let rates = draws.compactMap { Double($0.settings["rate"] ?? "") }
        #expect(rates.count == 400 && rates.allSatisfy { (1e-4...1e-2).contains($0) })
        // Even in logarithms: half of them lie below the geometric middle.
        #expect((150...250).contains(rates.count { $0 < 1e-3 }))
        #expect(Set(draws.compactMap { $0.settings["size"] }) == ["1", "2", "3", "4", "5", "6"])
        #expect(draws[17] == space.point(drawnBy: 17, seed: 7))
        #expect(draws[17] != space.point(drawnBy: 17, seed: 8))
    }

    private func tuner(_ search: TuningSearch, windows: Int = 9) throws -> Tuner {
        try Tuner(
            space(),
            search: search,
            scheme: RollingOrigin(windows: windows, horizon: 2, refit: .never),
            seed: 5
        )
    }

    @Test func theGridFindsTheLeast() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let tuner = try tuner(.grid)
        let result = try tuner.run(on: table, forecaster: Self.make)
        #expect(result.trials.map(\.key.trial) == Array(0..<19))
        let best = try #require(result.best)
        let scores = result.trials.compactMap(\.score)
        #expect(scores.count == 19)
        #expect(best.score == scores.min())
        // "other" changes nothing: of equal scores the first wins.
        #expect(best.key.trial == scores.firstIndex(of: try #require(scores.min())))
        let alone = try ModelComparison(tuner.scheme).run([try Self.make(best.point)], on: table)
        #expect(best.score == alone.models[0].total.meanSquaredError)
    }

    /// 19 trials on 1 window, 7 of them on 3, 3 of those on 9.
    @Test func halvingByHand() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let tuner = try tuner(.halving(trials: 50, reduction: 3))
        #expect(tuner.points.count == 19)
        #expect(tuner.rungs == [1, 3, 9])
        #expect(tuner.trialCount == 19 + 7 + 3)
        let result = try tuner.run(on: table, forecaster: Self.make)
        var left: [Int] = Array(0..<19)
        for (rung, count) in [19, 7, 3].enumerated() {
            let trials = result.trials.filter { $0.key.rung == rung }
            #expect(trials.map(\.key.trial) == left)
            #expect(trials.allSatisfy { $0.windows == [1, 3, 9][rung] })
            #expect(trials.count == count)
            let ranked = trials.sorted {
                ($0.score ?? .infinity, $0.key.trial) < ($1.score ?? .infinity, $1.key.trial)
            }
            left = ranked.prefix((count + 2) / 3).map(\.key.trial).sorted()
        }
        #expect(left.contains(try #require(result.best).key.trial))
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        for search in [
            TuningSearch.grid, .random(trials: 6), .halving(trials: 9, reduction: 2),
        ] {
            let tuner = try tuner(search)
            let alone = try tuner.run(on: table, parallelism: .sequential, forecaster: Self.make)
            let pool = Parallelism(pool: ThreadPool(workerCount: threads))
            let shared = try tuner.run(on: table, parallelism: pool, forecaster: Self.make)
            #expect(alone == shared)
        }
    }

    /// A search that is stopped and begun again ends like one that was not.
    @Test func knownTrialsAreNotTriedAgain() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let tuner = try tuner(.halving(trials: 19, reduction: 3))
        let whole = try tuner.run(on: table, forecaster: Self.make)
        let token = CancellationToken()
        let ended = Locked<[TrialResult]>([])
        let stopped = try tuner.run(
            on: table,
            parallelism: Parallelism.sequential.cancelled(by: token),
            forecaster: Self.make,
            finished: { trial in
                ended.withLock { $0.append(trial) }
                if trial.key == TrialResult.Key(trial: 18, rung: 0) { token.cancel() }
            }
        )
        #expect(stopped.isCancelled && stopped.best == nil)
        let known = ended.withLock { $0 }
        #expect(known.count == 19)
        #expect(stopped.trials.map(\.key.trial) == Array(0..<19))
        let tried = Locked(0)
        let resumed = try tuner.run(
            on: table,
            known: Dictionary(uniqueKeysWithValues: known.map { ($0.key, $0.outcome) }),
            forecaster: Self.make,
            finished: { _ in tried.withLock { $0 += 1 } }
        )
        #expect(resumed == whole)
        #expect(tried.withLock { $0 } == 7 + 3)
    }

    @Test func failuresAreKeptWithTheirReason() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 150)
        let result = try tuner(.grid).run(
            on: table,
            forecaster: { (point) throws(ForecastingError) in
                guard point.model == "naive" else { throw .empty(what: "model like that") }
                return NaiveForecaster(horizon: 2)
            }
        )
        #expect(result.best?.key.trial == 18)
        #expect(
            result.trials[3].outcome == .failure("there is no model like that: give at least one")
        )
    }

    @Test func refusesWhatMakesNoSense() throws {
        #expect(throws: ForecastingError.self) { try TuningSpace([]) }
        #expect(throws: ForecastingError.self) { try TuningRange(from: 2, to: 1) }
        #expect(throws: ForecastingError.self) {
            try TuningRange(from: 0, to: 1, isLogarithmic: true)
        }
        #expect(throws: ForecastingError.self) { try TuningRange(from: 0, to: 1, count: 1) }
        #expect(throws: ForecastingError.self) { try tuner(.random(trials: 0)) }
        #expect(throws: ForecastingError.self) { try tuner(.halving(trials: 5, reduction: 1)) }
        let endless = try TuningSpace([
            TuningBlock(
                model: "a",
                inputs: [1],
                settings: [("x", .range(try TuningRange(from: 0, to: 1)))]
            )
        ])
        #expect(throws: ForecastingError.self) {
            try Tuner(endless, search: .grid, scheme: RollingOrigin(windows: 2, horizon: 1))
        }
    }
}
