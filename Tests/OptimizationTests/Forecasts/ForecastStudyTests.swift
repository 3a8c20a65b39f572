import Backtesting
import DataParallel
import Forecasting
import Synchronization
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct ForecastStudyTests {
    @Test(arguments: [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        let optimizer = try ForecastStudy.optimizer()
        let sequential = try optimizer.run(on: SequentialExecutor())
        let threaded = try optimizer.run(on: ThreadPool(workerCount: workers))
        #expect(fingerprint(threaded) == fingerprint(sequential))
        #expect(Set(fingerprint(sequential)).count > 100)
        let one = try #require(sequential.selection)
        let other = try #require(threaded.selection)
        #expect(one.walkForward.equity == other.walkForward.equity)
    }

    /// Candidates of every kind against backtests of its own, with signals made by themselves.
    @Test(arguments: [false, true])
    func equalsSeparateBacktests(rolling: Bool) throws {
        let optimizer = try ForecastStudy.optimizer(rolling: rolling)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        #expect(result.isComplete)
        let splits = optimizer.plan.splits
        #expect(Set(splits.map(\.train.lowerBound)).count == (rolling ? 3 : 1))
        for id in stride(from: 1, through: optimizer.space.count, by: 17) {
            let candidate = optimizer.space[id - 1]
            func run(_ split: Split, _ window: Range<Int>) throws -> Backtest {
                let signals = try candidate.policy.forecast.map { use in
                    try optimizer.space.policies.models[use.signal].signals(
                        of: optimizer.table,
                        symbols: optimizer.modelledSymbols,
                        // What comes after the window is not needed.
                        bars: split.train.lowerBound..<window.upperBound,
                        seed: optimizer.settings.seed,
                        maker: optimizer.maker,
                        on: SequentialExecutor()
                    )
                }
                return try Backtest(
                    allocation: Allocation(
                        symbols: candidate.symbols,
                        weights: candidate.weights
                    ),
                    policy: candidate.policy,
                    table: optimizer.table,
                    window: window,
                    settings: optimizer.simulation,
                    signals: signals
                )
            }
            let count = Double(splits.count)
            let train = try splits.map { try run($0, $0.train).metrics.totalReturn }
            let test = try splits.map { try run($0, $0.test) }
            let summary = try #require(result.summary(ofID: id))
            #expect(summary.trainReturn == train.reduce(0, +) / count)
            #expect(summary.testReturn == test.map(\.metrics.totalReturn).reduce(0, +) / count)
            #expect(summary.testTurnover == test.map(\.metrics.turnover).reduce(0, +) / count)
        }
    }

    /// What candidates without forecasts do does not depend on others that are searched with them.
    @Test func leavesOtherCandidatesAsTheyAre() throws {
        let optimizer = try ForecastStudy.optimizer()
        let policies = optimizer.space.policies
        let plain = try Optimizer(
            table: optimizer.table,
            space: SearchSpace(
                name: "plain",
                allocations: optimizer.space.allocations,
                policies: PolicySpace(
                    thresholds: policies.thresholds,
                    methods: policies.methods,
                    calendarDays: policies.calendarDays,
                    minimumIntervalHours: policies.minimumIntervalHours,
                    momentumVetoes: policies.momentumVetoes
                )
            ),
            settings: optimizer.settings
        )
        let with = fingerprint(try optimizer.run(on: ThreadPool(workerCount: 2)))
        let without = fingerprint(try plain.run(on: ThreadPool(workerCount: 2)))
        // Forecasts vary fastest, and the first is none.
        let count = policies.forecasts.count
        #expect(without == stride(from: 0, to: with.count, by: count).map { with[$0] })
        #expect(plain.notes.isEmpty)
        #expect(optimizer.notes.contains { $0.contains("scalar reference") })
    }

    /// A fit for each model and row of its schedule, shared by all candidates and splits.
    @Test func fitsEachModelOnceOnSchedule() throws {
        let log = FitLog()
        let optimizer = try ForecastStudy.optimizer(log: log)
        _ = try optimizer.run(on: ThreadPool(workerCount: 3))
        let splits = optimizer.plan.splits
        let start = try #require(splits.first).train.lowerBound
        let count = try #require(splits.last).test.upperBound - start
        let expected =
            stride(from: 12, through: count, by: 7).map { 0..<$0 }
            + stride(from: 14, through: count, by: 25).map { 0..<$0 }
        let fitted = log.rows.withLock { $0 }
        #expect(
            fitted.sorted { ($0.count) < ($1.count) } == expected.sorted { $0.count < $1.count }
        )
        #expect(count == 240 && expected.count == 33 + 10)
    }

    @Test func recordsCandidatesWhoseModelFails() throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: ForecastStudy.optimizer().space,
            settings: SmallStudy.settings(),
            models: { (model, _) throws(ForecastingError) in
                guard model.horizon == 2 else {
                    throw .diverged(model: "toy", where: "once")
                }
                return ToyForecaster(horizon: 2)
            }
        )
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        #expect(result.isComplete)
        let ids = 1...optimizer.space.count
        for id in ids {
            let use = optimizer.space[result.evaluations.canonicalID(of: id) - 1].policy.forecast
            switch result.evaluations[id: id] {
            case .failed(let reason):
                #expect(use?.signal == 1)
                #expect(
                    reason.contains("toy 6+1 refit 25, fitted up to") && reason.contains("diverged")
                )
            default: #expect(use?.signal != 1)
            }
        }
        #expect(result.evaluations.failedCount > 0)
    }

    @Test func stopsWhileModelsAreFitted() throws {
        let token = CancellationToken()
        token.cancel()
        let optimizer = try ForecastStudy.optimizer()
        #expect(throws: OptimizationError.cancelled) {
            try optimizer.run(on: ThreadPool(workerCount: 2), cancellation: token)
        }
    }

    @Test func tellsWhatTheUseOfForecastsChanges() throws {
        let result = try ForecastStudy.optimizer().run(on: SequentialExecutor())
        let factors = try #require(result.selection).sensitivities
        let policy = try #require(factors.first { $0.factor == "forecast policy" })
        #expect(policy.levels.map(\.label).first == "none")
        #expect(policy.levels.count == 4)
        let model = try #require(factors.first { $0.factor == "forecast model" })
        #expect(model.levels.map(\.label) == ["none", "toy 4+2 refit 7", "toy 6+1 refit 25"])
    }

    /// Counting while the sweep runs finds the same.
    @Test func countsTheSameWhereOnlyTheBestAreKept() throws {
        let whole = try ForecastStudy.optimizer()
        var settings = whole.settings
        settings.keep = .top(5)
        let top = try Optimizer(
            table: whole.table,
            space: whole.space,
            settings: settings,
            models: whole.maker
        )
        let (a, b) = (
            try whole.run(on: SequentialExecutor()), try top.run(on: SequentialExecutor())
        )
        let (all, counted) = (try #require(a.selection), try #require(b.selection))
        #expect(counted.walkForward.equity == all.walkForward.equity)
        for factor in ["forecast policy", "forecast model"] {
            let one = try #require(all.sensitivities.first { $0.factor == factor })
            let other = try #require(counted.sensitivities.first { $0.factor == factor })
            #expect(one.levels.map(\.label) == other.levels.map(\.label))
            #expect(one.levels.map(\.count) == other.levels.map(\.count))
        }
    }
}
