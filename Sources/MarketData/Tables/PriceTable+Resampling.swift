extension PriceTable {
    /// The table in a coarser timeframe: the last close of each UTC-aligned bucket that has bars.
    ///
    /// A bar is labelled with the start of its bucket. Weeks start on Monday; see
    /// ``BarInterval/bucketStart(of:)``. The first and the last bucket may be incomplete and are
    /// kept. A target equal to ``interval`` returns the table itself, labels untouched.
    ///
    /// - Parameter target: The length of the new bars.
    /// - Returns: At most ``barCount`` bars with the same symbols.
    /// - Throws: ``MarketDataError/timeframeTooFine(requested:interval:)`` if `target` is shorter
    ///   than ``interval``.
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
        let width = symbolCount
        var resampled: [Double] = []
        resampled.reserveCapacity(labels.count * width)
        for bar in lastBars {
            resampled.append(contentsOf: closes[bar * width..<(bar + 1) * width])
        }
        return PriceTable(unchecked: symbols, labels, resampled)
    }
}
