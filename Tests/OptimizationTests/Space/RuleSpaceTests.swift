import Backtesting
import TestSupport
import Testing

@testable import Optimization

@Suite struct RuleSpaceTests {
    private let table = SyntheticPrices.randomWalk(
        bars: 3,
        symbols: ["A", "B"],
        interval: 86_400
    )

    @Test func readsEveryRule() throws {
        let policies = try read(
            """
            methods: [hybrid]
              band: [absolute, relative]
              bands: {B: 0.2}
              trade_to: [target, half-way, band-edge]
              trade: [all, drifted]
              volatility_target: [none, 0.3]
              volatility_lookback: [20, 60]
              min_trade: [0, 50]
              min_trade_share: [0.001]
              calendar: [2w, month-end, year-end]
              calendar_days: [30]
            """
        )
        #expect(policies.rules.count == 2 * 3 * 2 * 3 * 2)
        #expect(
            policies.rules[0] == (try TradingRule(bands: ["B": 0.2], minimumTradeShare: 0.001))
        )
        #expect(
            policies.rules[3]
                == (try TradingRule(
                    bands: ["B": 0.2],
                    volatilityTarget: VolatilityTarget(level: 0.3, lookback: 20),
                    minimumTrade: 50,
                    minimumTradeShare: 0.001
                ))
        )
        #expect(
            policies.rules.last?.label
                == "relative, B 0.2, band-edge, drifted, volatility 0.3/60, min trade 50.0,"
                + " min trade share 0.001"
        )
        #expect(policies.calendarDays == [30, 14])
        #expect(policies.calendarPeriods == [.month, .year])
        #expect(policies.count == 4 * 72)
        // The edge of a band is traded to in one way: of its 2 x 2 ways half are folded.
        #expect(policies.distinctIndices.count == 4 * (72 - 2 * 6))
        // The rule varies faster than the calendar.
        #expect((0..<4).map { policies[$0 * 72].rule.calendar } == [nil, nil, .month, .year])
        #expect((0..<4).map { policies[$0 * 72].calendarDays } == [30, 14, 0, 0])
        #expect(policies.hasRules)
    }

    @Test func withoutRulesIdsStayAsTheyAre() throws {
        let policies = try read("methods: [threshold, calendar]")
        #expect(policies.rules == [.standard])
        #expect(policies.calendarPeriods.isEmpty)
        #expect(!policies.hasRules)
        #expect(policies.count == 2)
    }

    @Test(arguments: [
        // A calendar has no bands, and nothing drifts; half-way and least trades it knows.
        ("calendar", 1 * 2 * 1 * 2 * 2), ("threshold", 2 * 3 * 2 * 2 * 2 - 2 * 4),
        // Buying and holding trades nothing after its entry, which a volatility target changes.
        ("never", 2),
    ])
    func foldsWhatAMethodDoesNotUse(method: String, distinct: Int) throws {
        let policies = try read(
            """
            methods: [\(method)]
              band: [absolute, relative]
              trade_to: [target, half-way, band-edge]
              trade: [all, drifted]
              volatility_target: [none, 0.3]
              min_trade: [0, 50]
            """
        )
        #expect(policies.distinctIndices.count == distinct)
    }

    @Test(arguments: ["threshold", "never"])
    func foldsPeriodsWithoutACalendar(method: String) throws {
        let policies = try read(
            "methods: [\(method)]\n  calendar_days: [30]\n  calendar: [month-end, year-end]"
        )
        #expect(policies.count == 3)
        #expect(policies.distinctIndices.count == 1)
    }

    @Test func aCalendarAloneNeedsNoDays() throws {
        let policies = try read("methods: [calendar]\n  calendar: [month-end]")
        #expect(policies.calendarDays.isEmpty)
        #expect(policies.count == 1)
        #expect(policies[0].phrase.hasPrefix("rebalance at the first bar of a month"))
    }

    @Test(arguments: [
        ("band: [relativ]", "space.yaml:4: unknown band 'relativ'; did you mean 'relative'?"),
        ("trade_to: [half]", "space.yaml:4: unknown trade_to 'half'; use one of"),
        ("trade: [some]", "space.yaml:4: unknown trade 'some'; use one of all, drifted"),
        ("calendar: [month]", "space.yaml:4: unknown calendar 'month'; "),
        ("calendar: [30]", "space.yaml:4: unknown calendar '30'; use 30d, 2w or one of"),
        ("calendar: [0d]", "space.yaml:4: unknown calendar '0d'; "),
        ("calendar: [30d]\n  calendar_days: [30]", "calendar_days: a value is listed twice"),
        ("bands: {B: -0.1}", "band of B: -0.1 cannot be used; give a value at least 0"),
        ("bands: {C: 0.1}", "space.yaml:4: 'bands' has 'C', which no portfolio holds"),
        ("bands: [0.1]", "space.yaml:4: 'rebalancing.bands' must be a block of keys"),
        ("volatility_target: [half]", "space.yaml:4: 'volatility_target' must be none or numbers"),
        ("volatility_target: [-1]", "space.yaml:4: volatility target: -1.0 cannot be used"),
        ("volatility_lookback: [60]", "space.yaml:4: 'volatility_lookback' needs"),
        ("min_trade: [50, 50]", "rules: a value is listed twice"),
        ("min_trade: [-1]", "minimum trade: -1.0 cannot be used"),
        ("min_trade_share: [1]", "minimum trade as a share: 1.0 cannot be used"),
        ("min_trades: [1]", "unknown key 'min_trades'"),
    ])
    func saysWhatIsWrong(lines: String, message: String) {
        #expect {
            try read("methods: [hybrid]\n  \(lines)")
        } throws: { error in
            let text = "\(error)"
            if !text.contains(message) { Issue.record("\(text)") }
            return text.contains(message)
        }
    }

    private func read(_ rebalancing: String) throws -> PolicySpace {
        try SearchSpace(
            yaml: "asset_sets: [[A, B]]\nrebalancing:\n  \(rebalancing)\n",
            path: "space.yaml",
            table: table
        ).policies
    }
}
