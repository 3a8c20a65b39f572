import MarketData

/// A portfolio on its way through a window: shares, cash, clocks and totals.
struct Portfolio {
    private(set) var value: Double
    private(set) var totals = TradingTotals()

    private let columns: [Int]
    /// What weights are estimated by at every rebalance; nil where they are what they were at the start.
    private let estimate: EstimatedWeights?
    private let table: PriceTable
    private let policy: RebalancingPolicy
    private let settings: SimulationSettings
    private var bands: DriftBands
    private var rebalancer: Rebalancer
    private let closes: PriceValues
    private let timestamps: [Int64]
    private let symbolCount: Int
    private let start: Int
    private let signals: BoundSignals?
    /// Which symbols have prices; nil where all have them at all bars.
    private var listing: ListingClock?
    /// Whether the capital was invested: not before a symbol is listed.
    private var isInvested = false
    /// The position's weights: fixed, or as they were last estimated.
    private var weights: [Double]
    /// The proportions that are aimed at: the position's weights, unless forecasts move them.
    private var targets: [Double]
    /// The share of the portfolio that is to be invested; 1 unless a volatility is aimed at.
    private var invested = 1.0
    /// The weights that are aimed at: the targets times the invested share.
    private var aims: [Double]
    private var shares: [Double]
    private var values: [Double]
    private(set) var cash = 0.0
    /// From when on the calendar triggers.
    private var due: Int64
    private var lastRebalance: Int64?

    init(
        _ position: Position,
        _ policy: RebalancingPolicy,
        settings: SimulationSettings,
        start: Int,
        table: PriceTable,
        signals: BoundSignals? = nil
    ) throws(BacktestError) {
        self.signals = signals
        listing = ListingClock(position.columns, in: table)
        if listing != nil, signals != nil {
            throw .invalidSignals(
                "forecasts need prices of all symbols at all bars, and these come and go"
            )
        }
        weights = try position.weights(from: start, in: table)
        targets = weights
        aims = targets
        columns = position.columns
        estimate = position.weighting.isSettledByWindow ? nil : position.weighting.estimate
        self.table = table
        self.policy = policy
        self.settings = settings
        bands = DriftBands(policy, columns: position.columns, table: table)
        rebalancer = Rebalancer(
            TradeFees(settings.costs, columns: position.columns, table: table),
            symbolCount: position.columns.count
        )
        closes = table.closes
        timestamps = table.timestamps
        symbolCount = table.symbolCount
        self.start = start
        value = settings.capital
        shares = Array(repeating: 0, count: columns.count)
        values = shares
        due = policy.due(from: table.timestamps[start])
    }

    /// Invests the capital at the target weights. This pays costs but is not a rebalance.
    ///
    /// See `TradeFees/enter(_:aims:invested:values:)`. Where no symbol is listed yet all stays cash.
    mutating func invest(at bar: Int) {
        if listing?.move(to: bar) == true { updateListed(at: bar) }
        guard hasTargets else { return cash = settings.capital }
        enter(settings.capital, at: bar)
    }

    private mutating func enter(_ capital: Double, at bar: Int) {
        isInvested = true
        updateTargets(at: bar)
        updateInvestedShare(at: bar)
        let entry = rebalancer.fees.enter(
            capital,
            aims: aims,
            invested: invested,
            values: &values
        )
        cash = entry.cash
        totals.costPaid += entry.cost
        updateShares(at: bar)
    }

    /// What is bought and sold at a bar's prices; what is not listed has none.
    private mutating func updateShares(at bar: Int) {
        for (asset, column) in columns.enumerated() {
            shares[asset] = isListed(asset) ? values[asset] / price(bar, column) : 0
        }
    }

    private func isListed(_ asset: Int) -> Bool { listing?.isListed[asset] ?? true }

    /// Whether there is something to aim at.
    private var hasTargets: Bool { listing == nil || targets.contains { $0 > 0 } }

    /// Sells what is no longer listed at its last price, and aims at those that are.
    private mutating func updateListed(at bar: Int) {
        guard let listing else { return }
        var notionals = Array(repeating: 0.0, count: columns.count)
        var (sold, total) = (0.0, cash)
        for (asset, column) in columns.enumerated() where shares[asset] != 0 {
            guard !listing.isListed[asset] else {
                total += shares[asset] * price(bar, column)
                continue
            }
            notionals[asset] = shares[asset] * listing.lastPrice(asset, in: table)
            sold += notionals[asset]
            total += notionals[asset]
            shares[asset] = 0
        }
        if sold > 0 {
            let cost = rebalancer.fees.cost(of: notionals, total: total)
            cash += sold - cost
            totals.costPaid += cost
        }
        bands.isOpen = listing.isListed
        retarget()
    }

    /// Sets targets and aims to the weights of the symbols that are listed.
    private mutating func retarget() {
        targets = listing?.targets(of: weights) ?? weights
        aims = targets.map { $0 * invested }
    }

