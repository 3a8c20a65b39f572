import FeedTestSupport
import MarketData
import Testing

@testable import PriceFeeds

/// Every exchange from the request to the bars, over real connections to a simulated one.
@Suite struct ExchangeTests {
    @Test func binanceInPagesOfAThousand() async throws {
        let now = newYear + 5000 * hour + 1800
        let exchange = SimulatedExchange(
            now: now,
            markets: ["BTCUSDT": newYear, "ETHUSDT": newYear + 10 * hour],
            quiet: [newYear + 1500 * hour, newYear + 1501 * hour, newYear + 2600 * hour]
        )
        let setup = try FetchSetup(.binance, now: now) { exchange.binance($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(
            symbols: ["BTC/USDT", "ETH/USDT"],
            interval: .hour,
            start: .time(newYear + 100 * hour)
        )
        let result = try await setup.fetch(request)
        let range = newYear + 100 * hour..<now
        #expect(result.series[0].symbol == "BTC/USDT")
        #expect(result.series[0].candles == exchange.expected("BTCUSDT", range, hour))
        #expect(result.series[1].candles == exchange.expected("ETHUSDT", range, hour))
        #expect(result.series[0].candles.last?.timestamp == newYear + 4999 * hour)
        // 4,897 bars each.
        #expect(setup.server.requests.count == 10)
        #expect(result.requestCount == 10)
        let gaps = result.reports[0].gaps
        #expect(gaps.gapCount == 2)
        #expect(gaps.missingBars == 3)
        #expect(gaps.largest.first == .init(start: newYear + 1500 * hour, missingBars: 2))
        #expect(result.notes.isEmpty)
        #expect(setup.clock.sleeps.isEmpty)
    }

    @Test func krakenHasNoMoreThanItsLastBars() async throws {
        let now = newYear + 2000 * hour + 60
        let exchange = SimulatedExchange(now: now, markets: ["XBTUSD": newYear])
        let setup = try FetchSetup(.kraken, now: now) { exchange.kraken($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USD"], interval: .hour, start: .days(60))
        let result = try await setup.fetch(request)
        let first = newYear + (2000 - 719) * hour
        #expect(result.series[0].candles == exchange.expected("XBTUSD", first..<now, hour))
        #expect(result.series[0].candles.count == 719)
        let note = try #require(result.notes.first)
        #expect(
            note.contains("BTC/USD begins at 2024-02-23T09:00:00Z instead of 2024-01-24T08:00:00Z")
        )
        #expect(note.contains("720 bars"))
        // What cannot be had is not asked for again.
        let again = try await setup.fetch(request)
        #expect(again == FetchResult(again: result))
        #expect(setup.server.requests.count == 1)
    }

    @Test func krakenIsNotAskedForWhatItCannotHave() async throws {
        let now = newYear + 2000 * hour + 60
        let exchange = SimulatedExchange(now: now, markets: ["XBTUSD": newYear])
        let setup = try FetchSetup(.kraken, now: now) { exchange.kraken($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(
            symbols: ["BTC/USD"],
            interval: .hour,
            start: .time(newYear),
            end: newYear + 100 * hour
        )
        let error = await #expect(throws: PriceFeedError.self) { try await setup.fetch(request) }
        #expect(error?.category == .badData)
        #expect(error?.description.contains("no more than its last 720 bars") == true)
        #expect(setup.server.requests.isEmpty)
    }

    @Test func krakenWithinReach() async throws {
        let now = newYear + 2000 * hour + 60
        let exchange = SimulatedExchange(now: now, markets: ["XDGEUR": newYear])
        let setup = try FetchSetup(.kraken, now: now) { exchange.kraken($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["DOGE/EUR"], interval: .hour, start: .days(10))
        let result = try await setup.fetch(request)
        let range = newYear + 1760 * hour..<now
        #expect(result.series[0].candles == exchange.expected("XDGEUR", range, hour))
        #expect(result.notes.isEmpty)
    }

    @Test func coinbaseInWindowsOfThreeHundred() async throws {
        let now = newYear + 1000 * hour + 5
        let exchange = SimulatedExchange(
            now: now,
            markets: ["BTC-USD": newYear - 5000 * hour],
            quiet: Set((400..<800).map { newYear + $0 * hour })
        )
        let setup = try FetchSetup(.coinbase, now: now) { exchange.coinbase($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["BTC/USD"], interval: .hour, start: .time(newYear))
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles == exchange.expected("BTC-USD", newYear..<now, hour))
        #expect(setup.server.requests.count == 4)
        #expect(result.reports[0].gaps.missingBars == 400)
    }

    @Test func stooqInOneAnswer() async throws {
        let now = newYear + 200 * day + 5 * hour
        let exchange = SimulatedExchange(now: now, markets: ["aapl.us": newYear - 100 * day])
        let setup = try FetchSetup(.stooq, now: now) { exchange.stooq($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["AAPL.US"], interval: .day, start: .days(150))
        let result = try await setup.fetch(request)
        let range = newYear + 50 * day..<now
        #expect(result.series[0].candles == exchange.expected("aapl.us", range, day))
        #expect(result.series[0].candles.count == 150)
    }

    @Test func yahooAdjusted() async throws {
        let now = newYear + 200 * day + 5 * hour
        let exchange = SimulatedExchange(
            now: now,
            markets: ["BRK-B": newYear],
            quiet: [newYear + 60 * day]
        )
        let setup = try FetchSetup(.yahoo, now: now) { exchange.yahoo($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["brk-b"], interval: .day, start: .days(150))
        let result = try await setup.fetch(request)
        let expected = exchange.expected("BRK-B", newYear + 50 * day..<now, day)
        #expect(result.series[0].candles.map(\.timestamp) == expected.map(\.timestamp))
        #expect(result.series[0].candles.map(\.close) == expected.map { $0.close / 2 })
        #expect(result.series[0].candles.map(\.high) == expected.map { $0.high * 0.5 })
        #expect(result.reports[0].gaps.missingBars == 1)
        #expect(result.reports[0].droppedBars == 0)
    }

    @Test(arguments: Exchange.allCases)
    func symbolsThatAreNotKnownAreNamed(_ kind: Exchange) async throws {
        let now = newYear + 200 * day
        let exchange = SimulatedExchange(now: now, markets: [:])
        let setup = try FetchSetup(kind, now: now) { request in
            switch kind {
            case .binance: exchange.binance(request)
            case .kraken: exchange.kraken(request)
            case .coinbase: exchange.coinbase(request)
            case .stooq: exchange.stooq(request)
            case .yahoo: exchange.yahoo(request)
            }
        }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["NOPE-X"], interval: .day, start: .days(10))
        let error = await #expect(throws: PriceFeedError.self) { try await setup.fetch(request) }
        guard case .unknownSymbol(kind.rawValue, "NOPE-X", _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(error?.description.contains("NOPE-X") == true)
        #expect(setup.server.requests.count == 1)
        #expect(setup.clock.sleeps.isEmpty)
    }
}

extension FetchResult {
    /// A result as a run gives it that needed no request.
    init(again first: FetchResult) {
        self.init(
            series: first.series,
            reports: first.reports.map { report in
                SymbolReport(
                    symbol: report.symbol,
                    bars: report.bars,
                    gaps: report.gaps,
                    droppedBars: 0,
                    repeatedBars: 0
                )
            },
            notes: first.notes,
            requestCount: 0
        )
    }
}
