/// The inner loop of the lane simulation for candidates with rules of their own, and for fees and income
/// that ``LaneKernel`` knows nothing of.
///
/// What happens at every bar - income, interest, the value, the tests of drifts - is straight-line code on
/// vector registers, in the reference's order. A rebalance takes a lane's numbers out, hands them to the
/// reference's own ``Rebalancer`` and puts them back.
struct RuleKernel {
    /// The prices of the group's symbols, a row for each bar.
    let closes: UnsafePointer<Double>
    /// The bars' timestamps; every second of them is exact.
    let times: UnsafePointer<Double>
    /// When the calendar's periods end that the bars are in.
    let periods: UnsafePointer<PeriodEnds>
    /// How far prices move apart in segments and their parts; see `PriceSpreads`.
    let segmentSpreads: UnsafePointer<Double>
    let partSpreads: UnsafePointer<Double>
    let settings: SimulationSettings
    let group: LaneGroup
    let income: LaneIncome
    /// The bands of each candidate.
    let bands: [DriftBands]
    let fees: TradeFees

    /// Runs the windows that begin at `start` and hands a snapshot to `emit` at the end of each.
    func run<Storage: LaneStorage, Drift: DriftUse>(
        _ empty: Storage,
        _ drift: Drift.Type,
        start: Int,
        ends: [Int],
        emit: (Int, LaneSnapshot) -> Void
    ) {
        var state = RuleState(self, empty, start: start)
        defer { state.deallocate() }
        for (index, end) in ends.enumerated() {
            advance(&state, drift, start: start, to: end)
            emit(index, state.snapshot(bars: end - start))
        }
    }

    /// Runs bars up to `end`. What segments in which nobody can be rebalanced are skipped by is explained at
    /// ``LaneKernel``; here they are found only while nobody holds cash, which the spreads do not contain.
    @inline(never)
    private func advance<Storage: LaneStorage, Drift: DriftUse>(
        _ state: inout RuleState<Storage>,
        _: Drift.Type,
        start: Int,
        to end: Int
    ) {
        let symbols = state.shares.symbolCount
        let (times, segmentSpreads, partSpreads) = (times, segmentSpreads, partSpreads)
        let (rate, lookback) = (settings.costs.cashRate, settings.momentumLookback)
        let (hasDividends, hasFunding) = (!income.dividends.isEmpty, !income.funding.isEmpty)
        let hasIncome = hasDividends || hasFunding
        var shares = state.shares
        let (aims, reach, limits) = (state.aims, state.reach, state.limits)
        var cash = state.cash
        var values = shares
        var (mobility, wake) = (state.mobility, state.timing.wake)
        var drawdown = state.drawdown
        var returns = state.returns
        // Of dividends, some accrue before anything is asked.
        var holdsCash = hasDividends || (cash .!= 0).holdsAnywhere

        var bar = state.bar
        var row = closes + bar &* symbols
        while bar < end {
            let part = bar / PriceRatios.partLength
            var last = min(end, (part &+ 1) &* PriceRatios.partLength)

            if bar < start &+ 2 {
                last = bar &+ 1
            } else if !holdsCash, !hasIncome, bar == part &* PriceRatios.partLength {
                let value = shares.value(row, &values)
                let segment = bar / PriceRatios.segmentLength
                let segmentEnd = min(end, (segment &+ 1) &* PriceRatios.segmentLength)
                var quiet = false
                if bar == segment &* PriceRatios.segmentLength,
                    times[segmentEnd &- 1] < wake,
                    !Drift.isUsed
                        || !values.mayExceed(
                            limits,
                            around: aims,
                            of: value,
                            mobility,
                            spread: segmentSpreads[segment]
                        ).holdsAnywhere
                {
                    quiet = true
                    last = segmentEnd
                } else if symbols > 3 {
                    quiet =
                        times[last &- 1] < wake
                        && (!Drift.isUsed
                            || !values.mayExceed(
                                limits,
                                around: aims,
                                of: value,
                                mobility,
                                spread: partSpreads[part]
                            ).holdsAnywhere)
                }
                if quiet {
                    while bar < last {
                        let value = shares.value(row)
                        let step = drawdown.step(to: value)
                        if drawdown.isWorse(step).holdsAnywhere { drawdown.note(step) }
                        drawdown.peak = step.peak
                        returns.add(value)
                        row += symbols
                        bar &+= 1
                    }
                    continue
                }
            }

            while bar < last {
                if bar > start {
                    if rate != 0, holdsCash {
                        let seconds = times[bar] - times[bar &- 1]
                        cash += cash * rate * seconds / SimulationSettings.secondsPerYear
                    }
                    if hasIncome, income.isPaid[bar] {
                        for symbol in 0..<symbols {
                            let place = bar &* symbols &+ symbol
                            if hasDividends { cash += shares[symbol] * income.dividends[place] }
                            if hasFunding { shares[symbol] *= 1 - income.funding[place] }
                        }
                    }
                }
                var value = shares.value(row, &values) + cash
                var step = drawdown.step(to: value)
                // Whoever is worth nothing has never been worth less.
                var rare = drawdown.isWorse(step)
                if Drift.isUsed { rare = rare .| values.exceed(limits, around: aims, of: value) }
                if rare.holdsAnywhere || times[bar] >= wake {
                    let time = Lanes(repeating: times[bar])
                    let isLost = value .<= 0
                    if isLost.holdsAnywhere {
                        cash.replace(with: Lanes(repeating: .nan), where: isLost)
                        value.replace(with: Lanes(repeating: .nan), where: isLost)
                        holdsCash = true
                    }
                    let isDue = time .>= state.timing.due
                    var triggers = isDue
                    if Drift.isUsed {
                        triggers = triggers .| values.exceed(reach, around: aims, of: value)
                    }
                    triggers = triggers .& (time .>= state.timing.allowed) .& .!isLost
                    if triggers.holdsAnywhere {
                        if group.usesVeto, bar &- start >= lookback {
                            let old = shares.value(row - lookback &* symbols) + cash
                            let rises = ((value - old) / old) .> RebalancingPolicy.momentumVetoRise
                            triggers = triggers .& .!(rises .& group.vetoes)
                        }
                    }
                    if triggers.holdsAnywhere {
                        (state.shares, state.cash) = (shares, cash)
                        value = state.rebalance(
                            self,
                            at: bar,
                            where: triggers,
                            isDue: isDue,
                            values: values,
                            value: value
                        )
                        (shares, cash) = (state.shares, state.cash)
                        mobility = state.mobility
                        holdsCash = hasDividends || (cash .!= 0).holdsAnywhere
                        state.timing.noteRebalance(group, at: time, periods[bar], where: triggers)
                        step = drawdown.step(to: value)
                    }
                    state.timing.lookAhead(group, at: time)
                    wake = state.timing.wake
                    if Drift.isUsed { state.limitDrifts() }
                    drawdown.note(step)
                }
                drawdown.peak = step.peak
                returns.add(value)
                row += symbols
                bar &+= 1
            }
            if bar <= start &+ 2 { returns.settle(isFirstBar: bar == start &+ 1) }
        }
        state.bar = bar
        (state.shares, state.cash) = (shares, cash)
        state.drawdown = drawdown
        state.returns = returns
    }
}

