import FeedTestSupport
import MarketData
import PriceFeeds

/// Hours as seconds.
let hour: Int64 = 3600
/// Days as seconds.
let day: Int64 = 86_400
/// 2024-01-01, a Monday.
let newYear: Int64 = 1_704_067_200

/// A downloader against a server, by a clock that nobody waits for.
struct FetchSetup {
    let server: TestServer
    let clock: ManualClock
    let cache: CandleCache
    let feed: any PriceFeed
    var settings = FetchSettings(concurrency: 2)

    /// A server that answers by a script and a clock that shows its time.
    init(
        _ exchange: Exchange,
        now: Int64,
        cache: CandleCache? = nil,
        answer: @escaping @Sendable (TestServer.Request) -> ServerReply
    ) throws {
        server = TestServer(answer)
        clock = ManualClock(now: Double(now))
        self.cache = try cache ?? CandleCache()
        feed = exchange.feed()
    }

    /// Fetches, by a new client.
    func fetch(
        _ request: FetchRequest,
        clock: ManualClock? = nil
    ) async throws(PriceFeedError) -> FetchResult {
        try await PriceDownloader(
            feed: feed,
            baseURL: server.baseURL,
            cache: cache,
            transport: URLSessionTransport(timeout: 60),
            clock: clock ?? self.clock,
            settings: settings
        ).fetch(request)
    }
}

extension BarInterval {
    static let hour = BarInterval(seconds: 3600)
    static let day = BarInterval(seconds: 86_400)
}
