import MarketData
import TestSupport
import Testing

@testable import Backtesting

/// Symbols that come and go, with numbers worked out by hand.
@Suite struct ChangingUniverseTests {
    /// A at 100 for twelve bars; B listed at bars 3 to 7, at 50 and at last 60.
    private static let table = changing([
        "A": Array(repeating: 100, count: 12),
        "B": [.nan, .nan, .nan, 50, 50, 50, 50, 60, .nan, .nan, .nan, .nan],
    ])

    static func changing(_ columns: KeyValuePairs<String, [Double]>) -> PriceTable {
        let bars = columns[0].value.count
        do {
            return try PriceTable(
                symbols: columns.map(\.key),
                timestamps: (0..<bars).map { 1_577_836_800 + Int64($0) * 86_400 },
                closes: (0..<bars).flatMap { bar in columns.map { $0.value[bar] } },
                listings: columns.map { column in
                    let first = column.value.firstIndex { !$0.isNaN }!
                    return first..<column.value.lastIndex { !$0.isNaN }! + 1
                }
            )
        } catch {
            fatalError("\(error)")
        }
    }

    private func run(
        on table: PriceTable = Self.table,
        weights: [Double] = [0.5, 0.5],
        _ policy: RebalancingPolicy,
        commission: Double = 0.01,
        cashRate: Double = 0
    ) throws -> Backtest {
        try Backtest(
            allocation: Allocation(symbols: table.symbols, weights: weights),
            policy: policy,
            table: table,
            window: 0..<table.barCount,
            settings: SimulationSettings(
                table: table,
                costs: TradingCosts(commission: commission, slippage: 0, cashRate: cashRate)
            )
        )
    }

    @Test func sellsADelistedSymbolAtItsLastPriceAndBuysAtTheNextTrade() throws {
        let result = try run(try RebalancingPolicy(method: .threshold, threshold: 0.1))
        // All in A: 10,000 / 1.01. At bar 3 half of it goes to B: all that is held is traded once.
        let first = 10_000 / 1.01
        let half = first * 0.99 / 2
        // Sold at 60 for half * 60 / 50, less 1 %; then everything back to A.
        let proceeds = half * 1.2 * 0.99
        let last = half + proceeds - proceeds * 0.01
        expectClose(Array(result.equity[0..<3]), [first, first, first])
        expectClose(Array(result.equity[3..<7]), Array(repeating: 2 * half, count: 4))
        expectClose(result.equity[7], half * 2.2)
        expectClose(Array(result.equity[8...]), Array(repeating: last, count: 4))
        #expect(result.metrics.rebalanceCount == 2)
        expectClose(result.metrics.turnover, 1 + proceeds / (half + proceeds))
        let sale = half * 1.2 * 0.01
        let trades = first * 0.01 + proceeds * 0.01
        expectClose(result.metrics.costPaid, (10_000 - first) + trades + sale)
        #expect(result.rebalances.map(\.targets) == [[0.5, 0.5], [1, 0]])
    }

    @Test func keepsTheProceedsInCashUntilThePolicyTrades() throws {
        // Bought at bar 4, when the calendar is due, and not again before bar 8 + 2.
        let policy = try RebalancingPolicy(method: .calendar, calendarDays: 5)
        let result = try run(policy, commission: 0)
        #expect(result.rebalances.map(\.timestamp) == [5, 10].map { 1_577_836_800 + $0 * 86_400 })
        // 5,000 in B at 50 become 6,000, and stay that.
        expectClose(
            result.equity,
            [
                10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 11_000, 11_000, 11_000,
                11_000, 11_000,
            ]
        )
        expectClose(result.exposure[8], 5_000 / 11_000)
        expectClose(result.exposure[9], 5_000 / 11_000)
        #expect(result.exposure[10] == 1)
    }

