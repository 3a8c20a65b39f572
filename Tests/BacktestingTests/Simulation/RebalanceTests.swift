import Backtesting
import MarketData
import TestSupport
import Testing

/// With a cost rate of 1/4 every number below is exact in Double.
@Suite struct RebalanceTests {
    private let quarter = try! TradingCosts(commission: 0.125, slippage: 0.125)

    @Test func paysForTheTradedNotional() throws {
        let table = HandmadePrices.table([
            "A": [100] + Study.hold(200, 11), "B": Study.hold(50, 12),
        ])
        let policy = try RebalancingPolicy(method: .threshold, threshold: 0.125)
        let result = try Study.run(policy, on: table, costs: quarter)
        // Entry: 5,000 / 1.25 = 4,000 in each: 40 A, 80 B; 2,000 paid.
        // Bar 1: A 8,000, B 4,000, V 12,000; A's weight 2/3 is 1/6 off.
        // N = |6,000 - 8,000| + |6,000 - 4,000| = 4,000; V := 12,000 - 4,000 / 4 = 11,000.
        #expect(result.equity == [8_000] + Study.hold(11_000, 11))
        let rebalance = try #require(result.rebalances.first)
        #expect(result.rebalances.count == 1)
        #expect(rebalance.timestamp == table.timestamps[1])
        #expect(rebalance.valueBefore == 12_000)
        #expect(rebalance.notional == 4_000)
        #expect(rebalance.cost == 1_000)
        #expect(rebalance.weightsBefore == [8.0 / 12, 4.0 / 12])
        #expect(rebalance.drifted)
        #expect(!rebalance.calendarDue)
        #expect(result.metrics.rebalanceCount == 1)
        #expect(result.metrics.turnover == 4_000.0 / 12_000)
        #expect(result.metrics.costPaid == 3_000)
        #expect(result.metrics.totalReturn == 11_000.0 / 10_000 - 1)
        // Buy and hold ends with 12,000 and paid 2,000.
        #expect(result.buyAndHoldEquity == [8_000] + Study.hold(12_000, 11))
        #expect(result.buyAndHold.costPaid == 2_000)
        #expect(result.buyAndHold.rebalanceCount == 0)
        #expect(isClose(result.outperformance, -0.1, relative: 1e-14))
    }

    @Test func buysTheTargetWeightsOfWhatIsLeft() throws {
        // After the first rebalance 5,500 in each: 27.5 A at 200, 110 B at 50.
        // Bar 2: B doubles: A 5,500, B 11,000, V 16,500, 1/6 off; N = 2,750 + 2,750 = 5,500;
        // V := 16,500 - 1,375 = 15,125. Bar 3: A 200 -> 400: A 7,562.5 -> 15,125, V 22,687.5.
        let table = HandmadePrices.table([
            "A": [100, 200, 200] + Study.hold(400, 9), "B": [50, 50] + Study.hold(100, 10),
        ])
        let policy = try RebalancingPolicy(
            method: .threshold,
            threshold: 0.125,
            minimumIntervalHours: 24
        )
        let all = try Study.run(policy, on: table, costs: quarter)
        #expect(Study.rebalanceBars(all) == [1, 2, 3])
        // Bar 3: N = 2 x (15,125 - 11,343.75) = 7,562.5; V := 22,687.5 - 1,890.625 = 20,796.875.
        #expect(all.equity == [8_000.0, 11_000, 15_125] + Study.hold(20_796.875, 9))
        // 2,000 + 1,000 + 1,375 + 1,890.625 paid.
        #expect(all.metrics.costPaid == 6_265.625)
        let turnover = 1.0 / 3 + 1.0 / 3 + 7_562.5 / 22_687.5
        #expect(isClose(all.metrics.turnover, turnover, relative: 1e-15))
    }

    @Test func countsARebalanceThatTradesNothing() throws {
        let table = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(50, 12)])
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 5)
        let result = try Study.run(policy, on: table, costs: quarter)
        #expect(Study.rebalanceBars(result) == [5, 10])
        #expect(result.metrics.rebalanceCount == 2)
        #expect(result.metrics.turnover == 0)
        #expect(result.metrics.costPaid == 2_000)
        #expect(result.equity == Study.hold(8_000, 12))
    }
}
