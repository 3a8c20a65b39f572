public import MarketData

/// The scalar reference: one candidate, one window, one bar after another.
///
/// This is the definition of a backtest; every faster path must give the same bits. All sums over
/// symbols run left to right in the allocation's order, in Double, without fused operations.
public struct ReferenceSimulator: Sendable {
    /// The prices; shared, never copied.
    public let table: PriceTable
    /// What all backtests have in common.
    public let settings: SimulationSettings

    /// Creates a simulator over a table.
    public init(table: PriceTable, settings: SimulationSettings) {
        self.table = table
        self.settings = settings
    }

    /// The metrics of one window.
    ///
    /// - Parameters:
    ///   - position: What is held, bound to the table's columns.
    ///   - policy: When it is rebalanced.
    ///   - window: Bars of the table, at least ``WindowMetrics/minimumBars``.
    ///   - signals: The forecasts of a policy that uses them; row `t` is that of the table's bar `t`.
    /// - Throws: ``BacktestError/windowTooShort(bars:minimum:)``, or
    ///   ``BacktestError/equityNotPositive(timestamp:value:)`` when the value overflows or is lost.
    /// - Complexity: O(bars x symbols); allocates nothing per bar.
    public func metrics(
        _ position: Position,
        _ policy: RebalancingPolicy,
        window: Range<Int>,
        signals: SignalTable? = nil
    ) throws(BacktestError) -> WindowMetrics {
        try metrics(
            position,
            policy,
            start: window.lowerBound,
            ends: [window.upperBound],
            signals: signals
        )[0]
    }

    /// The metrics of several windows that start at the same bar, in one pass over the longest.
    ///
    /// A shorter window is a prefix of a longer one, so its metrics are those of the pass when it
    /// reaches the window's end.
    ///
    /// - Parameters:
    ///   - position: What is held, bound to the table's columns.
    ///   - policy: When it is rebalanced.
    ///   - start: The first bar of every window.
    ///   - ends: The end of each window (exclusive), in ascending order.
    ///   - signals: The forecasts of a policy that uses them.
    /// - Returns: One result per end, in order.
    public func metrics(
        _ position: Position,
        _ policy: RebalancingPolicy,
        start: Int,
        ends: [Int],
        signals: SignalTable? = nil
    ) throws(BacktestError) -> [WindowMetrics] {
        var observer = NoObserver()
        return try simulate(
            position,
            policy,
            start: start,
            ends: ends,
            signals: signals,
            observer: &observer
        )
    }

    func simulate(
        _ position: Position,
        _ policy: RebalancingPolicy,
        start: Int,
        ends: [Int],
        signals: SignalTable?,
        observer: inout some SimulationObserver
    ) throws(BacktestError) -> [WindowMetrics] {
        precondition(ends == ends.sorted() && !ends.isEmpty && ends.last! <= table.barCount)
        guard ends[0] - start >= WindowMetrics.minimumBars else {
            throw .windowTooShort(bars: ends[0] - start, minimum: WindowMetrics.minimumBars)
        }
        let bound = try BoundSignals(
            policy,
            signals,
            symbols: position.columns.map { table.symbols[$0] }
        )
        var portfolio = try Portfolio(
            position,
            policy,
            settings: settings,
            start: start,
            table: table,
            signals: bound
        )
        portfolio.invest(at: start)
        try portfolio.decide(at: start, observer: &observer)
        observer.closed(bar: start, equity: portfolio.value, cash: portfolio.cash)
        var accumulator = MetricsAccumulator(firstEquity: portfolio.value)

        var results: [WindowMetrics] = []
        results.reserveCapacity(ends.count)
        var bar = start + 1
        for end in ends {
            while bar < end {
                try portfolio.decide(at: bar, observer: &observer)
                observer.closed(bar: bar, equity: portfolio.value, cash: portfolio.cash)
                accumulator.add(equity: portfolio.value)
                bar += 1
            }
            results.append(
                WindowMetrics(
                    accumulator,
                    initialValue: settings.capital,
                    barsPerYear: settings.barsPerYear,
                    trading: portfolio.totals
                )
            )
        }
        return results
    }
}