    @Test func cashEarnsWhatCashEarns() throws {
        let result = try run(.never, commission: 0, cashRate: 0.365)
        // B is not there at first, so all is in A, and nothing is ever sold.
        #expect(result.equity == Array(repeating: 10_000, count: 12))
        let gone = Self.changing([
            "A": [100] + Array(repeating: 100, count: 11),
            "B": [50, 50] + Array(repeating: .nan, count: 10),
        ])
        let held = try run(on: gone, .never, commission: 0, cashRate: 0.365)
        // Sold at bar 2; a thousandth a day from bar 3 on.
        expectClose(held.equity[2], 10_000)
        expectClose(held.equity[5], 5_000 + 5_000 * 1.001 * 1.001 * 1.001)
    }

    @Test func waitsInCashForTheFirstSymbol() throws {
        let late = Self.changing([
            "A": [.nan, .nan, .nan, .nan] + [10, 11, 12, 13, 14, 15, 16, 17],
            "B": [.nan, .nan, .nan, .nan, .nan, .nan] + [5, 5, 5, 5, 5, 5],
            "C": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ])
        let result = try run(on: late, weights: [0.5, 0.5, 0], .never)
        #expect(Array(result.equity[..<4]) == [10_000, 10_000, 10_000, 10_000])
        // A alone has a weight then: all goes to it, and buying and holding never buys B.
        let first = 10_000 / 1.01
        expectClose(Array(result.equity[4...]), (0..<8).map { first * (10 + Double($0)) / 10 })
        #expect(result.metrics.rebalanceCount == 0)
        expectClose(result.metrics.costPaid, 10_000 - first)
        #expect(Array(result.exposure[..<4]) == [0, 0, 0, 0])
    }

    @Test func holdsCashWhenAllAreGone() throws {
        let gone = Self.changing([
            "A": [100, 100, 110] + Array(repeating: .nan, count: 9),
            "B": [10, 10, 10, 10] + Array(repeating: .nan, count: 8),
            "C": Array(repeating: 1, count: 12),
        ])
        let policy = try RebalancingPolicy(method: .hybrid, threshold: 0.01, calendarDays: 1)
        let result = try run(on: gone, weights: [0.5, 0.5, 0], policy, commission: 0)
        expectClose(Array(result.equity[4...]), Array(repeating: 10_500, count: 8))
        #expect(result.exposure[5] == 0)
    }

    @Test func doesNotVetoWithoutAPriceToCompareWith() throws {
        // Thirty days ago B was not listed: B, which doubled since, is sold down.
        let bars = 60
        let table = Self.changing([
            "A": Array(repeating: 100, count: bars),
            "B": Array(repeating: .nan, count: 20) + Array(repeating: 10, count: 20)
                + Array(repeating: 20, count: 20),
        ])
        let policy = try RebalancingPolicy(method: .threshold, threshold: 0.1, momentumVeto: true)
        let result = try run(on: table, policy, commission: 0)
        // At bar 20 B is bought, at bar 40 it is 2/3 of all; a rise of half would veto if it were known.
        #expect(result.rebalances.map(\.timestamp) == [20, 40].map { 1_577_836_800 + $0 * 86_400 })
        let known = HandmadePrices.table([
            "A": Array(repeating: 100, count: bars),
            "B": Array(repeating: 10, count: 40) + Array(repeating: 20, count: 20),
        ])
        #expect(try run(on: known, policy, commission: 0).rebalances.isEmpty)
    }

    @Test func refusesForecasts() throws {
        let signals = try SignalTable(
            symbols: ["A", "B"],
            barCount: 12,
            returns: Array(repeating: 0, count: 24),
            risks: Array(repeating: 1, count: 24)
        )
        let policy = try RebalancingPolicy(
            method: .threshold,
            threshold: 0.1,
            forecast: ForecastPolicy(.topK(1))
        )
        let reference = ReferenceSimulator(
            table: Self.table,
            settings: try SimulationSettings(table: Self.table)
        )
        let position = try Position(
            Allocation(symbols: ["A", "B"], weights: [0.5, 0.5]),
            in: Self.table
        )
        #expect {
            try reference.metrics(position, policy, window: 0..<12, signals: signals)
        } throws: { error in
            guard case BacktestError.invalidSignals = error else { return false }
            return true
        }
    }
}
