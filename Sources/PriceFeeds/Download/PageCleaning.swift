import MarketData

/// The bars of a page that can be kept.
struct CleanPage: Equatable {
    /// Closed bars with proper prices in strictly increasing time order.
    let candles: [Candle]
    /// Bars without proper prices.
    let droppedBars: Int
    /// Bars that came twice, or lie before what was asked for.
    let repeatedBars: Int
    /// The start of the last bar of the page, be it closed or not, proper or not; nil for an empty page.
    let lastStart: Int64?

    /// Puts the bars of a page in order.
    ///
    /// Of bars with the same start the last counts. Bars outside the range, and those still open, are left out
    /// without being counted.
    ///
    /// - Parameters:
    ///   - page: The bars in the answer's order.
    ///   - interval: The length of a bar.
    ///   - range: The starts of the bars that are wanted at all.
    ///   - asked: The first start that this page was asked for.
    ///   - now: The server's time, in UTC seconds.
    init(
        _ page: [Candle],
        interval: BarInterval,
        range: Range<Int64>,
        asked: Int64,
        now: Int64
    ) {
        var latest: [Int64: Candle] = [:]
        var dropped = 0
        var repeated = 0
        for candle in page {
            let start = candle.timestamp
            guard range.contains(start), start <= now - interval.seconds else { continue }
            guard candle.isProper else {
                dropped += 1
                continue
            }
            let isRepeated = latest.updateValue(candle.withKnownVolume, forKey: start) != nil
            if isRepeated || start < asked { repeated += 1 }
        }
        candles = latest.values.sorted { $0.timestamp < $1.timestamp }
        droppedBars = dropped
        repeatedBars = repeated
        // Times that no bar can have are the answer's mistake.
        lastStart = page.map(\.timestamp).filter(UTCTime.range.contains).max()
    }
}

extension Candle {
    /// Whether all prices are finite and above 0 and the high is not below the low.
    var isProper: Bool {
        [open, high, low, close].allSatisfy { $0.isFinite && $0 > 0 } && high >= low
    }

    /// The bar with volume 0 where it has none that makes sense.
    var withKnownVolume: Candle {
        var candle = self
        if !(volume.isFinite && volume > 0) { candle.volume = 0 }
        return candle
    }
}
