import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing

@testable import Optimization

@Suite struct LookaheadCheckTests {
    @Test(arguments: [1, 2, 3, 8])
    func findsNothingWhereNothingLooksAhead(workers: Int) throws {
        let check = LookaheadCheck(try ForecastStudy.optimizer())
        let report = try check.run(on: ThreadPool(workerCount: workers))
        #expect(report.findings.isEmpty)
        #expect(report.failedCandidates.isEmpty)
        #expect(report.modelCount == 2)
        #expect(report.bars.count == 5 && report.bars == report.bars.sorted())
        #expect(report.comparisons > 20_000)
        let sequential = try check.run(on: SequentialExecutor())
        #expect(sequential == report)
    }

    @Test func runsCandidatesOfEveryFamily() throws {
        let check = LookaheadCheck(try ForecastStudy.optimizer(), candidatesPerFamily: 1)
        var families: Set<String> = []
        for candidate in check.candidates {
            let policy = candidate.policy
            families.insert(
                "\(policy.method) \(policy.forecast?.rule.name ?? "none")"
                    + " \(policy.forecast?.signal ?? -1)"
            )
        }
        // 2 methods with none and 3 rules of 2 models; never with none and 2 rules of 2 models.
        #expect(families.count == 2 * 7 + 5)
        #expect(check.candidates.count <= 19)
    }

    @Test func passesAStudyWithoutForecasts() throws {
        let report = try LookaheadCheck(SmallStudy.optimizer()).run(on: SequentialExecutor())
        #expect(report.findings.isEmpty)
        #expect(report.comparisons > 1_000)
    }

    /// A model that knows the next close: its signals and what follows from them change.
    @Test(arguments: [ToyForecaster.Cheat.origin, .training])
    func catchesAModelThatLooksAhead(cheat: ToyForecaster.Cheat) throws {
        let check = LookaheadCheck(try ForecastStudy.optimizer(cheat: cheat))
        let report = try check.run(on: ThreadPool(workerCount: 2))
        let signals = report.findings.filter { $0.candidate == nil }
        #expect(!signals.isEmpty)
        #expect(signals.contains { $0.subject == "toy 4+2 refit 7" })
        #expect(signals.allSatisfy { $0.difference.contains("predicted return of") })
        #expect(signals.allSatisfy { report.bars.contains($0.bar) })
    }

    /// A delay of 0 does not help it: the trade of bar t hangs on the close of bar t + 1.
    @Test func catchesWhatFollowsFromSuchAModel() throws {
        let honest = try ForecastStudy.optimizer(cheat: .origin)
        let policies = try PolicySpace(
            thresholds: [0.001],
            methods: [.threshold],
            calendarDays: [5],
            minimumIntervalHours: [0],
            momentumVetoes: [false],
            forecasts: [try ForecastPolicy(.tilt(strength: 5, cap: 1), delay: 0)],
            models: try ForecastStudy.models()
        )
        let optimizer = try Optimizer(
            table: honest.table,
            space: SearchSpace(
                name: "cheating",
                allocations: honest.space.allocations,
                policies: policies
            ),
            settings: honest.settings,
            models: honest.maker
        )
        let report = try LookaheadCheck(optimizer).run(on: SequentialExecutor())
        #expect(report.findings.contains { $0.candidate != nil })
    }

    /// A simulation that tells the next bar's close.
    @Test func catchesAPolicyThatLooksAhead() throws {
        let optimizer = try SmallStudy.optimizer()
        let check = LookaheadCheck(optimizer, barCount: 4, candidatesPerFamily: 1) {
            (candidate, table, window, signals) throws(BacktestError) in
            let allocation = try Allocation(
                symbols: candidate.symbols,
                weights: candidate.weights
            )
            let position = try Position(allocation, in: table)
            // The first symbol, at the next bar's close.
            let closes = window.map { bar in
                table[bar: min(bar + 1, table.barCount - 1), symbol: position.columns[0]]
            }
            var trace = LookaheadTrace(
                try Backtest(
                    allocation: allocation,
                    policy: candidate.policy,
                    table: table,
                    window: window,
                    settings: optimizer.simulation
                )
            )
            for (bar, close) in zip(window, closes) {
                trace.entries.append(
                    LookaheadTrace.Entry(
                        name: "equity of a prophet",
                        timestamp: table.timestamps[bar],
                        value: close
                    )
                )
            }
            return trace
        }
        let report = try check.run(on: ThreadPool(workerCount: 3))
        // Each candidate at each bar.
        #expect(report.findings.count == check.candidates.count * check.bars.count)
        let finding = try #require(report.findings.first)
        #expect(finding.candidate == check.candidates[0].id)
        #expect(finding.bar == check.bars[0])
        #expect(finding.timestamp == optimizer.table.timestamps[check.bars[0]])
        #expect(finding.difference.contains("equity of a prophet at"))
    }

    /// A trade more, or another one, is a difference.
    @Test func tellsTradesThatDiffer() {
        func trace(_ values: [(String, Int64, Double)]) -> LookaheadTrace {
            var trace = LookaheadTrace.empty
            trace.entries = values.map { LookaheadTrace.Entry(name: $0, timestamp: $1, value: $2) }
            return trace
        }
        func difference(_ a: LookaheadTrace, _ b: LookaheadTrace) -> String? {
            LookaheadTrace.compare(a, b, upTo: 10).difference
        }
        let one = trace([("equity", 5, 1), ("trade", 10, 2), ("equity", 11, 3)])
        #expect(difference(one, one) == nil)
        #expect(difference(one, trace([("equity", 5, 1), ("trade", 10, 2)])) == nil)
        #expect(difference(one, trace([("equity", 5, 1)])) != nil)
        #expect(difference(trace([("equity", 5, 1)]), one) != nil)
        #expect(difference(one, trace([("equity", 5, 1), ("trade", 9, 2)])) != nil)
        #expect(difference(one, trace([("equity", 5, 1), ("cost", 10, 2)])) != nil)
        #expect(difference(one, trace([("equity", 5, 1.0.nextUp), ("trade", 10, 2)])) != nil)
        #expect(difference(trace([("risk", 5, .nan)]), trace([("risk", 5, -.nan)])) == nil)
    }

    @Test func stopsWhenCancelled() throws {
        let token = CancellationToken()
        token.cancel()
        #expect(throws: OptimizationError.cancelled) {
            try LookaheadCheck(SmallStudy.optimizer()).run(
                on: SequentialExecutor(),
                cancellation: token
            )
        }
    }
}

extension LookaheadTrace {
    fileprivate static var empty: LookaheadTrace {
        LookaheadTrace(
            WindowMetrics(equity: [1, 2], initialValue: 1, barsPerYear: 1),
            timestamp: 0
        )
    }
}
