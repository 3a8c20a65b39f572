import MarketData

/// A portfolio on its way through a window: shares, clocks and totals.
struct Portfolio {
    private(set) var value: Double
    private(set) var totals = TradingTotals()

    private let position: Position
    private let settings: SimulationSettings
    private let closes: [Double]
    private let timestamps: [Int64]
    private let symbolCount: Int
    private let start: Int
    private var shares: [Double]
    private var values: [Double]
    /// When the calendar last started to count: the first bar or the last rebalance.
    private var clock: Int64
    private var lastRebalance: Int64?

    init(_ position: Position, settings: SimulationSettings, start: Int, table: PriceTable) {
        self.position = position
        self.settings = settings
        closes = table.closes
        timestamps = table.timestamps
        symbolCount = table.symbolCount
        self.start = start
        value = settings.capital
        shares = Array(repeating: 0, count: position.columns.count)
        values = shares
        clock = table.timestamps[start]
    }

    /// Invests the capital at the target weights. This pays costs but is not a rebalance.
    mutating func invest(at bar: Int) {
        let costRate = settings.costs.rate
        var invested = 0.0
        for (asset, column) in position.columns.enumerated() {
            let budget = (settings.capital * position.weights[asset]) / (1 + costRate)
            shares[asset] = budget / price(bar, column)
            invested += budget
        }
        // Free trading must cost nothing to the last bit, whatever the weights' sum rounds to.
        totals.costPaid = costRate > 0 ? settings.capital - invested : 0
    }

    /// Values the portfolio at a bar, then rebalances it if the policy says so.
    mutating func decide(
        _ policy: RebalancingPolicy,
        at bar: Int,
        observer: inout some SimulationObserver
    ) throws(BacktestError) {
        revalue(at: bar)
        guard value > 0, value.isFinite else {
            throw .equityNotPositive(timestamp: timestamps[bar], value: value)
        }
        let time = timestamps[bar]
        let drifted = policy.method.usesThreshold && hasDrifted(beyond: policy.threshold)
        let due =
            policy.method.usesCalendar && time - clock >= Int64(policy.calendarDays) * 86_400
        guard drifted || due else { return }
        if let last = lastRebalance, time - last < Int64(policy.minimumIntervalHours) * 3_600 {
            return
        }
        if policy.momentumVeto, hasMomentum(at: bar) { return }
        rebalance(at: bar, drifted: drifted, due: due, observer: &observer)
    }

    private mutating func revalue(at bar: Int) {
        var sum = 0.0
        for (asset, column) in position.columns.enumerated() {
            values[asset] = shares[asset] * price(bar, column)
            sum += values[asset]
        }
        value = sum
    }

    private func price(_ bar: Int, _ column: Int) -> Double {
        closes[bar * symbolCount + column]
    }

    /// Whether `max |v / V - w| > threshold`, compared as `|v - w V| > threshold V`: V is positive,
    /// and no division is needed at bars where nothing happens.
    private func hasDrifted(beyond threshold: Double) -> Bool {
        for asset in values.indices
        where abs(values[asset] - position.weights[asset] * value) > threshold * value {
            return true
        }
        return false
    }

    /// Whether today's shares have risen by more than the veto's limit over its lookback. There is
    /// no veto before the window is as long as the lookback.
    private func hasMomentum(at bar: Int) -> Bool {
        guard bar - start >= settings.momentumLookback else { return false }
        var old = 0.0
        for (asset, column) in position.columns.enumerated() {
            old += shares[asset] * price(bar - settings.momentumLookback, column)
        }
        return (value - old) / old > RebalancingPolicy.momentumVetoRise
    }

    private mutating func rebalance(
        at bar: Int,
        drifted: Bool,
        due: Bool,
        observer: inout some SimulationObserver
    ) {
        var notional = 0.0
        for asset in values.indices {
            notional += abs(position.weights[asset] * value - values[asset])
        }
        let time = timestamps[bar]
        let cost = settings.costs.rate * notional
        report(time, notional, cost, drifted, due, to: &observer)
        totals.rebalances += 1
        totals.turnover += notional / value
        totals.costPaid += cost
        value -= cost
        for (asset, column) in position.columns.enumerated() {
            shares[asset] = (value * position.weights[asset]) / price(bar, column)
        }
        clock = time
        lastRebalance = time
    }

    private func report<Observer: SimulationObserver>(
        _ time: Int64,
        _ notional: Double,
        _ cost: Double,
        _ drifted: Bool,
        _ due: Bool,
        to observer: inout Observer
    ) {
        guard Observer.wantsRebalances else { return }
        observer.rebalanced(
            Rebalance(
                timestamp: time,
                valueBefore: value,
                notional: notional,
                cost: cost,
                drifted: drifted,
                calendarDue: due,
                weightsBefore: values.map { $0 / value }
            )
        )
    }
}
