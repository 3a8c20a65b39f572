/// Where the search for initial states begins: R. J. Hyndman et al., "A state space framework for
/// automatic forecasting using exponential smoothing methods", International Journal of Forecasting 18
/// (2002), 5.1.
enum ETSInitialState {
    /// The seasons of a classical decomposition; a line through the first two seasons (at least ten
    /// values) of what is left, or its mean.
    static func heuristic(_ values: UnsafeBufferPointer<Double>, form: ETSForm, period: Int)
        -> ETSState
    {
        var seasons: [Double] = []
        if form.season != .none {
            seasons = SeasonalIndices.classical(
                values,
                period: period,
                kind: form.season == .additive ? .additive : .multiplicative
            )
            if form.season == .multiplicative {
                seasons = seasons.map { max($0, 0.01) }
                let scale = Double(period) / seasons.reduce(0, +)
                seasons = seasons.map { $0 * scale }
            }
        }
        let count = min(max(10, 2 * period), values.count)
        func adjusted(_ row: Int) -> Double {
            switch form.season {
            case .none: values[row]
            case .additive: values[row] - seasons[row % period]
            case .multiplicative: values[row] / seasons[row % period]
            }
        }
        var mean = 0.0
        for row in 0..<count { mean += adjusted(row) }
        mean /= Double(count)
        var state = ETSState(level: mean, seasons: seasons)
        if form.trend != .none {
            // Rows count from 1, so that the line's value at 0 is the level before the first.
            let center = Double(count + 1) / 2
            var product = 0.0
            var square = 0.0
            for row in 0..<count {
                let time = Double(row + 1) - center
                product += time * (adjusted(row) - mean)
                square += time * time
            }
            state.trend = product / square
            state.level = mean - state.trend * center
        }
        return state
    }

    /// A level without trend and season, for series that the heuristic state fails on.
    static func neutral(_ values: UnsafeBufferPointer<Double>, form: ETSForm, period: Int)
        -> ETSState
    {
        let season = form.season == .multiplicative ? 1.0 : 0
        return ETSState(
            level: values.mean,
            seasons: form.season == .none ? [] : Array(repeating: season, count: period)
        )
    }
}
