import Backtesting
import MarketData
import TestSupport
import Testing

/// The rules and costs that vector lanes know beyond the reference semantics.
@Suite struct LaneRuleTests {
    /// Periods of the calendar in every lane, beside days, with and without thresholds, and half a spread.
    @Test(arguments: 0..<24) func calendarPeriodsHaveTheReferencesBits(seed: UInt64) throws {
        var random = SeededRandom(seed: seed &+ 4_000)
        let table = SyntheticPrices.randomWalk(
            bars: 900,
            symbols: (0..<(2 + Int(seed % 5))).map { "S\($0)" },
            interval: [14_400, 86_400].randomElement(using: &random)!,
            seed: seed
        )
        let settings = try SimulationSettings(
            table: table,
            costs: TradingCosts(
                commission: 0.001,
                slippage: 0.0005,
                halfSpread: Bool.random(using: &random) ? 0.0003 : 0,
                cashRate: 0.05
            )
        )
        let calendars: [CalendarPeriod?] = [.month, .quarter, .year, nil]
        let policies = try (0..<8).map { _ in
            try RebalancingPolicy(
                method: [.calendar, .hybrid, .threshold].randomElement(using: &random)!,
                threshold: [0.02, 0.05, 0.5].randomElement(using: &random)!,
                calendarDays: [5, 30].randomElement(using: &random)!,
                minimumIntervalHours: [0, 100, 900].randomElement(using: &random)!,
                momentumVeto: Bool.random(using: &random),
                rule: TradingRule(calendar: calendars.randomElement(using: &random)!)
            )
        }
        let reference = ReferenceSimulator(table: table, settings: settings)
        let weights = table.symbols.map { _ in 1 / Double(table.symbolCount) }
        let position = try Position(
            Allocation(symbols: table.symbols, weights: weights),
            in: table
        )
        let lanes = LaneSimulator(reference)
        let ends = [200, 900]
        var rebalances = 0
        try lanes.measure(
            LaneGroup(
                lanes.prepare(position.columns),
                policies.map { LaneCandidate(weights: weights, policy: $0) }
            ),
            start: 17,
            ends: ends
        ) { candidate, end, outcome in
            let expected = try? reference.metrics(
                position,
                policies[candidate],
                window: 17..<ends[end]
            )
            #expect(outcome.metrics.map(bits) == expected.map(bits))
            rebalances += expected?.rebalanceCount ?? 0
        }
        #expect(rebalances > 0)
    }
}
