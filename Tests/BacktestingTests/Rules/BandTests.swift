import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct BandTests {
    /// 7,500 of A and 2,500 of B; at bar 2 B rises by a fifth to 3,000 of 10,500. Both are 375 off their
    /// targets of 7,875 and 2,625: 0.0357 of the portfolio, 0.0476 of A's target and 0.1429 of B's.
    private let table = HandmadePrices.table([
        "A": Study.hold(100, 12), "B": Study.hold(100, 2) + Study.hold(120, 10),
    ])

    @Test(arguments: [
        (TradingRule.Band.absolute, 0.035, true), (.absolute, 0.036, false),
        (.relative, 0.047, true), (.relative, 0.048, true), (.relative, 0.142, true),
        (.relative, 0.143, false),
    ])
    func measuresDriftInItsUnit(band: TradingRule.Band, threshold: Double, triggers: Bool) throws {
        let result = try run(threshold, TradingRule(band: band))
        #expect(Study.rebalanceBars(result) == (triggers ? [2] : []))
    }

    @Test(arguments: [
        (["A": 0.5], 0.03, true), (["A": 0.5, "B": 0.5], 0.03, false), (["A": 0.01], 0.5, true),
        (["a": 0.01], 0.5, true), (["C": 0.01], 0.5, false),
    ])
    func prefersTheBandOfTheSymbol(
        bands: [String: Double],
        threshold: Double,
        triggers: Bool
    ) throws {
        let result = try run(threshold, TradingRule(bands: bands))
        #expect(Study.rebalanceBars(result) == (triggers ? [2] : []))
    }

    @Test func anyHoldingOfWhatIsNotWantedTriggers() throws {
        // At bar 4 the target moves from A to B. A threshold of 2 is never reached by B's drift of once
        // its target, but A has none.
        let table = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(100, 12)])
        let signals = try SignalTable(
            symbols: ["A", "B"],
            barCount: 12,
            returns: (0..<12).flatMap { $0 < 4 ? [0.1, 0] : [0, 0.1] },
            risks: Array(repeating: 1, count: 24)
        )
        for (band, bars) in [(TradingRule.Band.relative, [4]), (.absolute, [])] {
            let result = try Backtest(
                allocation: Allocation(symbols: ["A", "B"], weights: [0.5, 0.5]),
                policy: RebalancingPolicy(
                    method: .threshold,
                    threshold: 2,
                    forecast: ForecastPolicy(.topK(1), delay: 0),
                    rule: TradingRule(band: band)
                ),
                table: table,
                settings: SimulationSettings(table: table, costs: .free),
                signals: signals
            )
            #expect(Study.rebalanceBars(result) == bars)
        }
    }

    private func run(_ threshold: Double, _ rule: TradingRule) throws -> Backtest {
        try Study.run(
            RebalancingPolicy(method: .threshold, threshold: threshold, rule: rule),
            weights: [0.75, 0.25],
            on: table
        )
    }
}