    /// Takes in what accrued since the bar before, values the portfolio, then rebalances it if the policy
    /// says so.
    mutating func decide(
        at bar: Int,
        observer: inout some SimulationObserver
    ) throws(BacktestError) {
        if bar > start {
            accrue(at: bar)
            if listing?.move(to: bar) == true { updateListed(at: bar) }
        }
        revalue(at: bar)
        guard value > 0, value.isFinite else {
            throw .equityNotPositive(timestamp: timestamps[bar], value: value)
        }
        guard hasTargets else { return }
        if !isInvested {
            // Not a rebalance; clocks start here.
            enter(value, at: bar)
            revalue(at: bar)
            due = policy.due(from: timestamps[bar])
        }
        updateTargets(at: bar)
        let time = timestamps[bar]
        let drifted =
            policy.method.usesThreshold && bands.isBroken(by: values, aims: aims, total: value)
        let isDue = policy.method.usesCalendar && time >= due
        guard drifted || isDue else { return }
        if let last = lastRebalance, time - last < Int64(policy.minimumIntervalHours) * 3_600 {
            return
        }
        if policy.momentumVeto, hasMomentum(at: bar) { return }
        if let signals, signals.vetoes(at: bar, values: values, total: value) { return }
        try rebalance(at: bar, drifted: drifted, isDue: isDue, observer: &observer)
    }

    private mutating func updateTargets(at bar: Int) {
        guard let signals, signals.policy.movesTargets else { return }
        targets = signals.targets(at: bar, weights: weights)
        aims = targets.map { $0 * invested }
    }

    /// Estimates the weights anew, from the bars before this one.
    private mutating func updateWeights(at bar: Int) throws(BacktestError) {
        guard let estimate else { return }
        weights = try estimate.estimator.weights(columns: columns, in: table, before: bar)
        retarget()
        updateTargets(at: bar)
    }

    private mutating func updateInvestedShare(at bar: Int) {
        guard let target = policy.rule.volatilityTarget else { return }
        invested = target.investedShare(
            at: bar,
            targets: targets,
            barsPerYear: settings.barsPerYear
        ) { price($0, columns[$1]) }
        aims = targets.map { $0 * invested }
    }

    /// Interest on cash, then dividends on the shares held, then funding, which is settled in the position
    /// itself: `cash += cash rate (t - t') / year`, `cash += sum shares_a D_a`, `shares_a *= 1 - F_a`.
    private mutating func accrue(at bar: Int) {
        let rate = settings.costs.cashRate
        if rate != 0, cash != 0 {
            let seconds = Double(timestamps[bar] - timestamps[bar - 1])
            cash += cash * rate * seconds / SimulationSettings.secondsPerYear
        }
        let income = settings.income
        if income.isEmpty { return }
        for (asset, column) in columns.enumerated() {
            let place = bar * symbolCount + column
            if !income.dividends.isEmpty { cash += shares[asset] * income.dividends[place] }
            if !income.funding.isEmpty { shares[asset] *= 1 - income.funding[place] }
        }
    }

    private mutating func revalue(at bar: Int) {
        var sum = 0.0
        for (asset, column) in columns.enumerated() {
            values[asset] = isListed(asset) ? shares[asset] * price(bar, column) : 0
            sum += values[asset]
        }
        value = sum + cash
    }

    private func price(_ bar: Int, _ column: Int) -> Double {
        closes[bar * symbolCount + column]
    }

    /// Whether today's shares and cash have risen by more than the veto's limit over its lookback. There
    /// is no veto before the window is as long as the lookback, nor while a symbol is held that had no price.
    private func hasMomentum(at bar: Int) -> Bool {
        guard bar - start >= settings.momentumLookback else { return false }
        var old = 0.0
        for (asset, column) in columns.enumerated() where shares[asset] != 0 {
            old += shares[asset] * price(bar - settings.momentumLookback, column)
        }
        old += cash
        return (value - old) / old > RebalancingPolicy.momentumVetoRise
    }

    private mutating func rebalance<Observer: SimulationObserver>(
        at bar: Int,
        drifted: Bool,
        isDue: Bool,
        observer: inout Observer
    ) throws(BacktestError) {
        // A drift was measured against the weights aimed at so far; what is traded aims at new ones.
        try updateWeights(at: bar)
        guard hasTargets else { return }
        updateInvestedShare(at: bar)
        let (time, before) = (timestamps[bar], value)
        let weightsBefore = Observer.wantsRebalances ? values.map { $0 / before } : []
        let outcome = rebalancer.trade(
            policy.rule,
            isDue: isDue,
            bands: bands,
            aims: aims,
            invested: invested,
            values: &values,
            cash: &cash,
            total: before
        )
        if Observer.wantsRebalances {
            observer.rebalanced(
                Rebalance(
                    timestamp: time,
                    valueBefore: before,
                    notional: outcome.notional,
                    cost: outcome.cost,
                    drifted: drifted,
                    calendarDue: isDue,
                    weightsBefore: weightsBefore,
                    targets: rebalancer.goal.weights
                )
            )
        }
        totals.rebalances += 1
        totals.turnover += outcome.notional / before
        totals.costPaid += outcome.cost
        value = outcome.value
        guard value > 0 else { throw .equityNotPositive(timestamp: time, value: value) }
        updateShares(at: bar)
        due = policy.due(from: time)
        lastRebalance = time
    }
}
