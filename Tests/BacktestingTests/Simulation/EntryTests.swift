import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct EntryTests {
    private let flat = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(50, 12)])

    @Test func paysToInvestAtTheFirstBar() throws {
        let result = try Study.run(.never, on: flat, costs: .standard)
        // 2 x ((10,000 x 0.5) / 1.0015) = 9,985.0224663...
        let value = 2 * (5_000 / 1.0015)
        #expect(result.equity.count == 12)
        #expect(result.equity.allSatisfy { isClose($0, value, relative: 1e-15) })
        #expect(isClose(result.metrics.totalReturn, 1 / 1.0015 - 1, relative: 1e-12))
        // 10,000 x 0.0015 / 1.0015 = 14.9775...
        #expect(isClose(result.metrics.costPaid, 15 / 1.0015, relative: 1e-10))
        #expect(result.metrics.rebalanceCount == 0)
        #expect(result.metrics.turnover == 0)
        #expect(result.rebalances.isEmpty)
    }

    @Test func chargesBuyAndHoldTheSame() throws {
        let policy = try RebalancingPolicy(method: .threshold, threshold: 0.1)
        let result = try Study.run(policy, on: flat, costs: .standard)
        #expect(bits(result.metrics) == bits(result.buyAndHold))
        #expect(result.buyAndHold.costPaid > 14.9)
        #expect(result.outperformance == 0)
    }

    @Test func splitsTheCapitalByTheTargetWeights() throws {
        // 75 shares of A at 100 and 50 of B at 50; A doubles: 15,000 + 2,500.
        let table = HandmadePrices.table([
            "A": [100] + Study.hold(200, 10), "B": Study.hold(50, 11),
        ])
        let result = try Study.run(.never, weights: [0.75, 0.25], on: table)
        #expect(result.equity == [10_000] + Study.hold(17_500, 10))
    }

    @Test func measuresFlatPricesAsNothing() throws {
        let metrics = try Study.run(.never, on: flat).metrics
        #expect(metrics.totalReturn == 0)
        #expect(metrics.volatility == 0)
        #expect(metrics.sharpeRatio == 0)
        #expect(metrics.sortinoRatio.isNaN)
        #expect(metrics.maxDrawdown == 0)
        #expect(metrics.cagr == 0)
        #expect(metrics.calmarRatio.isNaN)
        #expect(metrics.costPaid == 0)
    }

    @Test func investsAtTheFirstBarOfTheWindow() throws {
        let table = HandmadePrices.table([
            "A": Study.hold(1, 5) + [100] + Study.hold(200, 10), "B": Study.hold(50, 16),
        ])
        let result = try Study.run(.never, on: table, window: 5..<16)
        #expect(result.equity == [10_000] + Study.hold(15_000, 10))
        #expect(result.timestamps == Array(table.timestamps[5..<16]))
    }
}
