/// Where the candidates of a group with rules stand between two bars.
struct RuleState<Storage: LaneStorage> {
    var bar: Int
    var shares: Storage
    /// The weights that are aimed at: the targets times the invested share.
    ///
    /// Memory, for the loop reads it at every bar and the compiler would copy all of an array each time.
    let aims: UnsafeMutablePointer<Lanes>
    /// How far from its aim a symbol's band reaches; infinite where drifts do not matter.
    let reach: UnsafeMutablePointer<Lanes>
    /// The same, infinite also where no rebalance is allowed.
    let limits: UnsafeMutablePointer<Lanes>
    private let symbols: Int
    /// The greatest `a (1 - a)` of each candidate's aims; see `DriftBound`.
    private(set) var mobility = Lanes.zero
    var cash = Lanes.zero
    var timing: LaneTiming
    var drawdown = LaneDrawdown()
    var returns: LaneReturns
    private var rebalances = Lanes.zero
    private var turnover = Lanes.zero
    private var costPaid = Lanes.zero

    /// Memory for one candidate at a time.
    private var rebalancer: Rebalancer
    private var laneAims: [Double]
    private var laneValues: [Double]

    /// Invests the capital at the window's first bar.
    init(_ kernel: RuleKernel, _ empty: Storage, start: Int) {
        let (group, settings) = (kernel.group, kernel.settings)
        let symbols = empty.symbolCount
        self.symbols = symbols
        shares = empty
        // Lanes without a candidate do nothing.
        aims = .allocate(capacity: 3 * symbols)
        aims.initialize(repeating: Lanes(repeating: .infinity), count: 3 * symbols)
        reach = aims + symbols
        limits = reach + symbols
        rebalancer = Rebalancer(kernel.fees, symbolCount: symbols)
        laneAims = Array(repeating: 0, count: symbols)
        laneValues = laneAims
        bar = start
        timing = LaneTiming(group, start: kernel.times[start], kernel.periods[start])
        returns = LaneReturns(equity: Lanes(repeating: settings.capital))
        for lane in 0..<LaneGroup.width {
            let invested = aim(kernel, lane, at: start)
            let entry = kernel.fees.enter(
                settings.capital,
                aims: laneAims,
                invested: invested,
                values: &laneValues
            )
            cash[lane] = entry.cash
            costPaid[lane] = entry.cost
            for symbol in 0..<symbols {
                shares[symbol][lane] = laneValues[symbol] / kernel.closes[start * symbols + symbol]
            }
        }
        limitDrifts()
    }

    /// Decides what a candidate aims at, and finds its bands.
    ///
    /// - Returns: The share that is invested.
    private mutating func aim(_ kernel: RuleKernel, _ lane: Int, at bar: Int) -> Double {
        let isUsed = lane < kernel.group.count
        let candidate = kernel.group.candidates[isUsed ? lane : 0]
        var invested = 1.0
        if let target = candidate.policy.rule.volatilityTarget {
            let closes = kernel.closes
            invested = target.investedShare(
                at: bar,
                targets: candidate.weights,
                barsPerYear: kernel.settings.barsPerYear
            ) { closes[$0 &* symbols &+ $1] }
            for symbol in 0..<symbols { laneAims[symbol] = candidate.weights[symbol] * invested }
        } else {
            for symbol in 0..<symbols { laneAims[symbol] = candidate.weights[symbol] }
        }
        var greatest = 0.0
        for symbol in 0..<symbols {
            let aim = laneAims[symbol]
            aims[symbol][lane] = aim
            greatest = max(greatest, aim * (1 - aim))
            if isUsed, candidate.policy.method.usesThreshold {
                reach[symbol][lane] = kernel.bands[lane].reach(symbol, aim)
            }
        }
        mobility[lane] = greatest
        return invested
    }

    /// Rebalances candidates as the reference does.
    ///
    /// - Parameters:
    ///   - isDue: Whom the calendar triggers.
    ///   - values: What the symbols are worth.
    ///   - value: What the candidates are worth before.
    /// - Returns: What they are worth after; NaN from now on where nothing is left.
    @inline(never)
    mutating func rebalance(
        _ kernel: RuleKernel,
        at bar: Int,
        where triggers: LaneMask,
        isDue: LaneMask,
        values: Storage,
        value: Lanes
    ) -> Lanes {
        let row = kernel.closes + bar * symbols
        var after = value
        for lane in 0..<kernel.group.count where triggers[lane] {
            for symbol in 0..<symbols { laneValues[symbol] = values[symbol][lane] }
            let invested = aim(kernel, lane, at: bar)
            let before = value[lane]
            var left = cash[lane]
            let outcome = rebalancer.trade(
                kernel.group.candidates[lane].policy.rule,
                isDue: isDue[lane],
                bands: kernel.bands[lane],
                aims: laneAims,
                invested: invested,
                values: &laneValues,
                cash: &left,
                total: before
            )
            rebalances[lane] += 1
            turnover[lane] += outcome.notional / before
            costPaid[lane] += outcome.cost
            let isLost = !(outcome.value > 0)
            after[lane] = isLost ? .nan : outcome.value
            cash[lane] = isLost ? .nan : left
            for symbol in 0..<symbols { shares[symbol][lane] = laneValues[symbol] / row[symbol] }
        }
        return after
    }

    /// Lets no drift trigger where no rebalance is allowed.
    @inline(__always)
    func limitDrifts() {
        let isBlocked = timing.limit .== .infinity
        for symbol in 0..<symbols {
            limits[symbol] = reach[symbol].replacing(
                with: Lanes(repeating: .infinity),
                where: isBlocked
            )
        }
    }

    /// Gives back the memory of aims, reach and limits, which are one piece.
    func deallocate() { aims.deallocate() }

    func snapshot(bars: Int) -> LaneSnapshot {
        LaneSnapshot(
            bars: bars,
            equity: returns.equity,
            worst: drawdown.worst,
            downsideSquares: returns.downsideSquares,
            shift: returns.shift,
            shiftedSum: returns.shiftedSum,
            shiftedSquares: returns.shiftedSquares,
            leastGap: timing.leastGap,
            rebalances: rebalances,
            turnover: turnover,
            costPaid: costPaid
        )
    }
}
