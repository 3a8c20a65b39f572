/// Whether the bars that a coarser timeframe makes have all the bars that they are made of.
public struct BucketCompleteness: Sendable, Equatable {
    /// The number of bars that a whole one is made of: the ratio of the intervals in markets that never
    /// close, else the (lower) median of all.
    public let expected: Int
    /// The bars that the first one is made of.
    public let first: Int
    /// The bars that the last one is made of.
    public let last: Int
    /// Bars between the first and the last that are made of fewer than expected.
    public let incompleteInside: Int

    /// Whether the first bar is made of fewer bars than a whole one.
    public var isFirstIncomplete: Bool { first < expected }

    /// Whether the last bar is made of fewer bars than a whole one.
    public var isLastIncomplete: Bool { last < expected }
}

extension PriceTable {
    /// How whole the bars of ``resampled(to:)`` are.
    ///
    /// - Complexity: O(T log T).
    public func completeness(resampledTo target: BarInterval) -> BucketCompleteness {
        let counts = bucketCounts(target)
        let sorted = counts.sorted()
        let expected =
            hasWeekendBars ? Int(target.seconds / interval) : sorted[(sorted.count - 1) / 2]
        return BucketCompleteness(
            expected: expected,
            first: counts[0],
            last: counts[counts.count - 1],
            incompleteInside: counts.dropFirst().dropLast().count { $0 < expected }
        )
    }

    /// The table in a coarser timeframe, without an incomplete bar at its beginning or end.
    ///
    /// - Throws: ``MarketDataError/timeframeTooFine(requested:interval:)``, or ``MarketDataError/badTable(_:)``
    ///   if no bar or symbol is left.
    /// - Complexity: O(T log T + T x N).
    public func resampledWhole(to target: BarInterval) throws(MarketDataError) -> PriceTable {
        guard target.seconds > interval else { return try resampled(to: target) }
        let completeness = completeness(resampledTo: target)
        let isOne = bucketCounts(target).count == 1
        let start = completeness.isFirstIncomplete ? completeness.first : 0
        let end = completeness.isLastIncomplete && !isOne ? completeness.last : 0
        if start + end == 0 { return try resampled(to: target) }
        guard start + end < barCount else { throw .badTable(.noBars) }
        let bars = start..<barCount - end
        let (closes, width) = (closes.asArray, symbolCount)
        let rest = PriceGrid(
            symbols,
            Array(timestamps[bars]),
            Array(closes[bars.lowerBound * width..<bars.upperBound * width])
        )
        return try rest.table().resampled(to: target)
    }

    /// The number of bars in each bucket that has any.
    private func bucketCounts(_ target: BarInterval) -> [Int] {
        var counts: [Int] = []
        var label: Int64?
        for timestamp in timestamps {
            let start = target.bucketStart(of: timestamp)
            if start == label {
                counts[counts.count - 1] += 1
            } else {
                counts.append(1)
                label = start
            }
        }
        return counts
    }
}
