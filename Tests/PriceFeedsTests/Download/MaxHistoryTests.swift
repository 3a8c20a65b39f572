import FeedTestSupport
import MarketData
import Testing

@testable import PriceFeeds

/// From the first bar that an exchange has.
@Suite struct MaxHistoryTests {
    @Test func binanceBeginsWithItsFirstBar() async throws {
        let now = newYear + 1200 * hour
        let exchange = SimulatedExchange(now: now, markets: ["BTCUSDT": newYear + 30 * hour])
        let setup = try FetchSetup(.binance, now: now) { exchange.binance($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USDT"], interval: .hour, start: .firstBar)
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles == exchange.expected("BTCUSDT", 0..<now, hour))
        #expect(setup.server.requests.count == 2)
        #expect(setup.server.requests[0].query["startTime"] == "0")
        #expect(try await setup.fetch(request).requestCount == 0)
    }

    @Test(arguments: [FetchRequest.Start.firstBar, .days(4000)])
    func coinbaseLooksForTheFirstDayAndThenGoesOnInHours(_ start: FetchRequest.Start) async throws {
        // Listed in 2023, then without a trade for longer than a page.
        let first = newYear - 100 * day + 7 * hour
        let now = newYear + 20 * day + 60
        let exchange = SimulatedExchange(
            now: now,
            markets: ["NEW-USD": first],
            quiet: Set((1..<900).map { first + $0 * hour }),
            tradeSeconds: hour
        )
        let setup = try FetchSetup(.coinbase, now: now) { exchange.coinbase($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["NEW/USD"], interval: .hour, start: start)
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles == exchange.expected("NEW-USD", 0..<now, hour))
        let days = setup.server.requests.filter { $0.query["granularity"] == "86400" }
        let hours = setup.server.requests.filter { $0.query["granularity"] == "3600" }
        // 3,188 days from 2015 on, 300 at a time; then 120 days and a bit.
        #expect(days.count == 11)
        #expect(hours.count == 10)
        #expect(try await setup.fetch(request).requestCount == 0)
    }

    @Test func stooqSendsAllThereIs() async throws {
        let now = newYear + hour
        let exchange = SimulatedExchange(now: now, markets: ["^spx": newYear - 9000 * day])
        let setup = try FetchSetup(.stooq, now: now) { exchange.stooq($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["^SPX"], interval: .day, start: .firstBar)
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles.count == 9000)
        #expect(setup.server.requests.map { $0.query["d1"] } == ["17000101"])
    }

    @Test func krakenSaysThatItHasNoMore() async throws {
        let now = newYear + 1200 * day
        let exchange = SimulatedExchange(now: now, markets: ["XBTUSD": newYear])
        let setup = try FetchSetup(.kraken, now: now) { exchange.kraken($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USD"], interval: .day, start: .firstBar)
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles.count == 719)
        #expect(result.notes.count == 1)
    }
}
