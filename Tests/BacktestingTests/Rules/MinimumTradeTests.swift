import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct MinimumTradeTests {
    @Test func leavesWhatIsNotBoughtInCash() throws {
        // 8,000, 3,000 and 2,000 to 6,500, 3,900 and 2,600: -1,500, 900, 600. The last is not made.
        let result = try run([1.6, 1, 1], TradingRule(minimumTrade: 700))
        expectClose(result.rebalances[0].notional, 2_400)
        // At bar 2 A doubles: 13,000 + 3,900 + 2,000 + 600 cash.
        expectClose(result.equity[2], 19_500)
        // With 600 exactly it is made.
        let all = try run([1.6, 1, 1], TradingRule(minimumTrade: 599.999))
        expectClose(all.rebalances[0].notional, 3_000)
    }

    @Test func countsAShareOfTheValue() throws {
        // A tenth of 13,000: only A's 1,500 is sold. 13,000 + 3,000 + 2,000 + 1,500 cash.
        let rule = try TradingRule(minimumTrade: 700, minimumTradeShare: 0.1)
        let result = try run([1.6, 1, 1], rule)
        expectClose(result.rebalances[0].notional, 1_500)
        expectClose(result.equity[2], 19_500)
    }

    @Test func buysNoMoreThanIsThere() throws {
        // 2,000, 3,000 and 2,000 to 3,500, 2,100 and 1,400: 1,500, -900, -600. C's 600 are not sold, so
        // that only 900 of A are bought: 2,900, 2,100 and 2,000, no cash.
        let result = try run([0.4, 1, 1], TradingRule(minimumTrade: 700))
        expectClose(result.rebalances[0].notional, 1_800)
        // At bar 2 A doubles.
        expectClose(result.equity[2], 5_800 + 2_100 + 2_000)
    }

    @Test func cashIsUsedAtTheNextRebalance() throws {
        // After bar 1: 6,500, 3,900, 2,000 and 600 cash; at bar 2 A doubles: 13,000 of 19,500, and goals
        // of 9,750, 5,850 and 3,900: -3,250, 1,950, 1,900.
        let result = try run([1.6, 1, 1], TradingRule(minimumTrade: 700), threshold: 0.05)
        expectClose(result.rebalances[1].notional, 3_250 + 1_950 + 1_900)
        expectClose(result.rebalances[1].weightsBefore.reduce(0, +), 18_900.0 / 19_500)
    }

    @Test func whatIsTradedBearsTheCosts() throws {
        // Costs of 1/4 of the notional: 8,000 invested at first, 4,000, 2,400 and 1,600. At bar 1 6,400,
        // 2,400 and 1,600 of 10,400; goals 5,200, 3,120 and 2,080: -1,200, 720, 480. Without the last
        // N = 1,920, the cost 480, V' = 9,920. K = 1,600; the others and 480 cash are 8,800 and become
        // 8,320: by 8,320 / 8,800 less. A 5,200 -> 4,916.36, doubled at bar 2.
        let costs = try TradingCosts(commission: 0.125, slippage: 0.125)
        let result = try run([1.6, 1, 1], TradingRule(minimumTrade: 500), costs: costs)
        expectClose(result.rebalances[0].cost, 480)
        expectClose(result.equity[1], 9_920)
        expectClose(result.equity[2], 9_920 + 5_200 * 8_320 / 8_800)
    }

    @Test func aRebalanceThatTradesNothingStartsTheClock() throws {
        let result = try run(
            [1.1, 1, 1],
            TradingRule(minimumTrade: 1e6),
            threshold: 0.9,
            method: .hybrid
        )
        #expect(Study.rebalanceBars(result) == [5, 10])
        #expect(result.metrics.turnover == 0)
        #expect(result.equity == result.buyAndHoldEquity)
    }

    /// One that is as small as a rounding changes nothing but roundings.
    @Test(arguments: 0..<20) func isTheStandardAtNothing(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let results = try [0, 1e-9].map { least in
            try Backtest(
                allocation: random.allocation,
                policy: RebalancingPolicy(
                    method: random.policy.method,
                    threshold: random.policy.threshold,
                    calendarDays: random.policy.calendarDays,
                    rule: TradingRule(minimumTrade: least)
                ),
                table: random.table,
                window: random.window,
                settings: SimulationSettings(table: random.table)
            )
        }
        #expect(results[0].rebalances.count == results[1].rebalances.count)
        expectClose(results[0].equity, results[1].equity)
        #expect(results[0].policy.rule == .standard)
    }

    /// 5,000, 3,000 and 2,000 whose prices change by these factors at bar 1; A's doubles at bar 2.
    private func run(
        _ factors: [Double],
        _ rule: TradingRule,
        threshold: Double = 0.11,
        method: RebalancingPolicy.Method = .threshold,
        costs: TradingCosts = .free
    ) throws -> Backtest {
        let table = HandmadePrices.table([
            "A": [10, 10 * factors[0]] + Study.hold(20 * factors[0], 10),
            "B": [10] + Study.hold(10 * factors[1], 11),
            "C": [10] + Study.hold(10 * factors[2], 11),
        ])
        let policy = try RebalancingPolicy(
            method: method,
            threshold: threshold,
            calendarDays: 5,
            minimumIntervalHours: threshold == 0.11 ? 240 : 0,
            rule: rule
        )
        return try Study.run(policy, weights: [0.5, 0.3, 0.2], on: table, costs: costs)
    }
}
