import Backtesting
import MarketData
import TestSupport
import Testing

/// What holds whatever the rules, costs and income are.
@Suite struct RulePropertyTests {
    @Test func drawsCasesThatTrade() throws {
        let counts = try (0..<80).map { try RuledCase(seed: $0).run().rebalances.count }
        #expect(counts.count { $0 > 1 } > 60)
    }

    /// The decisions of a bar do not know later bars.
    @Test(arguments: 0..<80) func doesNotLookAhead(seed: Int) throws {
        let study = try RuledCase(seed: seed)
        let cut = study.random.window.lowerBound + 150
        var random = SeededRandom(seed: UInt64(seed))
        var closes = study.random.table.closes.asArray
        for index in (cut * study.random.table.symbolCount)..<closes.count {
            closes[index] *= Double.random(in: 0.5...2, using: &random)
        }
        let (before, after) = (try study.run(), try study.run(closes: closes))
        #expect(before.equity[..<150] == after.equity[..<150])
        #expect(before.equity != after.equity)
        let time = before.timestamps[150]
        #expect(
            before.rebalances.filter { $0.timestamp < time }
                == after.rebalances.filter { $0.timestamp < time }
        )
    }

    /// A window that is a prefix of another has its figures.
    @Test(arguments: 0..<20) func measuresPrefixesLikeSeparateRuns(seed: Int) throws {
        let study = try RuledCase(seed: seed)
        let table = study.random.table
        let simulator = ReferenceSimulator(table: table, settings: study.settings)
        let position = try Position(study.random.allocation, in: table)
        let start = study.random.window.lowerBound
        let ends = [start + 10, start + 57, study.random.window.upperBound]
        let together = try simulator.metrics(position, study.policy, start: start, ends: ends)
        let apart = try ends.map {
            try simulator.metrics(position, study.policy, window: start..<$0)
        }
        #expect(together.map(bits) == apart.map(bits))
    }

    /// Weights and cash are together the portfolio, and nothing is ever lent.
    @Test(arguments: 0..<80) func neverBorrows(seed: Int) throws {
        let result = try RuledCase(seed: seed).run()
        for rebalance in result.rebalances {
            #expect(rebalance.weightsBefore.reduce(0, +) <= 1 + 1e-12)
            #expect(rebalance.weightsBefore.allSatisfy { $0 >= 0 })
            #expect(rebalance.targets.reduce(0, +) <= 1 + 1e-12)
            #expect(rebalance.targets.allSatisfy { $0 >= -1e-15 })
            #expect(rebalance.cost >= 0)
        }
        let paid = result.rebalances.reduce(0) { $0 + $1.cost }
        let entry = result.buyAndHold.costPaid
        if result.policy.rule.volatilityTarget == nil {
            #expect(isClose(result.metrics.costPaid, entry + paid, relative: 1e-9))
        }
    }

    /// What a method does not look at changes nothing.
    @Test(arguments: 0..<40) func unusedSettingsChangeNothing(seed: Int) throws {
        let study = try RuledCase(seed: seed)
        let result = try study.run()
        let used = try RebalancingPolicy(
            method: study.policy.method,
            threshold: study.policy.threshold,
            calendarDays: study.policy.calendarDays,
            minimumIntervalHours: study.policy.minimumIntervalHours,
            momentumVeto: study.policy.momentumVeto,
            rule: study.policy.rule.used(by: study.policy.method)
        )
        let other = try Backtest(
            allocation: study.random.allocation,
            policy: used,
            table: study.random.table,
            window: study.random.window,
            settings: study.settings
        )
        #expect(other.equity == result.equity)
        #expect(other.rebalances == result.rebalances)
    }
}
