import Backtesting
import MarketData
import TestSupport
import Testing

/// Daily bars: the lookback is 30 bars.
@Suite struct MomentumVetoTests {
    @Test func leavesARiseToRunForTheLookback() throws {
        // A doubles at bar 30: 20,000 -> 30,000 units of value, 50 % above bar 0. The price 30 bars
        // back is the old one until bar 60.
        let table = rise(to: 200, at: 30)
        #expect(try rebalanceBars(table, veto: false) == [30])
        #expect(try rebalanceBars(table, veto: true) == [60])
    }

    @Test func needsAWholeLookbackInTheWindow() throws {
        let table = rise(to: 200, at: 29)
        #expect(try rebalanceBars(table, veto: true) == [29])
        // Bar 32 of the table is bar 29 of this window, bar 33 its bar 30.
        let window = 3..<70
        #expect(try rebalanceBars(rise(to: 200, at: 32), veto: true, window: window) == [29])
        #expect(try rebalanceBars(rise(to: 200, at: 33), veto: true, window: window) == [60])
    }

    @Test func needsARiseAboveTwentyPerCent() throws {
        // 100 + 100 -> 140 + 100 is a fifth more, and 40 / 200 is the Double 0.2: no veto.
        #expect(try rebalanceBars(rise(to: 140, at: 30), veto: true) == [30])
        #expect(try rebalanceBars(rise(to: 140.5, at: 30), veto: true) == [60])
    }

    @Test func doesNotVetoAFall() throws {
        #expect(try rebalanceBars(rise(to: 25, at: 30), veto: true) == [30])
    }

    @Test func valuesTodaysSharesAtTheOldPrices() throws {
        // Bar 10: A falls to 25: 1,250 + 5,000 rebalanced to 3,125 each: 125 A, 31.25 B.
        // Bar 35: A at 125: V = 18,750. Today's shares at bar 5: 15,625; the rise is exactly 20 %
        // (the portfolio of bar 5 itself was worth 10,000, V is 87.5 % above that).
        func table(_ last: Double) -> [Double] {
            Study.hold(100, 10) + Study.hold(25, 25) + Study.hold(last, 4)
        }
        let at = HandmadePrices.table(["A": table(125), "B": Study.hold(100, 39)])
        #expect(try rebalanceBars(at, veto: true) == [10, 35])
        let above = HandmadePrices.table(["A": table(126), "B": Study.hold(100, 39)])
        #expect(try rebalanceBars(above, veto: true) == [10])
        #expect(try rebalanceBars(above, veto: false) == [10, 35])
    }

    @Test func vetoesTheCalendarToo() throws {
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 20, momentumVeto: true)
        let result = try Study.run(policy, on: rise(to: 200, at: 30))
        // Due at 20; due again from 40 on and vetoed until 59; then every 20 days.
        #expect(Study.rebalanceBars(result) == [20, 60])
    }

    private func rise(to price: Double, at bar: Int) -> PriceTable {
        HandmadePrices.table([
            "A": Study.hold(100, bar) + Study.hold(price, 70 - bar), "B": Study.hold(100, 70),
        ])
    }

    private func rebalanceBars(
        _ table: PriceTable,
        veto: Bool,
        window: Range<Int>? = nil
    ) throws -> [Int] {
        let policy = try RebalancingPolicy(
            method: .threshold,
            threshold: 0.05,
            momentumVeto: veto
        )
        return Study.rebalanceBars(try Study.run(policy, on: table, window: window))
    }
}
