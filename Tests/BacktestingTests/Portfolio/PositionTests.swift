import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct PositionTests {
    @Test func findsColumnsInTheAllocationsOrder() throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["BTC/USDT", "ETH/USDT", "KO"])
        let allocation = try Allocation(symbols: ["KO", "btcusdt"], weights: [0.75, 0.25])
        let position = try Position(allocation, in: table)
        #expect(position.columns == [2, 0])
        #expect(position.weights == [0.75, 0.25])
    }

    @Test func saysWhichSymbolsThereAre() throws {
        let table = SyntheticPrices.randomWalk(bars: 2, symbols: ["AAPL", "KO"])
        let allocation = try Allocation(symbols: ["KO", "DOGE"], weights: [0.5, 0.5])
        let error = #expect(throws: BacktestError.self) { try Position(allocation, in: table) }
        #expect(error == .unknownSymbol(symbol: "DOGE", available: ["AAPL", "KO"]))
        #expect(
            error?.description == "no prices for the symbol 'DOGE'; the data has AAPL, KO"
        )
    }

    @Test func listsNoMoreThanTwelveSymbols() {
        let error = BacktestError.unknownSymbol(
            symbol: "X",
            available: (1...15).map { "S\($0)" }
        )
        #expect(
            error.description
                == "no prices for the symbol 'X'; the data has S1, S2, S3, S4, S5, S6, S7, S8, S9,"
                + " S10, S11, S12, and 3 more"
        )
    }
}
