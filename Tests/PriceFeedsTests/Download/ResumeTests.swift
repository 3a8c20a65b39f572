import FeedTestSupport
import MarketData
import Synchronization
import TestSupport
import Testing

@testable import PriceFeeds

/// Runs that go on where others stopped.
@Suite struct ResumeTests {
    private static let now = newYear + 3500 * hour + 1800

    @Test func aRunGoesOnWhereAnotherStopped() async throws {
        let exchange = SimulatedExchange(
            now: Self.now,
            markets: ["BTCUSDT": newYear, "ETHUSDT": newYear],
            quiet: [newYear + 17 * hour]
        )
        let isDown = Mutex(false)
        let folder = try TemporaryDirectory()
        let cache = try CandleCache(path: folder.path("a/b/prices.sqlite"))
        var setup = try FetchSetup(.binance, now: Self.now, cache: cache) { request in
            if request.number == 5 { isDown.withLock { $0 = true } }
            return isDown.withLock { $0 } ? .hangUp : exchange.binance(request)
        }
        defer { setup.server.stop() }
        setup.settings = FetchSettings(concurrency: 1)
        let request = FetchRequest(
            symbols: ["BTC/USDT", "ETH/USDT"],
            interval: .hour,
            start: .time(newYear)
        )
        let error = await #expect(throws: PriceFeedError.self) { try await setup.fetch(request) }
        guard case .gaveUp("binance", "ETH/USDT", 6, _, folder.path("a/b/prices.sqlite")) = error
        else {
            Issue.record("\(error as Any)")
            return
        }
        // Four pages of the first symbol, one of the second, and six attempts at its next.
        #expect(setup.server.requests.count == 11)
        isDown.withLock { $0 = false }
        let result = try await setup.fetch(request)
        let rest = setup.server.requests.dropFirst(11)
        #expect(rest.map { $0.query["symbol"] } == ["ETHUSDT", "ETHUSDT", "ETHUSDT"])
        #expect(rest.first?.query["startTime"] == "\((newYear + 1000 * hour + hour) * 1000)")
        for (series, market) in zip(result.series, ["BTCUSDT", "ETHUSDT"]) {
            #expect(series.candles == exchange.expected(market, newYear..<Self.now, hour))
        }
        // In one go, from another cache: the same bytes.
        let other = try FetchSetup(.binance, now: Self.now) { exchange.binance($0) }
        defer { other.server.stop() }
        let whole = try await other.fetch(request)
        #expect(closesText(whole.series) == closesText(result.series))
        // And from the cache alone, opened anew.
        var again = setup
        again.settings = FetchSettings()
        let reopened = try CandleCache(path: folder.path("a/b/prices.sqlite"))
        let cached = try await PriceDownloader(
            feed: again.feed,
            baseURL: setup.server.baseURL,
            cache: reopened,
            clock: setup.clock
        ).fetch(request)
        #expect(cached.requestCount == 0)
        #expect(closesText(cached.series) == closesText(result.series))
    }

    @Test func aSecondRunAsksForNewBarsOnly() async throws {
        let time = Mutex(Self.now)
        let first = SimulatedExchange(now: Self.now, markets: ["BTCUSDT": newYear])
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            var exchange = first
            exchange.now = time.withLock { $0 }
            return exchange.binance(request)
        }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .days(30))
        _ = try await setup.fetch(request)
        #expect(setup.server.requests.count == 1)
        // Nothing new, nothing asked.
        #expect(try await setup.fetch(request).requestCount == 0)
        // Five hours later.
        time.withLock { $0 += 5 * hour }
        setup.clock.advance(5 * Double(hour))
        let result = try await setup.fetch(request)
        #expect(result.requestCount == 1)
        let query = try #require(setup.server.requests.last?.query)
        #expect(query["startTime"] == "\((newYear + 3500 * hour) * 1000)")
        #expect(query["endTime"] == "\((newYear + 3505 * hour) * 1000 - 1)")
        var later = first
        later.now = Self.now + 5 * hour
        let range = newYear + (3505 - 720) * hour..<later.now
        #expect(result.series[0].candles == later.expected("BTCUSDT", range, hour))
        // An earlier beginning asks for what lies before.
        let longer = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .days(31))
        #expect(try await setup.fetch(longer).requestCount == 1)
        #expect(
            setup.server.requests.last?.query["endTime"]
                == "\((newYear + (3500 - 720) * hour) * 1000 - 1)"
        )
    }

    @Test func whatMayOnlyBeLateIsAskedForAgain() async throws {
        // The last two closed bars are not there yet.
        let late = Set([3498, 3499].map { newYear + $0 * hour })
        let isLate = Mutex(true)
        let all = SimulatedExchange(now: Self.now, markets: ["BTCUSDT": newYear])
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            var exchange = all
            if isLate.withLock({ $0 }) {
                exchange.quiet = late.union([newYear + 3500 * hour])
            }
            return exchange.binance(request)
        }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .days(10))
        let first = try await setup.fetch(request)
        #expect(first.series[0].candles.last?.timestamp == newYear + 3497 * hour)
        isLate.withLock { $0 = false }
        let second = try await setup.fetch(request)
        #expect(second.series[0].candles.last?.timestamp == newYear + 3499 * hour)
        #expect(
            setup.server.requests.last?.query["startTime"] == "\((newYear + 3498 * hour) * 1000)"
        )
        #expect(try await setup.fetch(request).requestCount == 0)
    }

    @Test func pricesThatAreRestatedAreFetchedAsAWhole() async throws {
        let factor = Mutex(1.0)
        let time = Mutex(newYear + 100 * day + hour)
        let setup = try FetchSetup(.stooq, now: newYear + 100 * day + hour) { _ in
            let factor = factor.withLock { $0 }
            let now = time.withLock { $0 }
            var body = "Date,Open,High,Low,Close,Volume\n"
            for start in stride(from: newYear, to: now, by: Int(day)) {
                body += "\(UTCTime.format(start)),\(factor),\(factor),\(factor),\(factor),1\n"
            }
            return SimulatedExchange(now: now, markets: [:]).reply(body)
        }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["x.us"], interval: .day, start: .time(newYear))
        _ = try await setup.fetch(request)
        #expect(try await setup.fetch(request).requestCount == 0)
        // A split: tomorrow all prices are half of what they were.
        factor.withLock { $0 = 0.5 }
        time.withLock { $0 += day }
        setup.clock.advance(Double(day))
        let result = try await setup.fetch(request)
        #expect(result.requestCount == 1)
        #expect(result.series[0].candles.count == 101)
        #expect(result.series[0].candles.allSatisfy { $0.close == 0.5 })
    }

    @Test func otherServersHavePricesOfTheirOwn() async throws {
        let cache = try CandleCache()
        let exchange = SimulatedExchange(now: Self.now, markets: ["BTCUSDT": newYear])
        for _ in 0..<2 {
            let setup = try FetchSetup(.binance, now: Self.now, cache: cache) {
                exchange.binance($0)
            }
            defer { setup.server.stop() }
            let request = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .days(2))
            #expect(try await setup.fetch(request).requestCount == 1)
        }
    }
}
