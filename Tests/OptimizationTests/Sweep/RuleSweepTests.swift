import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

/// Studies whose candidates lanes and the reference share.
@Suite struct RuleSweepTests {
    private static func space() throws -> SearchSpace {
        try SearchSpace(
            name: "rules",
            allocations: .sets(
                AssetSets(
                    sets: [["A", "B"], ["A", "B", "C"]],
                    weightings: [2: [[0.5, 0.5], [0.75, 0.25]], 3: [[0.25, 0.25, 0.5]]]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.02],
                methods: [.threshold, .hybrid, .never],
                calendarDays: [11],
                minimumIntervalHours: [0, 48],
                momentumVetoes: [false],
                calendarPeriods: [.month],
                rules: [
                    .standard, TradingRule(band: .relative), TradingRule(destination: .halfWay),
                    TradingRule(volatilityTarget: VolatilityTarget(level: 0.1, lookback: 10)),
                    TradingRule(scope: .drifted, minimumTrade: 20),
                ]
            )
        )
    }

    private static func settings(fee: Double) throws -> OptimizationSettings {
        OptimizationSettings(
            walkForward: SmallStudy.walkForward,
            costs: try TradingCosts(
                commission: 0.001,
                slippage: 0,
                halfSpread: 0.0005,
                fixedFee: fee,
                cashRate: 0.02
            ),
            odds: .off,
            seed: 3
        )
    }

    /// With and without a fee for every trade.
    @Test(arguments: [0, 1.0]) func hasTheReferencesBits(fee: Double) throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: Self.space(),
            settings: Self.settings(fee: fee)
        )
        let result = try optimizer.run(on: SequentialExecutor())
        var values: Set<UInt64> = []
        for id in 1...result.optimizer.space.count {
            let candidate = optimizer.space[id - 1]
            let summary = try #require(result.summary(ofID: id))
            var returns = 0.0
            for split in optimizer.plan.splits {
                let test = try SmallStudy.backtest(candidate, split.test, in: optimizer)
                returns += test.metrics.totalReturn
            }
            let mean = returns / Double(optimizer.plan.splits.count)
            #expect(summary.testReturn.bitPattern == mean.bitPattern, "#\(id)")
            values.insert(mean.bitPattern)
        }
        #expect(values.count > optimizer.distinctCount / 2)
        #expect(result.selection?.sensitivities.contains { $0.factor == "rule" } == true)
    }

    @Test(arguments: [1, 2, 3, 8]) func doesNotDependOnThreads(workers: Int) throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: Self.space(),
            settings: Self.settings(fee: 1)
        )
        let serial = try optimizer.run(on: SequentialExecutor())
        let parallel = try optimizer.run(on: ThreadPool(workerCount: workers))
        #expect(serial.ranking.ids == parallel.ranking.ids)
        for id in serial.ranking.ids {
            #expect(
                serial.summary(ofID: id)?.testReturn.bitPattern
                    == parallel.summary(ofID: id)?.testReturn.bitPattern
            )
        }
    }

    @Test func doesNotCallRulesSlow() throws {
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: Self.space(),
            settings: Self.settings(fee: 1)
        )
        #expect(!optimizer.notes.contains { $0.contains("one by one") })
    }

    @Test func nothingLooksAhead() throws {
        for fee in [0, 1.0] {
            let optimizer = try Optimizer(
                table: SmallStudy.table,
                space: Self.space(),
                settings: Self.settings(fee: fee)
            )
            let check = LookaheadCheck(optimizer, barCount: 3, candidatesPerFamily: 1)
            // A family for every rule of every method, and one for never with a volatility target.
            #expect(check.candidates.count >= 10)
            let report = try check.run(on: SequentialExecutor())
            #expect(report.findings.isEmpty)
            #expect(report.failedCandidates.isEmpty)
            #expect(report.comparisons > 1_000)
        }
    }
}