extension LaneStorage {
    /// What shares are worth at a row of prices.
    @inline(__always)
    fileprivate func value(_ row: UnsafePointer<Double>) -> Lanes {
        var value = self[0] * row[0]
        for symbol in 1..<symbolCount { value += self[symbol] * row[symbol] }
        return value
    }

    /// The same, and what those of each symbol are worth.
    @inline(__always)
    fileprivate func value(_ row: UnsafePointer<Double>, _ values: inout Self) -> Lanes {
        var value = self[0] * row[0]
        values[0] = value
        for symbol in 1..<symbolCount {
            values[symbol] = self[symbol] * row[symbol]
            value += values[symbol]
        }
        return value
    }

    /// Who has a symbol further from its aim than its limit.
    @inline(__always)
    fileprivate func exceed(
        _ limits: UnsafeMutablePointer<Lanes>,
        around aims: UnsafeMutablePointer<Lanes>,
        of value: Lanes
    ) -> LaneMask {
        var isOutside = (self[0] - aims[0] * value).magnitudes .> limits[0] * value
        for symbol in 1..<symbolCount {
            let drift = (self[symbol] - aims[symbol] * value).magnitudes
            isOutside = isOutside .| (drift .> limits[symbol] * value)
        }
        return isOutside
    }

    /// Who may have one there while prices move apart by no more than `spread`.
    @inline(__always)
    fileprivate func mayExceed(
        _ limits: UnsafeMutablePointer<Lanes>,
        around aims: UnsafeMutablePointer<Lanes>,
        of value: Lanes,
        _ mobility: Lanes,
        spread: Double
    ) -> LaneMask {
        var mayTrigger = LaneMask(repeating: false)
        for symbol in 0..<symbolCount {
            let drift = (self[symbol] - aims[symbol] * value).magnitudes
            let bound = DriftBound.after(drift, of: value, mobility, spread: spread)
            mayTrigger = mayTrigger .| .!(bound .< limits[symbol] * value)
        }
        return mayTrigger
    }
}
