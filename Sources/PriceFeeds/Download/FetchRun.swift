import MarketData
import Synchronization

/// What the downloads of one run share.
final class FetchRun: Sendable {
    let feed: any PriceFeed
    let baseURL: String
    let request: FetchRequest
    let cache: CandleCache
    let settings: FetchSettings
    let transport: any HTTPTransport
    let clock: any FeedClock
    let time: RunTime
    let limiter: RateLimiter
    private let events: @Sendable (FetchEvent) -> Void
    private let counts: Mutex<Counts>

    private struct Counts {
        var requests = 0
        var finished: [String: Int] = [:]
        var latestEnd: Int64?
    }

    init(
        _ downloader: PriceDownloader,
        _ request: FetchRequest,
        latestEnd: Int64?,
        events: @escaping @Sendable (FetchEvent) -> Void
    ) {
        feed = downloader.feed
        baseURL = downloader.baseURL
        cache = downloader.cache
        settings = downloader.settings
        transport = downloader.transport
        clock = downloader.clock
        self.request = request
        self.events = events
        time = RunTime(downloader.clock, interval: request.interval)
        limiter = RateLimiter(downloader.feed.limits, clock: downloader.clock)
        counts = Mutex(Counts(latestEnd: latestEnd))
    }

    /// The starts of the bars that are wanted; its end moves when a server corrects the time.
    var range: Range<Int64> {
        // What is known to be closed is so even if this machine's clock is behind.
        let known = time.correction == nil ? counts.withLock { $0.latestEnd } : nil
        let closedEnd = max(time.closedEnd, known ?? .min)
        return request.range(closedEnd: closedEnd, earliest: feed.earliest)
    }

    /// The start of the first of so many latest closed bars.
    func oldest(of bars: Int) -> Int64 {
        time.closedEnd - Int64(bars) * request.interval.seconds
    }

    var requestCount: Int { counts.withLock { $0.requests } }

    func countRequest() { counts.withLock { $0.requests += 1 } }

    func key(of code: String) -> SeriesKey {
        // What another server sends may be something else.
        let isUsual = baseURL == feed.baseURL
        return SeriesKey(
            feed: isUsual ? feed.cacheName : "\(feed.cacheName) \(baseURL)",
            code: code,
            interval: request.interval
        )
    }

    /// Tells how far a symbol has come: all bars before a time are there.
    func report(_ symbol: String, upTo time: Int64) {
        let range = range
        let seconds = request.interval.seconds
        let perSymbol = Int((range.upperBound - range.lowerBound) / seconds)
        let finished = Int((min(time, range.upperBound) - range.lowerBound) / seconds)
        let total = perSymbol * request.symbols.count
        // Under the lock: what is told never goes back.
        counts.withLock { counts in
            counts.finished[symbol] = max(0, finished)
            let sum = counts.finished.values.reduce(0, +)
            events(.progress(finished: min(sum, total), total: total))
        }
    }

    func tellWait(_ seconds: Double, _ reason: String) {
        events(.waiting(seconds: seconds, reason: reason))
    }
}
