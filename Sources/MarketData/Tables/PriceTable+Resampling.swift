extension PriceTable {
    /// The table in a coarser timeframe: the last close of each UTC-aligned bucket that has bars.
    ///
    /// A bar is labelled with the start of its bucket. Weeks start on Monday; see
    /// ``BarInterval/bucketStart(of:)``. The first and the last bucket may be incomplete and are
    /// kept. A symbol's bucket that its listing ends in has its last close. A target equal to ``interval`` returns the table itself, labels untouched.
    ///
    /// - Parameter target: The length of the new bars.
    /// - Returns: At most ``barCount`` bars with the same symbols.
    /// - Throws: ``MarketDataError/timeframeTooFine(requested:interval:)`` if `target` is shorter
    ///   than ``interval``; ``MarketDataError/badTable(_:)`` if the first bucket begins before the year 0.
    /// - Complexity: O(T + buckets x N).
    public func resampled(to target: BarInterval) throws(MarketDataError) -> PriceTable {
        if target.seconds == interval { return self }
        guard target.seconds > interval else {
            throw .timeframeTooFine(requested: target, interval: interval)
        }
        var labels: [Int64] = []
        var lastBars: [Int] = []
        for (bar, timestamp) in timestamps.enumerated() {
            let label = target.bucketStart(of: timestamp)
            if labels.last == label {
                lastBars[lastBars.count - 1] = bar
            } else {
                labels.append(label)
                lastBars.append(bar)
            }
        }
        guard UTCTime.range.contains(labels[0]) else {
            throw .badTable(.badTime(bar: 0, timestamp: labels[0]))
        }
        let width = symbolCount
        var resampled: [Double] = []
        resampled.reserveCapacity(labels.count * width)
        closes.withUnsafeBufferPointer { closes in
            for bar in lastBars {
                resampled.append(contentsOf: closes[bar * width..<(bar + 1) * width])
            }
        }
        guard isChanging else {
            return PriceTable(unchecked: symbols, labels, PriceValues(resampled))
        }
        // A symbol that leaves within a bucket has its last close there.
        var listings: [Range<Int>] = []
        for (column, listing) in self.listings.enumerated() {
            let first = lastBars.partitioningIndex { $0 >= listing.lowerBound }
            let last = lastBars.partitioningIndex { $0 >= listing.upperBound - 1 }
            resampled[last * width + column] = closes[(listing.upperBound - 1) * width + column]
            listings.append(first..<last + 1)
        }
        return PriceTable(unchecked: symbols, labels, PriceValues(resampled), listings)
    }
}

extension [Int] {
    /// The first place from which on a predicate holds, which changes from false to true once.
    fileprivate func partitioningIndex(where isRight: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isRight(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
