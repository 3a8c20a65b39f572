import Backtesting
import Testing

@Suite struct CurveStatisticsTests {
    /// The returns of the golden numbers, in per cent.
    private let returns = [1.0, 10, -4, 2, 3, 2, 1, -10].map { $0 / 100 }

    private func curve(_ returns: [Double]) -> [Double] {
        returns.reduce(into: [1.0]) { $0.append($0.last! * (1 + $1)) }
    }

    /// numpy 2.4 (`percentile`, means of masked arrays) and scipy 1.17 (`skew`, `kurtosis` with
    /// `fisher=False`, both biased).
    @Test func equalsNumPyAndSciPy() {
        let statistics = CurveStatistics(equity: curve(returns))
        #expect(isClose(statistics.ulcerIndex, 0.03656446362248458, relative: 1e-13))
        #expect(isClose(statistics.valueAtRisk95, -0.079, relative: 1e-13))
        #expect(isClose(statistics.conditionalValueAtRisk95, -0.1, relative: 1e-13))
        #expect(isClose(statistics.omegaRatio, 1.357142857142857, relative: 1e-13))
        #expect(isClose(statistics.tailRatio, 0.9556962025316452, relative: 1e-13))
        #expect(isClose(statistics.skewness, -0.3650572690177865, relative: 1e-13))
        #expect(isClose(statistics.kurtosis, 3.119534731656992, relative: 1e-13))
        #expect(statistics.winRate == 0.75)
        // Below a peak: bars 3 and 4, then the last, of nine bars.
        #expect(statistics.longestDrawdownBars == 2)
        #expect(statistics.timeUnderWater == 3.0 / 9)
    }

    /// The golden tail ratio counts the dropped NaN as a flat bar.
    @Test func equalsTheGoldenTailRatio() {
        let statistics = CurveStatistics(equity: curve([0] + returns))
        #expect(isClose(statistics.tailRatio, 0.9473684210526313, relative: 1e-13))
    }

    @Test func takesTheMeanOfTheLowerTail() {
        // 41 returns from -8/64 to 32/64: the 5th percentile is the third lowest, -6/64.
        let returns = (0...40).map { Double($0 - 8) / 64 }
        let statistics = CurveStatistics(equity: curve(returns))
        #expect(isClose(statistics.valueAtRisk95, -6.0 / 64, relative: 1e-12))
        #expect(isClose(statistics.conditionalValueAtRisk95, -7.0 / 64, relative: 1e-12))
        #expect(isClose(statistics.winRate, 32.0 / 41, relative: 1e-15))
    }

    @Test func isUndefinedWithoutLosses() {
        let rising = CurveStatistics(equity: [1, 2, 3, 4])
        #expect(rising.omegaRatio.isNaN)
        #expect(rising.ulcerIndex == 0)
        #expect(rising.longestDrawdownBars == 0)
        #expect(rising.timeUnderWater == 0)
        #expect(rising.winRate == 1)
        let flat = CurveStatistics(equity: [2, 2, 2, 2])
        #expect(flat.tailRatio.isNaN)
        #expect(flat.skewness.isNaN)
        #expect(flat.kurtosis.isNaN)
        #expect(flat.winRate == 0)
        #expect(flat.valueAtRisk95 == 0)
    }

    @Test func measuresDrawdownsByHand() {
        // Peaks 4 4 4 4 8 8 8 8: drawdowns 0, -1/4, -1/2, 0, 0, -1/2, -1/4, -1/8.
        let statistics = CurveStatistics(equity: [4, 3, 2, 4, 8, 4, 6, 7])
        let squares = 1.0 / 16 + 1.0 / 4 + 1.0 / 4 + 1.0 / 16 + 1.0 / 64
        #expect(statistics.ulcerIndex == (squares / 8).squareRoot())
        // Back at the peak is not below it.
        #expect(statistics.longestDrawdownBars == 3)
        #expect(statistics.timeUnderWater == 5.0 / 8)
        #expect(statistics.winRate == 4.0 / 7)
    }
}
