/// The inner loop of the lane simulation: ``ReferenceSimulator`` for eight candidates at a time,
/// with the same operations in the same order and so the same bits.
///
/// Everything that happens at every bar is straight-line code on vector registers; rebalances and
/// new worst drawdowns sit behind one branch.
struct LaneKernel {
    let closes: UnsafePointer<Double>
    /// The bars' timestamps; every second of them is exact.
    let times: UnsafePointer<Double>
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

    /// Runs bars up to `end`. No calls in here: all of the state stays in registers.
    @inline(never)
    private func advance<Storage: LaneStorage, Drift: DriftUse>(
        _ state: inout LaneState<Storage>,
        _: Drift.Type,
        start: Int,
        to end: Int
    ) {
        let weights = state.weights
        let offsets = state.offsets
        let symbols = weights.symbolCount
        let rate = settings.costs.rate
        let lookback = settings.momentumLookback
        let thresholds = group.thresholds
        let (stride, times, usesVeto) = (stride, times, group.usesVeto)
        var shares = state.shares
        var values = weights
        var (due, allowed) = (state.due, state.allowed)
        var (equity, peak) = (state.equity, state.peak)
        var (worst, worstSoFar) = (state.worst, state.worstSoFar)
        var (shift, shiftedSum) = (state.shift, state.shiftedSum)
        var (shiftedSquares, downsideSquares) = (state.shiftedSquares, state.downsideSquares)

        var bar = state.bar
        var row = closes + bar &* stride
        while bar < end {
            // Value.
            var value = shares[0] * row[offsets[0]]
            values[0] = value
            for symbol in 1..<symbols {
                values[symbol] = shares[symbol] * row[offsets[symbol]]
                value += values[symbol]
            }
            // Decide.
            let time = Lanes(repeating: times[bar])
            var triggers = time .>= due
            if Drift.isUsed {
                var drift = (values[0] - weights[0] * value).magnitudes
                for symbol in 1..<symbols {
                    drift = drift.maximum((values[symbol] - weights[symbol] * value).magnitudes)
                }
                triggers = triggers .| (drift .> thresholds * value)
            }
            triggers = triggers .& (time .>= allowed)
            // As if nothing were rebalanced; `fl((V - peak) / peak) < worst` needs
            // `V - peak <= fl(worst * peak)`.
            var nextPeak = peak.maximum(value)
            var below = value - nextPeak
            let rare = triggers .| (below .<= worstSoFar * nextPeak)
            if rare.holdsAnywhere {
                if triggers.holdsAnywhere {
                    if usesVeto, bar &- start >= lookback {
                        let oldRow = row - lookback &* stride
                        var old = shares[0] * oldRow[offsets[0]]
                        for symbol in 1..<symbols {
                            old += shares[symbol] * oldRow[offsets[symbol]]
                        }
                        let rises = ((value - old) / old) .> RebalancingPolicy.momentumVetoRise
                        triggers = triggers .& .!(rises .& group.vetoes)
                    }
                    var notional = (weights[0] * value - values[0]).magnitudes
                    for symbol in 1..<symbols {
                        notional += (weights[symbol] * value - values[symbol]).magnitudes
                    }
                    let cost = rate * notional
                    let turnover = state.turnover + notional / value
                    state.turnover.replace(with: turnover, where: triggers)
                    state.rebalances.replace(with: state.rebalances + 1, where: triggers)
                    state.costPaid.replace(with: state.costPaid + cost, where: triggers)
                    value.replace(with: value - cost, where: triggers)
                    for symbol in 0..<symbols {
                        let share = (value * weights[symbol]) / row[offsets[symbol]]
                        shares[symbol].replace(with: share, where: triggers)
                    }
                    due.replace(with: time + group.calendarSeconds, where: triggers)
                    allowed.replace(with: time + group.intervalSeconds, where: triggers)
                    nextPeak = peak.maximum(value)
                    below = value - nextPeak
                }
                let drawdown = below / nextPeak
                worst.replace(with: drawdown, where: drawdown .< worst)
                worstSoFar.replace(with: worst, where: worst .< 0)
            }
            peak = nextPeak
            // Measure.
            let change = value / equity - 1
            equity = value
            row += stride
            bar &+= 1
            if bar <= start &+ 2 {
                if bar == start &+ 1 { continue }
                shift = change
            }
            let shifted = change - shift
            shiftedSum += shifted
            shiftedSquares += shifted * shifted
            let loss = change.replacing(with: Lanes.zero, where: change .> Lanes.zero)
            downsideSquares += loss * loss
        }
        state.bar = bar
        state.shares = shares
        (state.due, state.allowed) = (due, allowed)
        (state.equity, state.peak) = (equity, peak)
        (state.worst, state.worstSoFar) = (worst, worstSoFar)
        (state.shift, state.shiftedSum) = (shift, shiftedSum)
        (state.shiftedSquares, state.downsideSquares) = (shiftedSquares, downsideSquares)
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
