/// How a season is joined to the rest of a series.
enum SeasonalKind: Sendable {
    case additive
    case multiplicative
}

/// Classical decomposition: the mean deviation of each season from a centred moving average.
enum SeasonalIndices {
    /// The index of each season, the first value's first; they sum to 0 or average 1.
    ///
    /// The trend is the centred moving average of one season (2 x m for an even m); values without one
    /// at either end are left out. M. Kendall, A. Stuart, "The Advanced Theory of Statistics" 3 (1983).
    ///
    /// - Precondition: At least two whole seasons; positive values for a multiplicative one.
    static func classical(
        _ values: UnsafeBufferPointer<Double>,
        period: Int,
        kind: SeasonalKind
    ) -> [Double] {
        precondition(period >= 2 && values.count >= 2 * period)
        let half = period / 2
        let isEven = period.isMultiple(of: 2)
        var sums = Array(repeating: 0.0, count: period)
        var counts = Array(repeating: 0.0, count: period)
        for row in half..<(values.count - half) {
            var sum = isEven ? 0.5 * (values[row - half] + values[row + half]) : 0
            let inner = isEven ? (row - half + 1)..<(row + half) : (row - half)..<(row + half + 1)
            for other in inner { sum += values[other] }
            let trend = sum / Double(period)
            sums[row % period] +=
                kind == .additive ? values[row] - trend : values[row] / trend
            counts[row % period] += 1
        }
        let means = zip(sums, counts).map { $0 / $1 }
        let center = means.reduce(0, +) / Double(period)
        return means.map { kind == .additive ? $0 - center : $0 / center }
    }

    /// Whether the autocorrelation at one season is significant at the 90 % level.
    ///
    /// `|r(m)| > 1.645 sqrt((1 + 2 (r(1)^2 + ... + r(m-1)^2)) / n)`: J. Fiorucci et al., "Models for
    /// optimising the theta method", International Journal of Forecasting 32 (2016). False for less than
    /// two whole seasons, seasons shorter than 2, and constant series.
    static func isSeasonal(_ values: UnsafeBufferPointer<Double>, period: Int) -> Bool {
        guard period >= 2, values.count >= 2 * period, !values.isConstant else { return false }
        let mean = values.mean
        var variance = 0.0
        for value in values { variance += (value - mean) * (value - mean) }
        func autocorrelation(_ lag: Int) -> Double {
            var sum = 0.0
            for row in lag..<values.count {
                sum += (values[row] - mean) * (values[row - lag] - mean)
            }
            return sum / variance
        }
        var squares = 0.0
        for lag in 1..<period {
            let r = autocorrelation(lag)
            squares += r * r
        }
        let limit = 1.6448536269514722 * ((1 + 2 * squares) / Double(values.count)).squareRoot()
        return abs(autocorrelation(period)) > limit
    }
}
