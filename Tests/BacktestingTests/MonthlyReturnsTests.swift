import MarketData
import TestSupport
import Testing

@testable import Backtesting

@Suite struct MonthlyReturnsTests {
    private static func times(_ dates: [String]) -> [Int64] {
        dates.compactMap { UTCTime.parse($0) }
    }

    @Test func monthsBeginWithWhatTheLastEndedWith() {
        let returns = MonthlyReturns(
            equity: [110, 99, 198, 99, 49.5],
            timestamps: Self.times([
                "2020-11-05", "2020-11-30T23:00:00Z", "2020-12-01", "2021-02-28", "2021-03-01",
            ]),
            initialValue: 100
        )
        #expect(returns.years.map(\.year) == [2020, 2021])
        var first = [Double?](repeating: nil, count: 12)
        first[10] = 99.0 / 100.0 - 1.0
        first[11] = 1.0
        #expect(returns.years[0].months == first)
        var second = [Double?](repeating: nil, count: 12)
        second[1] = -0.5
        second[2] = -0.5
        #expect(returns.years[1].months == second)
        #expect(returns.years[0].total == 198.0 / 100 - 1)
        #expect(returns.years[1].total == 49.5 / 198 - 1)
    }

    /// Months compound to the whole, whatever the curve.
    @Test func monthsCompound() {
        let table = SyntheticPrices.randomWalk(bars: 900, symbols: ["A"], interval: 86_400, seed: 4)
        let equity = (0..<900).map { table[bar: $0, symbol: 0] }
        let returns = MonthlyReturns(
            equity: equity,
            timestamps: table.timestamps,
            initialValue: equity[0]
        )
        let months = returns.years.flatMap(\.months).compactMap(\.self)
        #expect(months.count == 30 || months.count == 31)
        let whole = months.reduce(1) { $0 * (1 + $1) }
        #expect(abs(whole / (equity[899] / equity[0]) - 1) < 1e-12)
        let years = returns.years.reduce(1) { $0 * (1 + $1.total) }
        #expect(abs(years / whole - 1) < 1e-12)
    }

    @Test func nothingHasNoMonths() {
        #expect(MonthlyReturns(equity: [], timestamps: [], initialValue: 1).years.isEmpty)
    }
}
