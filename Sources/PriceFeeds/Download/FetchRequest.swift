public import MarketData

/// Which bars are wanted.
public struct FetchRequest: Sendable, Equatable {
    /// Where the range begins.
    public enum Start: Sendable, Equatable {
        /// At a time, in UTC seconds.
        case time(Int64)
        /// So many days before the range ends.
        case days(Int)
        /// With the first bar that the exchange has.
        case firstBar
    }

    /// The symbols, as a person writes them.
    public let symbols: [String]
    /// The length of a bar.
    public let interval: BarInterval
    /// Where the range begins.
    public let start: Start
    /// The end of the range, exclusive, in UTC seconds; nil for all bars that are closed.
    public let end: Int64?

    /// A request.
    public init(symbols: [String], interval: BarInterval, start: Start, end: Int64? = nil) {
        self.symbols = symbols
        self.interval = interval
        self.start = start
        self.end = end
    }

    /// The starts of the bars that are wanted; empty if there is none.
    ///
    /// - Parameters:
    ///   - closedEnd: The end of the last bar that is closed.
    ///   - earliest: Before which there is nothing.
    func range(closedEnd: Int64, earliest: Int64) -> Range<Int64> {
        let last = min(end.map(alignedUp) ?? closedEnd, closedEnd)
        let first =
            switch start {
            case .time(let time): max(alignedUp(time), earliest)
            case .days(let days):
                max(alignedUp(last - Int64(days) * UTCTime.secondsPerDay), earliest)
            case .firstBar: earliest
            }
        return first..<max(first, last)
    }

    /// The first start of a bar that is not before a time.
    private func alignedUp(_ time: Int64) -> Int64 {
        let start = interval.bucketStart(of: time)
        return start == time ? time : start + interval.seconds
    }
}

/// How a run behaves.
public struct FetchSettings: Sendable, Equatable {
    /// The number of symbols that are fetched at a time, at least 1.
    public let concurrency: Int
    /// What happens when a page does not arrive.
    public let retries: RetryPolicy

    /// Settings.
    public init(concurrency: Int = 4, retries: RetryPolicy = RetryPolicy()) {
        precondition(concurrency >= 1, "at least one symbol is fetched at a time")
        self.concurrency = concurrency
        self.retries = retries
    }
}

/// What happens during a run.
public enum FetchEvent: Sendable, Equatable {
    /// So many bars of all are there, in the range asked for, whether the exchange has them or not.
    case progress(finished: Int, total: Int)
    /// A request waits so many seconds; why.
    case waiting(seconds: Double, reason: String)
}
