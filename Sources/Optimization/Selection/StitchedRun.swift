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
    /// The share of ``equity`` that is invested at the end of each bar: 1 without cash. Empty for buying and
    /// holding.
    public let exposure: [Double]
    /// Every rebalance, in time order. Its values are those of its window, which starts with the capital.
    public let rebalances: [Rebalance]
    /// The metrics of ``equity``; rebalances, turnover and costs are sums over the windows.
    public let metrics: WindowMetrics
    /// The figures of ``equity`` that need the whole curve.
    public var curve: CurveStatistics { CurveStatistics(equity: equity) }

    /// A candidate, and buying and holding its portfolio.
    static func pair(
        _ candidate: Candidate,
        _ evaluator: WindowEvaluator
    ) throws(BacktestError) -> (run: StitchedRun, buyAndHold: StitchedRun) {
        let (table, settings) = (evaluator.simulator.table, evaluator.simulator.settings)
        let allocation = try candidate.allocation
        var run = StitchedCurve(capital: settings.capital)
        var hold = StitchedCurve(capital: settings.capital)
        var exposure: [Double] = []
        var rebalances: [Rebalance] = []
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
            exposure += test.exposure
            rebalances += test.rebalances
            hold.append(test.buyAndHoldEquity, test.buyAndHold)
        }
        let barsPerYear = settings.barsPerYear
        return (
            StitchedRun(
                candidate: candidate,
                equity: run.equity,
                exposure: exposure,
                rebalances: rebalances,
                metrics: run.metrics(barsPerYear: barsPerYear)
            ),
            StitchedRun(
                candidate: candidate,
                equity: hold.equity,
                exposure: [],
                rebalances: [],
                metrics: hold.metrics(barsPerYear: barsPerYear)
            )
        )
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
