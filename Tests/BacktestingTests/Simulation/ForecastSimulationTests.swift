import Backtesting
import Foundation
import MarketData
import TestSupport
import Testing

/// Two symbols, daily bars, 10,000 of capital and no costs unless a test says otherwise.
@Suite struct ForecastSimulationTests {
    private static let none = (Double.nan, Double.nan)

    @Test(arguments: [(0, [2, 4], 20_000.0), (1, [3, 5], 20_000), (2, [4, 6], 10_000)])
    func holdsTheBestAsOfTheDelay(delay: Int, bars: [Int], last: Double) throws {
        // A is forecast to be the better from row 2 on, B from row 4 on. B doubles at bar 6.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 12), "B": Study.hold(100, 6) + Study.hold(200, 6),
        ])
        let rows = [Self.none, Self.none, (0.02, 0.01), (0.02, 0.01)]
        let signals = try signals(rows + Array(repeating: (0.01, 0.02), count: 8))
        let result = try run(.topK(1), delay: delay, on: table, signals)
        #expect(Study.rebalanceBars(result) == bars)
        #expect(result.rebalances.map(\.targets) == [[1, 0], [0, 1]])
        #expect(result.equity.last == last)
        // Until then half and half, without a trade: 10,000 at every bar.
        #expect(result.equity[..<6].allSatisfy { $0 == 10_000 })
    }

    @Test func investsAtTheTargetsOfTheFirstBar() throws {
        // The window begins at bar 2, whose row is 1: all in B, which triples.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 14), "B": Study.hold(100, 4) + Study.hold(300, 10),
        ])
        let signals = try signals(Array(repeating: (0, 0.1), count: 14))
        let result = try run(.topK(1), on: table, signals, window: 2..<14)
        #expect(result.rebalances.isEmpty)
        #expect(result.equity.first == 10_000)
        #expect(result.equity.last == 30_000)
        // Buying and holding is the allocation's own: half of each.
        #expect(result.buyAndHoldEquity.last == 20_000)
    }

    @Test func tiltsToReturnOverRisk() throws {
        // Scores ln 3 and 0 from row 0 on: 3 to 1 from bar 1 on, drift 0.25 from the start.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 6) + Study.hold(200, 6), "B": Study.hold(100, 12),
        ])
        let signals = try signals(
            Array(repeating: (0.02 * log(3), 0), count: 12),
            risks: (0.02, 0.5)
        )
        let result = try run(.tilt(strength: 1, cap: 1), threshold: 0.2, on: table, signals)
        #expect(Study.rebalanceBars(result) == [1])
        #expect(abs(result.rebalances[0].targets[0] - 0.75) < 1e-14)
        // 2,500 move from B to A: |7,500 - 5,000| + |2,500 - 5,000|.
        #expect(abs(result.rebalances[0].notional - 5_000) < 1e-9)
        // 7,500 of A double: the drift to 15,000 / 17,500 is 0.107, below the threshold.
        #expect(abs(result.equity.last! - 17_500) < 1e-9)
        let capped = try run(.tilt(strength: 1, cap: 0.7), threshold: 0.15, on: table, signals)
        #expect(abs(capped.rebalances[0].targets[0] - 0.7) < 1e-14)
        #expect(abs(capped.equity.last! - 17_000) < 1e-9)
    }

    @Test func paysForMovedTargets() throws {
        let table = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(100, 12)])
        let signals = try signals(Array(repeating: (0, 0.1), count: 12))
        let costs = try TradingCosts(commission: 0.01, slippage: 0)
        let result = try run(.topK(1), on: table, signals, costs: costs)
        // 10,000 / 1.01 are invested; at bar 1 as much is traded: half of it sold, the same bought.
        let invested = 10_000 / 1.01
        #expect(abs(result.equity[0] - invested) < 1e-9)
        #expect(abs(result.equity[1] - invested * 0.99) < 1e-9)
        #expect(result.metrics.rebalanceCount == 1)
    }

    @Test func keepsTheTargetsWhereSomethingIsNotForecast() throws {
        let table = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(100, 12)])
        let rows = [(0.1, 0.0), (0.1, .nan), (.infinity, 0), (0.1, 0)]
        let signals = try signals(rows + Array(repeating: (0.1, 0), count: 8))
        let result = try run(.topK(1), on: table, signals)
        #expect(Study.rebalanceBars(result) == [1, 2, 4])
        #expect(result.rebalances.map(\.targets) == [[1, 0], [0.5, 0.5], [1, 0]])
        // A risk of 0 leaves no score.
        let flat = try self.signals(Array(repeating: (0.1, 0), count: 12), risks: (0, 1))
        let tilt = try run(.tilt(strength: 1, cap: 1), on: table, flat)
        #expect(tilt.rebalances.isEmpty)
    }

    @Test(arguments: [(0.06, [8]), (0.07, [5])])
    func leavesAPredictedGainToRun(rise: Double, bars: [Int]) throws {
        // At bar 5 A doubles: 10,000 of A and 5,000 of B. 10 % more of A is a gain of 6.67 %, forecast
        // in rows 4 to 6; then nothing is.
        let table = HandmadePrices.table([
            "A": Study.hold(100, 5) + Study.hold(200, 8), "B": Study.hold(100, 13),
        ])
        let rows =
            Array(repeating: (0.0, 0.0), count: 4)
            + Array(repeating: (log(1.1), 0.0), count: 3)
        let signals = try signals(rows + Array(repeating: Self.none, count: 6))
        let result = try run(.veto(rise: rise), on: table, signals)
        #expect(Study.rebalanceBars(result) == bars)
        #expect(result.rebalances[0].targets == [0.5, 0.5])
    }

    @Test func isBuyingOnceWithoutRebalances() throws {
        let table = HandmadePrices.table([
            "A": Study.hold(100, 12), "B": Study.hold(100, 6) + Study.hold(200, 6),
        ])
        let signals = try signals(Array(repeating: (0, 0.1), count: 12))
        let policy = try RebalancingPolicy(
            method: .never,
            forecast: ForecastPolicy(.topK(1), delay: 0)
        )
        let result = try backtest(policy, on: table, signals)
        #expect(result.equity.last == 20_000)
        #expect(result.rebalances.isEmpty)
    }

    @Test func saysWhatSignalsAreMissing() throws {
        let table = HandmadePrices.table(["A": Study.hold(100, 12), "B": Study.hold(100, 12)])
        let policy = try RebalancingPolicy(
            method: .threshold,
            threshold: 0.1,
            forecast: ForecastPolicy(.topK(1))
        )
        #expect(throws: BacktestError.self) { try backtest(policy, on: table, nil) }
        let other = try SignalTable(
            symbols: ["A"],
            barCount: 1,
            returns: [0],
            risks: [0]
        )
        #expect(throws: BacktestError.invalidSignals("there is no forecast for the symbol 'B'")) {
            try backtest(policy, on: table, other)
        }
    }

    /// Signals whose columns stand in another order than the table's.
    private func signals(
        _ rows: [(Double, Double)],
        risks: (Double, Double) = (1, 1)
    ) throws -> SignalTable {
        try SignalTable(
            symbols: ["B", "A"],
            barCount: rows.count,
            returns: rows.flatMap { [$0.1, $0.0] },
            risks: rows.flatMap { _ in [risks.1, risks.0] }
        )
    }

    private func run(
        _ rule: ForecastPolicy.Rule,
        threshold: Double = 0.05,
        delay: Int = ForecastPolicy.usualDelay,
        on table: PriceTable,
        _ signals: SignalTable,
        window: Range<Int>? = nil,
        costs: TradingCosts = .free
    ) throws -> Backtest {
        let policy = try RebalancingPolicy(
            method: .threshold,
            threshold: threshold,
            forecast: ForecastPolicy(rule, delay: delay)
        )
        return try backtest(policy, on: table, signals, window: window, costs: costs)
    }

    private func backtest(
        _ policy: RebalancingPolicy,
        on table: PriceTable,
        _ signals: SignalTable?,
        window: Range<Int>? = nil,
        costs: TradingCosts = .free
    ) throws -> Backtest {
        try Backtest(
            allocation: Allocation(symbols: table.symbols, weights: [0.5, 0.5]),
            policy: policy,
            table: table,
            window: window,
            settings: SimulationSettings(table: table, costs: costs),
            signals: signals
        )
    }
}
