/// Where the candidates of a group stand between two bars.
struct LaneState<Storage: LaneStorage> {
    let weights: Storage
    let offsets: Storage.Offsets
    var bar: Int
    var shares: Storage
    /// From when on the calendar triggers, and from when on a rebalance is allowed.
    var due: Lanes
    var allowed = Lanes(repeating: -.infinity)
    var rebalances = Lanes.zero
    var turnover = Lanes.zero
    var costPaid: Lanes
    var equity: Lanes
    var peak = Lanes.zero
    var worst = Lanes.zero
    /// `worst`, but just below zero until there is a drawdown, so that being at the peak is none.
    var worstSoFar = Lanes(repeating: -1e-300)
    var shift = Lanes.zero
    var shiftedSum = Lanes.zero
    var shiftedSquares = Lanes.zero
    var downsideSquares = Lanes.zero

    /// Invests the capital at the window's first bar.
    init(_ kernel: LaneKernel, _ empty: Storage, start: Int) {
        let (group, settings) = (kernel.group, kernel.settings)
        let rate = settings.costs.rate
        let row = kernel.closes + start * kernel.stride
        var (weights, shares) = (empty, empty)
        var invested = Lanes.zero
        for (symbol, column) in group.columns.enumerated() {
            weights[symbol] = group.weights[symbol]
            let budget = (settings.capital * weights[symbol]) / (1 + rate)
            shares[symbol] = budget / row[column]
            invested += budget
        }
        self.weights = weights
        self.shares = shares
        offsets = Storage.offsets(group.columns)
        bar = start
        due = kernel.times[start] + group.calendarSeconds
        costPaid = rate > 0 ? settings.capital - invested : .zero
        equity = Lanes(repeating: settings.capital)
    }

    func snapshot(bars: Int) -> LaneSnapshot {
        LaneSnapshot(
            bars: bars,
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
    }
}
