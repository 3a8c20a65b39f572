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
    @inline(__always)
    func run<Storage: LaneStorage>(
        _ empty: Storage,
        usesDrift: Bool,
        start: Int,
        ends: [Int],
        emit: (Int, LaneSnapshot) -> Void
    ) {
        let symbols = empty.symbolCount
        var weights = empty
        for symbol in 0..<symbols { weights[symbol] = group.weights[symbol] }
        var shares = empty
        var values = empty
        let rate = settings.costs.rate
        let thresholds = group.thresholds
        let columns = group.columns
        let lookback = settings.momentumLookback

        // Invest the capital.
        var invested = Lanes.zero
        var row = closes + start * stride
        for symbol in 0..<symbols {
            let budget = (settings.capital * weights[symbol]) / (1 + rate)
            shares[symbol] = budget / row[columns[symbol]]
            invested += budget
        }
        var costPaid = rate > 0 ? settings.capital - invested : .zero
        var rebalances = Lanes.zero
        var turnover = Lanes.zero
        var allowed = Lanes(repeating: -.infinity)
        var due = times[start] + group.calendarSeconds

        var equity = Lanes(repeating: settings.capital)
        var peak = Lanes.zero
        var worst = Lanes.zero
        // Just below zero until there is a drawdown, so that being at the peak is none.
        var worstSoFar = Lanes(repeating: -1e-300)
        var downsideSquares = Lanes.zero
        var shift = Lanes.zero
        var shiftedSum = Lanes.zero
        var shiftedSquares = Lanes.zero

        var bar = start
        for (index, end) in ends.enumerated() {
            while bar < end {
                // Value.
                var value = shares[0] * row[columns[0]]
                values[0] = value
                for symbol in 1..<symbols {
                    values[symbol] = shares[symbol] * row[columns[symbol]]
                    value += values[symbol]
                }
                // Decide.
                let time = Lanes(repeating: times[bar])
                var triggers = time .>= due
                if usesDrift {
                    var drift = (values[0] - weights[0] * value).magnitudes
                    for symbol in 1..<symbols {
                        drift = drift.maximum(
                            (values[symbol] - weights[symbol] * value).magnitudes
                        )
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
                        if group.usesVeto, bar - start >= lookback {
                            let oldRow = row - lookback * stride
                            var old = shares[0] * oldRow[columns[0]]
                            for symbol in 1..<symbols {
                                old += shares[symbol] * oldRow[columns[symbol]]
                            }
                            let rises =
                                ((value - old) / old) .> RebalancingPolicy.momentumVetoRise
                            triggers = triggers .& .!(rises .& group.vetoes)
                        }
                        var notional = (weights[0] * value - values[0]).magnitudes
                        for symbol in 1..<symbols {
                            notional += (weights[symbol] * value - values[symbol]).magnitudes
                        }
                        let cost = rate * notional
                        rebalances.replace(with: rebalances + 1, where: triggers)
                        turnover.replace(with: turnover + notional / value, where: triggers)
                        costPaid.replace(with: costPaid + cost, where: triggers)
                        value.replace(with: value - cost, where: triggers)
                        for symbol in 0..<symbols {
                            shares[symbol].replace(
                                with: (value * weights[symbol]) / row[columns[symbol]],
                                where: triggers
                            )
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
                bar += 1
                if bar <= start + 2 {
                    if bar == start + 1 { continue }
                    shift = change
                }
                let shifted = change - shift
                shiftedSum += shifted
                shiftedSquares += shifted * shifted
                let loss = change.replacing(with: Lanes.zero, where: change .> Lanes.zero)
                downsideSquares += loss * loss
            }
            emit(
                index,
                LaneSnapshot(
                    bars: bar - start,
                    equity: equity,
                    worst: worst,
                    downsideSquares: downsideSquares,
                    shift: shift,
                    shiftedSum: shiftedSum,
                    shiftedSquares: shiftedSquares,
                    rebalances: rebalances,
                    turnover: turnover,
                    costPaid: costPaid
                )
            )
        }
    }
}
