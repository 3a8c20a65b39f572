import FeedTestSupport
import MarketData
import Synchronization
import Testing

@testable import PriceFeeds

/// Clocks that disagree with the exchange's.
@Suite struct ClockSkewTests {
    private static let now = newYear + 2500 * hour + 1800
    private static let exchange = SimulatedExchange(
        now: now,
        markets: ["BTCUSDT": newYear, "ETHUSDT": newYear]
    )
    private static let request = FetchRequest(
        symbols: ["BTC/USDT", "ETH/USDT"],
        interval: .hour,
        start: .time(newYear)
    )

    @Test(arguments: [
        -50 * hour, -3 * hour, -1900, -1700, 0, 1700, 1900, 3 * hour, 50 * hour, 400 * day,
    ])
    func theExchangesTimeCounts(_ skew: Int64) async throws {
        var setup = try FetchSetup(.binance, now: Self.now + skew) { Self.exchange.binance($0) }
        defer { setup.server.stop() }
        setup.settings = FetchSettings(concurrency: 1)
        let result = try await setup.fetch(Self.request)
        // Less than a bar behind, bars that this machine does not know to be closed are for the next time.
        let end = abs(skew) <= hour ? min(Self.now, Self.now + skew) : Self.now
        let last = BarInterval.hour.bucketStart(of: end)
        for (series, market) in zip(result.series, ["BTCUSDT", "ETHUSDT"]) {
            #expect(series.candles == Self.exchange.expected(market, newYear..<last, hour))
        }
        #expect(result.notes.count == (abs(skew) > hour ? 1 : 0))
        if skew == 3 * hour {
            #expect(result.notes[0].contains("clock is 3.0 h ahead of that of binance"))
        }
        // The same comes again, although from the cache alone nobody corrects the clock.
        let cached = try await setup.fetch(Self.request)
        #expect(cached.series == result.series)
        // Who believes that there must be more asks for it, for both symbols.
        let asksForMore = BarInterval.hour.bucketStart(of: Self.now + skew) > last
        #expect((cached.requestCount > 0) == asksForMore)
    }

    /// A symbol that is done before anybody knows that it is later than this machine believes.
    @Test func symbolsThatWereDoneAreGoneOnWith() async throws {
        let time = Mutex(Self.now)
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            var exchange = Self.exchange
            exchange.now = time.withLock { $0 }
            return exchange.binance(request)
        }
        defer { setup.server.stop() }
        var first = setup
        first.settings = FetchSettings(concurrency: 1)
        let alone = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .time(newYear))
        _ = try await first.fetch(alone)
        // Five hours pass, but not by this machine's clock.
        time.withLock { $0 += 5 * hour }
        let result = try await first.fetch(Self.request)
        var later = Self.exchange
        later.now = Self.now + 5 * hour
        for (series, market) in zip(result.series, ["BTCUSDT", "ETHUSDT"]) {
            #expect(series.candles == later.expected(market, newYear..<later.now, hour))
        }
    }

    @Test func aBarThatIsOpenByTheServersDateIsLeftOut() async throws {
        // This machine believes the bar closed ten minutes ago.
        let setup = try FetchSetup(.coinbase, now: newYear + 100 * hour + 600) { request in
            SimulatedExchange(
                now: newYear + 100 * hour - 60,
                markets: ["BTC-USD": newYear]
            ).coinbase(request)
        }
        defer { setup.server.stop() }
        let request = FetchRequest(
            symbols: ["BTC/USD"],
            interval: .hour,
            start: .time(newYear)
        )
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles.last?.timestamp == newYear + 98 * hour)
        // It is not known to be missing: the next run gets it.
        #expect(try setup.cache.completeEnd(of: setup.key("BTC-USD", .hour)) == newYear + 99 * hour)
    }

    @Test func withoutADateOurTimeCounts() async throws {
        var exchange = Self.exchange
        exchange.date = ""
        let server = exchange
        let setup = try FetchSetup(.binance, now: Self.now) { server.binance($0) }
        defer { setup.server.stop() }
        let result = try await setup.fetch(Self.request)
        #expect(
            result.series[0].candles
                == exchange.expected("BTCUSDT", newYear..<Self.now, hour)
        )
    }

    @Test func anAnswerThatWasKeptOnTheWayIsOlderThanNow() {
        let headers = ["Date": "Mon, 01 Jan 2024 00:00:00 GMT", "Age": "90"]
        #expect(HTTPAnswer(status: 200, headers: headers, body: []).serverTime == newYear + 90)
    }
}

extension FetchSetup {
    /// What the cache keeps the bars of a market of this server under.
    func key(_ code: String, _ interval: BarInterval) -> SeriesKey {
        SeriesKey(feed: "\(feed.cacheName) \(server.baseURL)", code: code, interval: interval)
    }
}
