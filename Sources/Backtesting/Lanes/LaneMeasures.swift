/// The returns of candidates from bar to bar, summed up as `MetricsAccumulator` does.
struct LaneReturns {
    /// The value at the bar before.
    var equity: Lanes
    var shift = Lanes.zero
    var shiftedSum = Lanes.zero
    var shiftedSquares = Lanes.zero
    var downsideSquares = Lanes.zero

    init(equity: Lanes) { self.equity = equity }

    @inline(__always)
    mutating func add(_ value: Lanes) {
        let change = value / equity - 1
        equity = value
        let shifted = change - shift
        shiftedSum += shifted
        shiftedSquares += shifted * shifted
        let loss = change.replacing(with: Lanes.zero, where: change .> Lanes.zero)
        downsideSquares += loss * loss
    }

    /// After the window's first bar, which has no return, and after its second, whose return shifts
    /// all others.
    @inline(__always)
    mutating func settle(isFirstBar: Bool) {
        if isFirstBar {
            self = LaneReturns(equity: equity)
        } else {
            shift = shiftedSum
            shiftedSum -= shift
            shiftedSquares = shiftedSum * shiftedSum
        }
    }
}

/// The worst drawdowns of candidates so far. Divides only where one gets worse.
struct LaneDrawdown {
    var peak = Lanes.zero
    var worst = Lanes.zero
    /// `worst`, but just below zero until there is a drawdown, so that being at the peak is none.
    private var worstSoFar = Lanes(repeating: -1e-300)

    /// What a bar brings.
    struct Step {
        let peak: Lanes
        let below: Lanes
    }

    @inline(__always)
    func step(to value: Lanes) -> Step {
        let next = peak.maximum(value)
        return Step(peak: next, below: value - next)
    }

    /// Where the drawdown may be worse than all before: `fl((V - peak) / peak) < worst` needs
    /// `V - peak <= fl(worst * peak)`.
    @inline(__always)
    func isWorse(_ step: Step) -> LaneMask { step.below .<= worstSoFar * step.peak }

    @inline(__always)
    mutating func note(_ step: Step) {
        let drawdown = step.below / step.peak
        worst.replace(with: drawdown, where: drawdown .< worst)
        worstSoFar.replace(with: worst, where: worst .< 0)
    }
}
