/// The inner loop of the lane simulation: ``ReferenceSimulator`` for eight candidates at a time,
/// with the same operations in the same order and so the same bits.
///
/// Everything that happens at every bar is straight-line code on vector registers; rebalances and
/// new worst drawdowns sit behind one branch. A segment of bars in which certainly no candidate is
/// rebalanced is run by a shorter loop, which does not look for reasons to.
struct LaneKernel {
    let closes: UnsafePointer<Double>
    /// The bars' timestamps; every second of them is exact.
    let times: UnsafePointer<Double>
    let spreads: UnsafePointer<Double>
    /// Prices in a row.
    let stride: Int
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
        let target = Target(weights: state.weights, offsets: state.offsets)
        let symbols = state.weights.symbolCount
        let lookback = settings.momentumLookback
        let mobility = group.mobility
        let (stride, times, spreads) = (stride, times, spreads)
        let (thresholds, usesVeto) = (group.thresholds, group.usesVeto)
        var shares = state.shares
        var values = state.weights
        var (due, allowed) = (state.due, state.allowed)
        var drawdown = state.drawdown
        var returns = state.returns

        var bar = state.bar
        var row = closes + bar &* stride
        while bar < end {
            let segment = bar / PriceRatios.segmentLength
            let first = segment &* PriceRatios.segmentLength
            var last = min(end, first &+ PriceRatios.segmentLength)

            if bar < start &+ 2 {
                last = bar &+ 1
            } else if bar == first {
                // Has a candidate, or may one of them get, a reason to be rebalanced?
                let time = Lanes(repeating: times[last &- 1])
                var reasons = time .>= due
                if Drift.isUsed {
                    let value = target.value(of: shares, row, &values)
                    let bound = DriftBound.after(
                        target.drift(values, value),
                        of: value,
                        mobility,
                        spread: spreads[segment]
                    )
                    reasons = reasons .| .!(bound .< thresholds * value)
                }
                if !(reasons .& (time .>= allowed)).holdsAnywhere {
                    while bar < last {
                        let value = target.value(of: shares, row)
                        let step = drawdown.step(to: value)
                        if drawdown.isWorse(step).holdsAnywhere { drawdown.note(step) }
                        drawdown.peak = step.peak
                        returns.add(value)
                        row += stride
                        bar &+= 1
                    }
                    continue
                }
            }

            while bar < last {
                // Decide.
                var value = target.value(of: shares, row, &values)
                let time = Lanes(repeating: times[bar])
                var triggers = time .>= due
                if Drift.isUsed {
                    triggers = triggers .| (target.drift(values, value) .> thresholds * value)
                }
                triggers = triggers .& (time .>= allowed)
                // As if nothing were rebalanced.
                var step = drawdown.step(to: value)
                if (triggers .| drawdown.isWorse(step)).holdsAnywhere {
                    if triggers.holdsAnywhere {
                        if usesVeto, bar &- start >= lookback {
                            let old = target.value(of: shares, row - lookback &* stride)
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
                        let gap = time - (allowed - group.intervalSeconds)
                        state.leastGap.replace(
                            with: gap,
                            where: triggers .& (gap .< state.leastGap)
                        )
                        due.replace(with: time + group.calendarSeconds, where: triggers)
                        allowed.replace(with: time + group.intervalSeconds, where: triggers)
                        step = drawdown.step(to: value)
                    }
                    drawdown.note(step)
                }
                drawdown.peak = step.peak
                returns.add(value)
                row += stride
                bar &+= 1
            }
            if bar <= start &+ 2 { returns.settle(isFirstBar: bar == start &+ 1) }
        }
        state.bar = bar
        state.shares = shares
        (state.due, state.allowed) = (due, allowed)
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
