import Backtesting
import Testing

@Suite struct SignalTableTests {
    @Test func givesRowsOfBars() throws {
        let signals = try SignalTable(
            symbols: ["A", "B"],
            barCount: 2,
            returns: [1, 2, 3, 4],
            risks: [5, 6, 7, 8]
        )
        #expect(signals.predictedReturn(bar: 1, symbol: 0) == 3)
        #expect(signals.risk(bar: 0, symbol: 1) == 6)
    }

    @Test func refusesWhatDoesNotFit() {
        func make(_ symbols: [String], returns: Int, risks: Int) throws -> SignalTable {
            try SignalTable(
                symbols: symbols,
                barCount: 3,
                returns: Array(repeating: 0, count: returns),
                risks: Array(repeating: 0, count: risks)
            )
        }
        #expect(throws: BacktestError.self) { try make(["A"], returns: 2, risks: 3) }
        #expect(throws: BacktestError.self) { try make(["A"], returns: 3, risks: 4) }
        #expect(throws: BacktestError.self) { try make(["A", "A"], returns: 6, risks: 6) }
        #expect(throws: BacktestError.self) { try make([], returns: 0, risks: 0) }
    }
}
