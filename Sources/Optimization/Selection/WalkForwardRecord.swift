public import Backtesting
import MarketData
public import Validation

/// The out-of-sample record: in each split the training winner, run on the test window.
///
/// Nothing in it was chosen with knowledge of the bars it is measured on.
public struct WalkForwardRecord: Sendable {
    /// What was chosen in one split and how it did.
    public struct Selection: Sendable {
        /// The split.
        public let split: Split
        /// The candidate with the best training objective; the lowest id among equals.
        public let candidate: Candidate
        /// Its training objective.
        public let trainObjective: Double
        /// Its metrics on the training window.
        public let train: WindowMetrics
        /// Its metrics on the test window.
        public let test: WindowMetrics
        /// Buying and holding its portfolio over the test window.
        public let buyAndHold: WindowMetrics

        /// Test return less that of buying and holding.
        public var outperformance: Double { test.totalReturn - buyAndHold.totalReturn }
    }

    /// One selection per split, in time order.
    public let selections: [Selection]
    /// Bar starts of the stitched test windows in UTC seconds.
    public let timestamps: [Int64]
    /// The value at each bar: every test window starts with what the one before it ended with, and
    /// pays to invest anew.
    public let equity: [Double]
    /// The same for buying and holding each split's portfolio over its window.
    public let buyAndHoldEquity: [Double]
    /// The metrics of ``equity``; rebalances, turnover and costs are sums over the windows.
    public let metrics: WindowMetrics
    /// The metrics of ``buyAndHoldEquity``.
    public let buyAndHold: WindowMetrics
    /// The figures of ``equity`` that need the whole curve.
    public let curve: CurveStatistics

    /// Total return less that of buying and holding.
    public var outperformance: Double { metrics.totalReturn - buyAndHold.totalReturn }

    init(
        choices: [(split: Split, candidate: Candidate, trainObjective: Double)],
        table: PriceTable,
        settings: SimulationSettings
    ) throws(BacktestError) {
        var selections: [Selection] = []
        var stitched = StitchedCurve(capital: settings.capital)
        var hold = StitchedCurve(capital: settings.capital)
        var timestamps: [Int64] = []
        for choice in choices {
            let allocation = try Allocation(
                symbols: choice.candidate.symbols,
                weights: choice.candidate.weights
            )
            func run(_ window: Range<Int>) throws(BacktestError) -> Backtest {
                try Backtest(
                    allocation: allocation,
                    policy: choice.candidate.policy,
                    table: table,
                    window: window,
                    settings: settings
                )
            }
            let test = try run(choice.split.test)
            stitched.append(test.equity, test.metrics)
            hold.append(test.buyAndHoldEquity, test.buyAndHold)
            timestamps += test.timestamps
            selections.append(
                Selection(
                    split: choice.split,
                    candidate: choice.candidate,
                    trainObjective: choice.trainObjective,
                    train: try run(choice.split.train).metrics,
                    test: test.metrics,
                    buyAndHold: test.buyAndHold
                )
            )
        }
        self.selections = selections
        self.timestamps = timestamps
        equity = stitched.equity
        buyAndHoldEquity = hold.equity
        metrics = stitched.metrics(barsPerYear: settings.barsPerYear)
        buyAndHold = hold.metrics(barsPerYear: settings.barsPerYear)
        curve = CurveStatistics(equity: stitched.equity)
    }
}

/// Test windows laid end to end, each scaled to start with what the one before it left.
private struct StitchedCurve {
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
