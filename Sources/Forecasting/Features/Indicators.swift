/// Indicators of technical analysis.
enum Indicators {
    /// An exponential average that begins with the mean of the first `window` values.
    ///
    /// - Parameters:
    ///   - values: Where one is not finite, the average is NaN and begins anew behind it.
    ///   - factor: The weight of the newest value: `2 / (window + 1)` of common exponential averages,
    ///     `1 / window` of Wilder's.
    static func exponentialAverage(
        _ values: [Double],
        window: Int,
        factor: Double
    ) -> [Double] {
        var column = Array(repeating: Double.nan, count: values.count)
        var seen = 0
        var average = 0.0
        for (row, value) in values.enumerated() {
            guard value.isFinite else {
                seen = 0
                continue
            }
            seen += 1
            if seen <= window {
                // The mean of what there is so far.
                average = seen == 1 ? value : average + (value - average) / Double(seen)
            } else {
                average += factor * (value - average)
            }
            if seen >= window { column[row] = average }
        }
        return column
    }

    static func wilderAverage(_ values: [Double], window: Int) -> [Double] {
        exponentialAverage(values, window: window, factor: 1 / Double(window))
    }

    static func relativeStrength(_ values: [Double], window: Int) -> [Double] {
        let changes = Changes.column(values, rows: 1) { $1 - $0 }
        let gains = wilderAverage(changes.map { $0 < 0 ? 0 : $0 }, window: window)
        let losses = wilderAverage(changes.map { $0 > 0 ? 0 : -$0 }, window: window)
        return zip(gains, losses).map { gain, loss in
            let total = gain + loss
            return total == 0 ? 50 : 100 * (gain / total)
        }
    }

    /// The difference, the signal and the histogram.
    static func macd(_ values: [Double], fast: Int, slow: Int, signal: Int) -> [[Double]] {
        func average(_ values: [Double], _ window: Int) -> [Double] {
            exponentialAverage(values, window: window, factor: 2 / Double(window + 1))
        }
        let difference = zip(average(values, fast), average(values, slow)).map { $0 - $1 }
        let line = average(difference, signal)
        return [difference, line, zip(difference, line).map { $0 - $1 }]
    }

    /// The lower band, the mean and the upper band.
    static func bollingerBands(
        _ values: [Double],
        window: Int,
        deviations: Double
    ) -> [[Double]] {
        var lower = Array(repeating: Double.nan, count: values.count)
        var (middle, upper) = (lower, lower)
        RollingMoments.forEachWindow(values, window: window) { row, moments in
            let width = deviations * moments.populationStandardDeviation
            middle[row] = moments.mean
            lower[row] = moments.mean - width
            upper[row] = moments.mean + width
        }
        return [lower, middle, upper]
    }

    /// Wilder's average of the true range: from the lower to the higher of the bar's range and the close
    /// before.
    static func averageTrueRange(
        high: ArraySlice<Double>,
        low: ArraySlice<Double>,
        close: ArraySlice<Double>,
        window: Int
    ) -> [Double] {
        let (highs, lows, closes) = (Array(high), Array(low), Array(close))
        var ranges = Array(repeating: Double.nan, count: closes.count)
        for row in closes.indices.dropFirst() {
            let before = closes[row - 1]
            // A missing value anywhere makes the sum NaN; the maximum might hide it.
            guard (highs[row] + lows[row] + before + closes[row]).isFinite else { continue }
            ranges[row] = max(highs[row], before) - min(lows[row], before)
        }
        return wilderAverage(ranges, window: window)
    }
}
