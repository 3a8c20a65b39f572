import Backtesting
import Testing

@Suite struct WindowMetricsMeanTests {
    private func metrics(_ equity: [Double]) -> WindowMetrics {
        WindowMetrics(equity: equity, initialValue: 100, barsPerYear: 252)
    }

    @Test func weighsByBars() {
        let short = metrics([100, 90, 95, 110])
        let long = metrics([100, 99, 98, 101, 103, 102, 99, 97, 104, 105, 106, 120])
        let mean = WindowMetrics.mean(of: [short, long])
        #expect(mean.bars == 16)
        func expected(_ value: (WindowMetrics) -> Double) -> Double {
            (4 * value(short) + 12 * value(long)) / 16
        }
        for value in [
            \.totalReturn, \.volatility, \.sharpeRatio, \.sortinoRatio, \.maxDrawdown, \.cagr,
            \.calmarRatio,
        ] as [KeyPath<WindowMetrics, Double>] {
            let other = expected { $0[keyPath: value] }
            #expect(abs(mean[keyPath: value] - other) <= 1e-12 * max(1, abs(other)))
        }
    }

    @Test func aSingleWindowIsItself() {
        let window = metrics([100, 90, 95, 110])
        #expect(WindowMetrics.mean(of: [window]) == window)
    }

    /// A window without a loss has no Sortino ratio, so that the mean has none either.
    @Test func undefinedFiguresStayUndefined() {
        let rising = metrics([100, 101, 102])
        let mean = WindowMetrics.mean(of: [rising, metrics([100, 90, 95])])
        #expect(mean.sortinoRatio.isNaN)
        #expect(mean.calmarRatio.isNaN)
        #expect(mean.maxDrawdown < 0)
    }
}
