import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct WindowMetricsTests {
    /// The returns of the golden numbers, in per cent; their first value is NaN and is dropped.
    private let returns = [1.0, 10, -4, 2, 3, 2, 1, -10].map { $0 / 100 }

    private func curve(_ returns: [Double]) -> [Double] {
        returns.reduce(into: [1.0]) { $0.append($0.last! * (1 + $1)) }
    }

    @Test func equalsTheGoldenNumbers() {
        let metrics = WindowMetrics(equity: curve(returns), initialValue: 1, barsPerYear: 252)
        #expect(metrics.bars == 9)
        #expect(isClose(metrics.sharpeRatio, 1.7238613961706866, relative: 1e-13))
        #expect(isClose(metrics.sortinoRatio, 2.605531251673693, relative: 1e-13))
        #expect(isClose(metrics.volatility, 0.9136465399704637, relative: 1e-13))
        #expect(isClose(metrics.maxDrawdown, -0.1, relative: 1e-13))
        #expect(isClose(metrics.totalReturn, 0.0389310917004804, relative: 1e-13))
    }

    /// The golden annual growth counts the dropped NaN as a period: nine returns, the first flat.
    @Test func equalsTheGoldenGrowthOverNinePeriods() {
        let metrics = WindowMetrics(
            equity: curve([0] + returns),
            initialValue: 1,
            barsPerYear: 252
        )
        #expect(isClose(metrics.cagr, 1.9135925373194231, relative: 1e-13))
        #expect(isClose(metrics.calmarRatio, 19.135925373194233, relative: 1e-13))
    }

    @Test func growsOverTheReturnsThereAre() {
        // 1.0389310917004804 ^ (252 / 8) - 1, computed with numpy.
        let metrics = WindowMetrics(equity: curve(returns), initialValue: 1, barsPerYear: 252)
        #expect(isClose(metrics.cagr, 2.330292797300439, relative: 1e-12))
        #expect(isClose(metrics.calmarRatio, 23.30292797300439, relative: 1e-12))
    }

    @Test func measuresReturnFromTheCapitalAndDrawdownFromThePeak() {
        // Capital 200, first value 160: the entry is part of the return, not of the drawdown.
        let metrics = WindowMetrics(
            equity: [160, 200, 150, 180],
            initialValue: 200,
            barsPerYear: 3
        )
        #expect(isClose(metrics.totalReturn, -0.1, relative: 1e-15))
        #expect(metrics.maxDrawdown == -0.25)
        // Three returns and three bars a year: one year.
        #expect(isClose(metrics.cagr, -0.1, relative: 1e-14))
        #expect(isClose(metrics.calmarRatio, -0.4, relative: 1e-14))
    }

    @Test func hasNoDeviationWithOneReturnOrEqualOnes() {
        let one = WindowMetrics(equity: [1, 2], initialValue: 1, barsPerYear: 252)
        #expect(one.volatility == 0)
        #expect(one.sharpeRatio == 0)
        #expect(one.sortinoRatio.isNaN)
        let doubling = WindowMetrics(equity: [1, 2, 4, 8, 16], initialValue: 1, barsPerYear: 4)
        #expect(doubling.volatility == 0)
        #expect(doubling.sharpeRatio == 0)
        #expect(doubling.sortinoRatio.isNaN)
        #expect(doubling.maxDrawdown == 0)
        #expect(doubling.calmarRatio.isNaN)
        #expect(doubling.cagr == 15)
    }

    @Test func handComputesASmallCurve() {
        // Returns 1/2, -1/2, 1: mean 1/3, squares about it (1/36 + 25/36 + 16/36) / 2 = 7/12.
        // Downside sqrt(1/4 / 3) = sqrt(1/12).
        let metrics = WindowMetrics(equity: [2, 3, 1.5, 3], initialValue: 2, barsPerYear: 4)
        #expect(isClose(metrics.volatility, (7.0 / 12).squareRoot() * 2, relative: 1e-14))
        #expect(
            isClose(metrics.sharpeRatio, 4.0 / 3 / ((7.0 / 12).squareRoot() * 2), relative: 1e-14)
        )
        #expect(
            isClose(metrics.sortinoRatio, 4.0 / 3 / ((1.0 / 12).squareRoot() * 2), relative: 1e-14)
        )
        #expect(metrics.maxDrawdown == -0.5)
    }

    /// Two passes over the stored curve instead of running sums.
    @Test(arguments: 0..<40)
    func equalsATwoPassComputation(seed: Int) throws {
        let random = try RandomCase(seed: seed)
        let settings = try SimulationSettings(table: random.table)
        let result = try Backtest(
            allocation: random.allocation,
            policy: random.policy,
            table: random.table,
            window: random.window,
            settings: settings
        )
        let equity = result.equity
        let count = Double(equity.count - 1)
        let annual = settings.barsPerYear
        let returns = (1..<equity.count).map { equity[$0] / equity[$0 - 1] - 1 }
        let mean = returns.reduce(0, +) / count
        let variance = returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (count - 1)
        let downside = returns.filter { $0 < 0 }.map { $0 * $0 }.reduce(0, +) / count
        let drawdowns = equity.indices.map { equity[$0] / equity[...$0].max()! - 1 }
        let metrics = result.metrics
        #expect(metrics.bars == random.window.count)
        #expect(isClose(metrics.totalReturn, equity.last! / 10_000 - 1, relative: 1e-12))
        #expect(isClose(metrics.volatility, (variance * annual).squareRoot(), relative: 1e-11))
        #expect(
            isClose(
                metrics.sharpeRatio,
                mean / variance.squareRoot() * annual.squareRoot(),
                relative: 1e-9
            )
        )
        #expect(
            isClose(
                metrics.sortinoRatio,
                mean / downside.squareRoot() * annual.squareRoot(),
                relative: 1e-9
            )
        )
        #expect(isClose(metrics.maxDrawdown, drawdowns.min()!, relative: 1e-11))
        // (1 + cagr) ^ (years) gives the growth back.
        let years = count / annual
        #expect(
            isClose(power(1 + metrics.cagr, years), equity.last! / 10_000, relative: 1e-10)
        )
        #expect(
            isClose(metrics.calmarRatio, metrics.cagr / -drawdowns.min()!, relative: 1e-10)
        )
    }
}
