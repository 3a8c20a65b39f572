import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct TriggerTests {
    @Test func needsADriftAboveTheThreshold() throws {
        // A triples: 15,000 of 20,000, exactly 0.25 above its target.
        let table = HandmadePrices.table([
            "A": [100] + Study.hold(300, 10), "B": Study.hold(100, 11),
        ])
        let at = try RebalancingPolicy(method: .threshold, threshold: 0.25)
        let below = try RebalancingPolicy(method: .threshold, threshold: 0.25.nextDown)
        #expect(try Study.run(at, on: table).rebalances.isEmpty)
        #expect(Study.rebalanceBars(try Study.run(below, on: table)) == [1])
    }

    @Test func looksAtDriftsBelowTheTargetAndAtEverySymbol() throws {
        // C falls to a quarter: 0.5 -> 1,250 of 6,250 = 0.2, 0.3 below; the others are 0.15 above.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 11), "B": Study.hold(100, 11), "C": [100] + Study.hold(25, 10),
        ])
        let wide = try RebalancingPolicy(method: .threshold, threshold: 0.31)
        let narrow = try RebalancingPolicy(method: .threshold, threshold: 0.29)
        let weights = [0.25, 0.25, 0.5]
        #expect(try Study.run(wide, weights: weights, on: table).rebalances.isEmpty)
        let result = try Study.run(narrow, weights: weights, on: table)
        #expect(Study.rebalanceBars(result) == [1])
    }

    @Test func startsTheCalendarAtTheFirstBar() throws {
        let flat = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(50, 12)])
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 3)
        let result = try Study.run(policy, on: flat)
        #expect(Study.rebalanceBars(result) == [3, 6, 9])
        #expect(result.rebalances.allSatisfy { $0.calendarDue && !$0.drifted })
        // In a window the clock starts at the window's first bar.
        #expect(Study.rebalanceBars(try Study.run(policy, on: flat, window: 2..<12)) == [3, 6, 9])
    }

    @Test func countsCalendarDaysInTimeNotInBars() throws {
        // Days 0, 1, 2, 4, 5, 6, 8, ...: the first bar at least 3 days on is day 4, then 8, 11, 14.
        let days: [Int64] = [0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14]
        let prices = Study.hold(100, days.count)
        let table = HandmadePrices.table(
            ["A": prices, "B": prices],
            timestamps: days.map { $0 * 86_400 }
        )
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 3)
        let rebalances = try Study.run(policy, on: table).rebalances
        #expect(rebalances.map { $0.timestamp / 86_400 } == [4, 8, 11, 14])
        // Bars of 8 hours: three days are nine bars.
        let hours = HandmadePrices.table(
            ["A": Study.hold(100, 20), "B": Study.hold(100, 20)],
            interval: 28_800
        )
        #expect(Study.rebalanceBars(try Study.run(policy, on: hours)) == [9, 18])
    }

    @Test func blocksOnlyAfterAFirstRebalance() throws {
        // A alternates, so that every bar of the other price than at the last rebalance drifts.
        let table = HandmadePrices.table([
            "A": (0..<12).map { $0.isMultiple(of: 2) ? 100 : 200 }, "B": Study.hold(100, 12),
        ])
        func bars(_ hours: Int) throws -> [Int] {
            let policy = try RebalancingPolicy(
                method: .threshold,
                threshold: 0.125,
                minimumIntervalHours: hours
            )
            return Study.rebalanceBars(try Study.run(policy, on: table))
        }
        // Bar 1 comes 24 h after the first bar and is never blocked.
        #expect(try bars(0) == Array(1...11))
        #expect(try bars(24) == Array(1...11))
        // 72 h have passed at bar 4 exactly: less than the minimum is needed to block.
        #expect(try bars(72) == [1, 4, 7, 10])
        // Blocked at bar 4; at bar 5 A is where it was at bar 1; bar 6 drifts.
        #expect(try bars(73) == [1, 6, 11])
        #expect(try bars(1_000) == [1])
    }

    @Test func takesEitherTriggerWhenHybrid() throws {
        let table = HandmadePrices.table([
            "A": [100, 100] + Study.hold(200, 11), "B": Study.hold(100, 13),
        ])
        let policy = try RebalancingPolicy(method: .hybrid, threshold: 0.125, calendarDays: 4)
        let result = try Study.run(policy, on: table)
        // Drift at bar 2 restarts the calendar: 2 + 4, 6 + 4.
        #expect(Study.rebalanceBars(result) == [2, 6, 10])
        #expect(result.rebalances.map(\.drifted) == [true, false, false])
        #expect(result.rebalances.map(\.calendarDue) == [false, true, true])
        let threshold = try RebalancingPolicy(
            method: .threshold,
            threshold: 0.125,
            calendarDays: 4
        )
        #expect(Study.rebalanceBars(try Study.run(threshold, on: table)) == [2])
        let calendar = try RebalancingPolicy(method: .calendar, threshold: 0.125, calendarDays: 4)
        #expect(Study.rebalanceBars(try Study.run(calendar, on: table)) == [4, 8, 12])
    }

    @Test func neverRebalancesWhenBuyingAndHolding() throws {
        let table = HandmadePrices.table([
            "A": (0..<12).map { $0.isMultiple(of: 2) ? 1 : 1_000 }, "B": Study.hold(100, 12),
        ])
        let policy = try RebalancingPolicy(method: .never, threshold: 0, calendarDays: 1)
        let result = try Study.run(policy, on: table)
        #expect(result.rebalances.isEmpty)
        #expect(bits(result.metrics) == bits(result.buyAndHold))
    }
}
