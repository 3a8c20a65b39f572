public import Backtesting
import MarketData
import Validation

/// One candidate over all test windows, laid end to end.
public struct StitchedRun: Sendable {
    /// The candidate.
    public let candidate: Candidate
    /// The value at each bar: every test window starts with what the one before it ended with, and pays to
    /// invest anew.
    public let equity: [Double]
    /// The metrics of ``equity``; rebalances, turnover and costs are sums over the windows.
    public let metrics: WindowMetrics

    init(_ candidate: Candidate, equity: [Double], metrics: WindowMetrics) {
        self.candidate = candidate
        self.equity = equity
        self.metrics = metrics
    }

    /// A candidate, and buying and holding its portfolio.
    static func pair(
        _ candidate: Candidate,
        _ evaluator: WindowEvaluator
    ) throws(BacktestError) -> (run: StitchedRun, buyAndHold: StitchedRun) {
        let (table, settings) = (evaluator.simulator.table, evaluator.simulator.settings)
        let allocation = try candidate.allocation
        var run = StitchedCurve(capital: settings.capital)
        var hold = StitchedCurve(capital: settings.capital)
        for (window, trainingStart) in evaluator.testWindows {
            let test = try Backtest(
                allocation: allocation,
                policy: candidate.policy,
                table: table,
                window: window,
                settings: settings,
                signals: try evaluator.signals.table(
                    for: candidate.policy,
                    start: trainingStart
                )
            )
            run.append(test.equity, test.metrics)
            hold.append(test.buyAndHoldEquity, test.buyAndHold)
        }
        func finish(_ curve: StitchedCurve) -> StitchedRun {
            StitchedRun(
                candidate,
                equity: curve.equity,
                metrics: curve.metrics(barsPerYear: settings.barsPerYear)
            )
        }
        return (finish(run), finish(hold))
    }
}

/// Test windows laid end to end, each scaled to start with what the one before it left.
struct StitchedCurve {
    let capital: Double
    var equity: [Double] = []
    var trading = TradingTotals()

    init(capital: Double) { self.capital = capital }

    mutating func append(_ window: [Double], _ metrics: WindowMetrics) {
        let scale = (equity.last ?? capital) / capital
        equity += window.map { $0 * scale }
        trading.rebalances += metrics.rebalanceCount
        trading.turnover += metrics.turnover
        trading.costPaid += metrics.costPaid * scale
    }

    func metrics(barsPerYear: Double) -> WindowMetrics {
        WindowMetrics(
            equity: equity,
            initialValue: capital,
            barsPerYear: barsPerYear,
            trading: trading
        )
    }
}
