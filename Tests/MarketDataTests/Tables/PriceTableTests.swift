import TestSupport
import Testing

@testable import MarketData

@Suite struct PriceTableTests {
    private func problem(
        _ symbols: [String],
        _ timestamps: [Int64],
        _ closes: [Double]
    ) -> TableProblem? {
        do {
            _ = try PriceTable(symbols: symbols, timestamps: timestamps, closes: closes)
            return nil
        } catch .badTable(let problem) {
            return problem
        } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test func holdsWhatItIsGiven() throws {
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: [0, 60, 120],
            closes: [1, 2, 3, 4, 5, 6]
        )
        #expect(table.barCount == 3)
        #expect(table.symbolCount == 2)
        #expect(table[bar: 1, symbol: 0] == 3)
        #expect(table[bar: 2, symbol: 1] == 6)
        #expect(table.interval == 60)
        #expect(table.lastBarEnd == 180)
    }

    @Test func refusesWhatBreaksARule() {
        #expect(problem([], [1], []) == .noSymbols)
        #expect(problem(["A"], [], []) == .noBars)
        #expect(problem(["A"], [1, 2], [1]) == .shape(bars: 2, symbols: 1, closes: 1))
        #expect(problem(["A", "A"], [1], [1, 1]) == .duplicateSymbol("A"))
        #expect(problem(["A"], [1, 1], [1, 1]) == .notIncreasing(bar: 1, timestamp: 1))
        #expect(problem(["A"], [1, 3, 2], [1, 1, 1]) == .notIncreasing(bar: 2, timestamp: 2))
        #expect(problem(["A"], [1], [1]) == nil)
    }

    @Test(arguments: [0, -1, Double.nan, .infinity, -.infinity])
    func refusesACloseThatIsNoPrice(_ close: Double) {
        let found = problem(["A", "B"], [0, 86_400], [1, 2, 3, close])
        #expect(found == .badClose(symbol: "B", bar: 1, timestamp: 86_400, value: "\(close)"))
        #expect(found?.description.hasPrefix("B at bar 1 (1970-01-02): the close") == true)
    }

    @Test func selectsColumnsInTheOrderGiven() throws {
        let table = SyntheticPrices.randomWalk(bars: 5, symbols: ["A", "B", "C"])
        let selected = table.selecting(columns: [2, 0])
        #expect(selected.symbols == ["C", "A"])
        #expect(selected.timestamps == table.timestamps)
        for bar in 0..<5 {
            #expect(selected[bar: bar, symbol: 0] == table[bar: bar, symbol: 2])
            #expect(selected[bar: bar, symbol: 1] == table[bar: bar, symbol: 0])
        }
        #expect(table.selecting(columns: [0, 1, 2]) == table)
    }

    @Test func barsOfASpanAreHalfOpen() throws {
        let table = try table(at: [10, 20, 30, 40])
        #expect(table.bars(from: 10, to: 40) == 0..<3)
        #expect(table.bars(from: 11, to: 41) == 1..<4)
        #expect(table.bars(from: 20, to: 20) == 1..<1)
        #expect(table.bars(from: 35, to: 15) == 3..<3)
        #expect(table.bars(from: 50, to: 60) == 4..<4)
        #expect(table.bars(from: -5, to: 5) == 0..<0)
        #expect(table.firstBar(atOrAfter: .min) == 0)
        #expect(table.firstBar(atOrAfter: 30) == 2)
        #expect(table.firstBar(atOrAfter: 31) == 3)
        #expect(table.firstBar(atOrAfter: .max) == 4)
    }

    @Test(arguments: [
        ("BTC/USDT", 0), ("BTCUSDT", 0), ("btc-usdt", 0), ("BTC", 0), ("btc", 0), ("SOL", 2),
        ("SOL/USDT", 2), ("SOLUSDT", 2), ("brk-b", 3), ("BRKB", 3), ("BRK.B", 3), ("MATIC", 4),
    ])
    func findsSymbols(_ symbol: String, _ column: Int) throws {
        let table = try table(
            at: [0],
            symbols: ["BTC/USDT", "ETH/USDT", "SOL", "BRK.B", "MATICUSDT", "ETH/EUR"]
        )
        #expect(table.index(ofSymbol: symbol) == column)
    }

    @Test(arguments: ["ETH", "BTC/EUR", "BRK", "", "/", "USDT", "DOGE"])
    func findsNoSymbolWhereNoneOrSeveralMatch(_ symbol: String) throws {
        let table = try table(
            at: [0],
            symbols: ["BTC/USDT", "ETH/USDT", "SOL", "BRK.B", "MATICUSDT", "ETH/EUR"]
        )
        #expect(table.index(ofSymbol: symbol) == nil)
    }

    @Test func exactNamesComeFirst() throws {
        let table = try table(at: [0], symbols: ["btcusdt", "BTC/USDT", "BTC"])
        #expect(table.index(ofSymbol: "BTC/USDT") == 1)
        #expect(table.index(ofSymbol: "BTC") == 2)
        #expect(table.index(ofSymbol: "BTC-USDT") == nil)
    }
}
