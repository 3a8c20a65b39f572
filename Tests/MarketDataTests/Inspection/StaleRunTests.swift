import TestSupport
import Testing

@testable import MarketData

@Suite struct StaleRunTests {
    @Test func runsOfEqualCloses() {
        let closes: [Double] = [1, 1, 2, 3, 3, .nan, 3, 4, 5, 5, 5, 5]
        let grid = PriceGrid(["A"], (0..<12).map { $0 * 60 }, closes)
        let series = SymbolSeries(grid, 0)
        #expect(
            series.staleRuns(bars: 3) == [
                StaleRun(firstBar: 3, lastBar: 6, start: 180, bars: 3, close: 3),
                StaleRun(firstBar: 8, lastBar: 11, start: 480, bars: 4, close: 5),
            ]
        )
        #expect(series.staleRuns(bars: 2).map(\.firstBar) == [0, 3, 8])
        #expect(series.staleRuns(bars: 5).isEmpty)
        let none = PriceGrid(["A"], [0], [.nan])
        #expect(SymbolSeries(none, 0).staleRuns(bars: 2).isEmpty)
    }

    @Test(arguments: [(86_400, 5), (3_600, 24), (14_400, 6), (60, 60), (604_800, 5)])
    func suspiciousLengths(_ interval: Int64, _ bars: Int) throws {
        let table = try table(at: (0..<3000).map { $0 * interval })
        #expect(table.suspiciousStaleBars == bars)
    }
}
