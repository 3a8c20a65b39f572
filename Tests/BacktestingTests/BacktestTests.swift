import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct BacktestTests {
    private let table = SyntheticPrices.randomWalk(bars: 50, symbols: ["A", "B"], interval: 86_400)

    @Test func needsTenBars() throws {
        #expect(try Study.run(.never, on: table, window: 3..<13).metrics.bars == 10)
        let error = #expect(throws: BacktestError.self) {
            try Study.run(.never, on: table, window: 3..<12)
        }
        #expect(error == .windowTooShort(bars: 9, minimum: 10))
        #expect(
            error?.description
                == "the window has 9 bars and metrics need 10; use a longer window"
        )
    }

    @Test func runsOverTheWholeTableByDefault() throws {
        let result = try Study.run(.never, on: table)
        #expect(result.window == 0..<50)
        #expect(result.timestamps == table.timestamps)
        #expect(result.equity.count == 50)
        #expect(result.buyAndHoldEquity == result.equity)
    }

    @Test func refusesSymbolsWithoutPrices() throws {
        let allocation = try Allocation(symbols: ["A", "C"], weights: [0.5, 0.5])
        #expect(throws: BacktestError.unknownSymbol(symbol: "C", available: ["A", "B"])) {
            try Backtest(
                allocation: allocation,
                policy: .never,
                table: table,
                settings: SimulationSettings(table: table)
            )
        }
    }

    @Test func saysWhereTheValueOverflows() throws {
        // 500 shares of A at 1 each become more than a Double holds at bar 12.
        let prices = HandmadePrices.table([
            "A": Study.hold(1, 12) + Study.hold(1e306, 3), "B": Study.hold(1, 15),
        ])
        let error = #expect(throws: BacktestError.self) { try Study.run(.never, on: prices) }
        #expect(
            error == .equityNotPositive(timestamp: prices.timestamps[12], value: .infinity)
        )
        #expect(
            error?.description
                == "the portfolio's value became inf at time \(prices.timestamps[12]); check the"
                + " prices there"
        )
        // A window that ends before is not concerned.
        #expect(try Study.run(.never, on: prices, window: 0..<12).metrics.totalReturn == 0)
    }

    @Test func holdsOnlyTheSymbolsOfTheAllocation() throws {
        let wide = HandmadePrices.table([
            "X": Study.hold(7, 12), "A": [100] + Study.hold(300, 11), "B": Study.hold(100, 12),
        ])
        let result = try Backtest(
            allocation: Allocation(symbols: ["B", "A"], weights: [0.75, 0.25]),
            policy: .never,
            table: wide,
            settings: SimulationSettings(table: wide, costs: .free)
        )
        #expect(result.equity == [10_000] + Study.hold(15_000, 11))
    }
}
