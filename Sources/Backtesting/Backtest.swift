public import MarketData

/// One candidate over one window, with everything a person wants to see.
public struct Backtest: Sendable {
    /// What was held.
    public let allocation: Allocation
    /// When it was rebalanced.
    public let policy: RebalancingPolicy
    /// The window's bars in the table.
    public let window: Range<Int>
    /// The figures of the window.
    public let metrics: WindowMetrics
    /// The same for buying and holding at the same entry cost.
    public let buyAndHold: WindowMetrics
    /// The figures that need the whole curve.
    public let curve: CurveStatistics
    /// Bar starts in UTC seconds.
    public let timestamps: [Int64]
    /// The portfolio's value at the end of each bar.
    public let equity: [Double]
    /// Buy and hold's value at the end of each bar.
    public let buyAndHoldEquity: [Double]
    /// The share of ``equity`` that is invested at the end of each bar: 1 without cash.
    public let exposure: [Double]
    /// Every rebalance, in time order.
    public let rebalances: [Rebalance]

    /// The total return less that of buying and holding.
    public var outperformance: Double { metrics.totalReturn - buyAndHold.totalReturn }

    /// Runs a backtest.
    ///
    /// Its metrics equal those of an optimisation for the same candidate and window to the last
    /// bit.
    ///
    /// - Parameters:
    ///   - allocation: Symbols and target weights.
    ///   - policy: When to rebalance.
    ///   - table: The prices.
    ///   - window: Bars of `table`; all of them by default.
    ///   - settings: Capital, costs and annualisation.
    ///   - signals: The forecasts of a policy that uses them; row `t` is that of the table's bar `t`.
    public init(
        allocation: Allocation,
        policy: RebalancingPolicy,
        table: PriceTable,
        window: Range<Int>? = nil,
        settings: SimulationSettings,
        signals: SignalTable? = nil
    ) throws(BacktestError) {
        let window = window ?? 0..<table.barCount
        let position = try Position(allocation, in: table)
        let simulator = ReferenceSimulator(table: table, settings: settings)
        func run(
            _ policy: RebalancingPolicy
        ) throws(BacktestError) -> (WindowMetrics, RecordingObserver) {
            var recorder = RecordingObserver()
            let metrics = try simulator.simulate(
                position,
                policy,
                start: window.lowerBound,
                ends: [window.upperBound],
                signals: signals,
                observer: &recorder
            )
            return (metrics[0], recorder)
        }
        let (metrics, record) = try run(policy)
        let (holdMetrics, holdRecord) = try run(.never)
        self.allocation = allocation
        self.policy = policy
        self.window = window
        self.metrics = metrics
        buyAndHold = holdMetrics
        curve = CurveStatistics(equity: record.equity)
        timestamps = Array(table.timestamps[window])
        equity = record.equity
        buyAndHoldEquity = holdRecord.equity
        exposure = record.exposure
        rebalances = record.rebalances
    }
}
