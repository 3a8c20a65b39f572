/// Where the candidates of a group stand between two bars.
struct LaneState<Storage: LaneStorage> {
    let weights: Storage
    var bar: Int
    var shares: Storage
    var timing: LaneTiming
    var rebalances = Lanes.zero
    var turnover = Lanes.zero
    var costPaid: Lanes
    var drawdown = LaneDrawdown()
    var returns: LaneReturns

    /// Invests the capital at the window's first bar.
    init(_ kernel: LaneKernel, _ empty: Storage, start: Int) {
        let (group, settings) = (kernel.group, kernel.settings)
        let rate = settings.costs.rate
        let row = kernel.closes + start * empty.symbolCount
        var (weights, shares) = (empty, empty)
        var invested = Lanes.zero
        for symbol in 0..<empty.symbolCount {
            weights[symbol] = group.weights[symbol]
            let budget = (settings.capital * weights[symbol]) / (1 + rate)
            shares[symbol] = budget / row[symbol]
            invested += budget
        }
        self.weights = weights
        self.shares = shares
        bar = start
        timing = LaneTiming(group, start: kernel.times[start], kernel.periods[start])
        costPaid = rate > 0 ? settings.capital - invested : .zero
        returns = LaneReturns(equity: Lanes(repeating: settings.capital))
    }

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

/// What candidates hold and should hold.
struct Target<Storage: LaneStorage> {
    let weights: Storage

    /// What shares are worth at a row of prices.
    @inline(__always)
    func value(of shares: Storage, _ row: UnsafePointer<Double>) -> Lanes {
        var value = shares[0] * row[0]
        for symbol in 1..<shares.symbolCount { value += shares[symbol] * row[symbol] }
        return value
    }

    /// The same, and what those of each symbol are worth.
    @inline(__always)
    func value(
        of shares: Storage,
        _ row: UnsafePointer<Double>,
        _ values: inout Storage
    ) -> Lanes {
        var value = shares[0] * row[0]
        values[0] = value
        for symbol in 1..<shares.symbolCount {
            values[symbol] = shares[symbol] * row[symbol]
            value += values[symbol]
        }
        return value
    }

    /// The greatest difference between what is and what should be in a symbol.
    @inline(__always)
    func drift(_ values: Storage, _ value: Lanes) -> Lanes {
        var drift = (values[0] - weights[0] * value).magnitudes
        for symbol in 1..<values.symbolCount {
            drift = drift.maximum((values[symbol] - weights[symbol] * value).magnitudes)
        }
        return drift
    }

    /// What must be bought and sold.
    @inline(__always)
    func notional(_ values: Storage, _ value: Lanes) -> Lanes {
        var notional = (weights[0] * value - values[0]).magnitudes
        for symbol in 1..<values.symbolCount {
            notional += (weights[symbol] * value - values[symbol]).magnitudes
        }
        return notional
    }

    @inline(__always)
    func share(_ symbol: Int, of value: Lanes, _ row: UnsafePointer<Double>) -> Lanes {
        (value * weights[symbol]) / row[symbol]
    }
}
