/// The inner loop of the lane simulation: ``ReferenceSimulator`` for eight candidates at a time,
/// with the same operations in the same order and so the same bits.
///
/// Everything that happens at every bar is straight-line code on vector registers; rebalances and
/// new worst drawdowns sit behind one branch. Whether a candidate may be rebalanced is known ahead:
/// its limit of drift is infinite while it may not, and the time at which that changes is one number
/// for all. A segment of bars in which certainly no candidate is rebalanced, or a part of one, is run
/// by a shorter loop, which does not look for reasons to.
struct LaneKernel {
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

    /// Runs the windows that begin at `start` and hands a snapshot to `emit` at the end of each.
    func run<Storage: LaneStorage, Drift: DriftUse>(
        _ empty: Storage,
        _ drift: Drift.Type,
        start: Int,
        ends: [Int],
        emit: (Int, LaneSnapshot) -> Void
    ) {
        var state = LaneState(self, empty, start: start)
        for (index, end) in ends.enumerated() {
            advance(&state, drift, start: start, to: end)
            emit(index, state.snapshot(bars: end - start))
        }
    }

    /// Runs bars up to `end`, segment by segment. No calls in here: all of the state stays in
    /// registers.
    @inline(never)
    private func advance<Storage: LaneStorage, Drift: DriftUse>(
        _ state: inout LaneState<Storage>,
        _: Drift.Type,
        start: Int,
        to end: Int
    ) {
        let target = Target(weights: state.weights)
        let symbols = state.weights.symbolCount
        let lookback = settings.momentumLookback
        let mobility = group.mobility
        let (times, periods) = (times, periods)
        let (segmentSpreads, partSpreads) = (segmentSpreads, partSpreads)
        var shares = state.shares
        var values = state.weights
        var (limit, wake) = (state.timing.limit, state.timing.wake)
        var drawdown = state.drawdown
        var returns = state.returns

        var bar = state.bar
        var row = closes + bar &* symbols
        while bar < end {
            let part = bar / PriceRatios.partLength
            var last = min(end, (part &+ 1) &* PriceRatios.partLength)

            if bar < start &+ 2 {
                last = bar &+ 1
            } else if bar == part &* PriceRatios.partLength {
                // Has a candidate, or may one of them get, a reason to be rebalanced? Not in the
                // whole segment, or else not in its first part?
                var value = Lanes.zero
                var drift = Lanes.zero
                if Drift.isUsed {
                    value = target.value(of: shares, row, &values)
                    drift = target.drift(values, value)
                }
                @inline(__always)
                func isQuiet(to last: Int, _ spread: Double) -> Bool {
                    if times[last &- 1] >= wake { return false }
                    if !Drift.isUsed { return true }
                    let bound = DriftBound.after(drift, of: value, mobility, spread: spread)
                    let mayTrigger = .!(bound .< limit * value)
                    return !mayTrigger.holdsAnywhere
                }
                let segment = bar / PriceRatios.segmentLength
                let segmentEnd = min(end, (segment &+ 1) &* PriceRatios.segmentLength)
                var quiet = false
                if bar == segment &* PriceRatios.segmentLength,
                    isQuiet(to: segmentEnd, segmentSpreads[segment])
                {
                    quiet = true
                    last = segmentEnd
                } else if symbols > 3 {
                    // With fewer, the return's division hides the decision.
                    quiet = isQuiet(to: last, partSpreads[part])
                }
                if quiet {
                    while bar < last {
                        let value = target.value(of: shares, row)
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
                // Decide, at first as if nothing were rebalanced.
                var value = target.value(of: shares, row, &values)
                var step = drawdown.step(to: value)
                var rare = drawdown.isWorse(step)
                if Drift.isUsed {
                    rare = rare .| (target.drift(values, value) .> limit * value)
                }
                if rare.holdsAnywhere || times[bar] >= wake {
                    let time = Lanes(repeating: times[bar])
                    var triggers = time .>= state.timing.due
                    if Drift.isUsed {
                        let drift = target.drift(values, value)
                        triggers = triggers .| (drift .> group.thresholds * value)
                    }
                    triggers = triggers .& (time .>= state.timing.allowed)
                    if triggers.holdsAnywhere {
                        if group.usesVeto, bar &- start >= lookback {
                            let old = target.value(of: shares, row - lookback &* symbols)
                            let rises = ((value - old) / old) .> RebalancingPolicy.momentumVetoRise
                            triggers = triggers .& .!(rises .& group.vetoes)
                        }
                        let notional = target.notional(values, value)
                        let cost = settings.costs.rate * notional
                        let turnover = state.turnover + notional / value
                        state.turnover.replace(with: turnover, where: triggers)
                        state.rebalances.replace(with: state.rebalances + 1, where: triggers)
                        state.costPaid.replace(with: state.costPaid + cost, where: triggers)
                        value.replace(with: value - cost, where: triggers)
                        for symbol in 0..<symbols {
                            let share = target.share(symbol, of: value, row)
                            shares[symbol].replace(with: share, where: triggers)
                        }
                        state.timing.noteRebalance(group, at: time, periods[bar], where: triggers)
                        step = drawdown.step(to: value)
                    }
                    state.timing.lookAhead(group, at: time)
                    (limit, wake) = (state.timing.limit, state.timing.wake)
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
        state.shares = shares
        state.drawdown = drawdown
        state.returns = returns
    }
}

/// Whether some candidate of a group looks at the drift of its weights, known to the compiler.
protocol DriftUse {
    static var isUsed: Bool { get }
}
enum UsesDrift: DriftUse {
    @inline(__always) static var isUsed: Bool { true }
}
enum IgnoresDrift: DriftUse {
    @inline(__always) static var isUsed: Bool { false }
}
