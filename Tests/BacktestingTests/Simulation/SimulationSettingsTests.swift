import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct SimulationSettingsTests {
    @Test(arguments: [
        (3_600, 720), (14_400, 180), (86_400, 30), (7 * 86_400, 4), (60 * 86_400, 1),
    ])
    func looksBackThirtyDays(interval: Int64, lookback: Int) throws {
        let table = SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"], interval: interval)
        #expect(try SimulationSettings(table: table).momentumLookback == lookback)
    }

    @Test func takesTheTablesBarsPerYearUnlessToldOtherwise() throws {
        let table = SyntheticPrices.randomWalk(bars: 240, symbols: ["A", "B"], interval: 14_400)
        #expect(try SimulationSettings(table: table).barsPerYear == 2_190)
        #expect(try SimulationSettings(table: table, barsPerYear: 252).barsPerYear == 252)
    }

    @Test(arguments: [0, -1, .nan, .infinity])
    func refusesCapitalAndPeriodsThatAreNotPositive(value: Double) {
        let table = SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B"])
        let capital = #expect(throws: BacktestError.self) {
            try SimulationSettings(table: table, capital: value)
        }
        #expect(capital?.description == "capital: \(value) cannot be used; give a value above 0")
        let periods = #expect(throws: BacktestError.self) {
            try SimulationSettings(table: table, barsPerYear: value)
        }
        #expect(
            periods?.description
                == "periods per year: \(value) cannot be used; give a value above 0"
        )
    }
}
