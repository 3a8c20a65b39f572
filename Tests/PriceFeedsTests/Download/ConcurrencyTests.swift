import FeedTestSupport
import MarketData
import Synchronization
import Testing

@testable import PriceFeeds

/// Several symbols at a time.
@Suite struct ConcurrencyTests {
    /// Holds requests back until as many as are expected at a time are there, and counts them.
    private actor Gate {
        private let expected: Int
        private let total: Int
        private var arrived = 0
        private var inside = 0
        /// Requests up to this one may go.
        private var opened = 0
        private(set) var most = 0

        init(expected: Int, total: Int) {
            self.expected = expected
            self.total = total
        }

        func pass() async {
            arrived += 1
            inside += 1
            let number = arrived
            most = max(most, inside)
            if inside >= expected || arrived == total { opened = arrived }
            // Were there fewer at a time than expected, this would go on for ever: it ends, and the test fails.
            var turns = 0
            while opened < number, turns < 100_000 {
                turns += 1
                await Task.yield()
            }
            // Whoever else is on the way gets time to come, and is then one too many.
            for _ in 0..<200 { await Task.yield() }
            inside -= 1
        }
    }

    private struct GatedTransport: HTTPTransport {
        let gate: Gate
        let exchange: SimulatedExchange

        func get(_ url: String) async throws(TransportFault) -> HTTPAnswer {
            await gate.pass()
            let reply = exchange.binance(TestServer.Request(url: url))
            return HTTPAnswer(
                status: reply.status,
                headers: reply.headers,
                body: Array(reply.body.utf8)
            )
        }
    }

    @Test(arguments: [1, 3, 4])
    func noMoreSymbolsAtATimeThanAllowed(_ limit: Int) async throws {
        let now = newYear + 500 * hour
        let symbols = (0..<12).map { "C\($0)USDT" }
        let exchange = SimulatedExchange(
            now: now,
            markets: Dictionary(uniqueKeysWithValues: symbols.map { ($0, newYear) })
        )
        let gate = Gate(expected: limit, total: 12)
        let downloader = PriceDownloader(
            feed: BinanceFeed(),
            cache: try CandleCache(),
            transport: GatedTransport(gate: gate, exchange: exchange),
            clock: ManualClock(now: Double(now)),
            settings: FetchSettings(concurrency: limit)
        )
        let result = try await downloader.fetch(
            FetchRequest(symbols: symbols, interval: .hour, start: .time(newYear))
        )
        #expect(await gate.most == limit)
        for (series, symbol) in zip(result.series, symbols) {
            #expect(series.symbol == symbol)
            #expect(series.candles == exchange.expected(symbol, newYear..<now, hour))
        }
    }

    @Test func progressNeverGoesBackAndEndsAtTheTotal() async throws {
        let now = newYear + 2500 * hour
        let exchange = SimulatedExchange(
            now: now,
            markets: ["AAAUSDT": newYear, "BBBUSDT": newYear]
        )
        let events = Mutex<[FetchEvent]>([])
        let setup = try FetchSetup(.binance, now: now) { exchange.binance($0) }
        defer { setup.server.stop() }
        _ = try await PriceDownloader(
            feed: setup.feed,
            baseURL: setup.server.baseURL,
            cache: setup.cache,
            clock: setup.clock
        ).fetch(
            FetchRequest(
                symbols: ["AAA/USDT", "BBB/USDT"],
                interval: .hour,
                start: .time(newYear)
            )
        ) { event in events.withLock { $0.append(event) } }
        let all = events.withLock { $0 }
        var last = -1
        for event in all {
            guard case .progress(let finished, 5000) = event else {
                Issue.record("\(event)")
                continue
            }
            #expect(finished >= last)
            last = finished
        }
        #expect(last == 5000)
        #expect(all.count >= 7)
    }

    @Test func cancellingEndsTheRunAndKeepsWhatArrived() async throws {
        let now = newYear + 2500 * hour
        let exchange = SimulatedExchange(now: now, markets: ["BTCUSDT": newYear])
        let asked = AsyncStream<Void>.makeStream()
        let setup = try FetchSetup(.binance, now: now) { request in
            guard request.number == 1 else { return exchange.binance(request) }
            asked.continuation.yield()
            return .silence
        }
        defer { setup.server.stop() }
        let request = FetchRequest(
            symbols: ["BTC/USDT"],
            interval: .hour,
            start: .time(newYear)
        )
        let task = Task { try await setup.fetch(request) }
        for await _ in asked.stream { break }
        task.cancel()
        await #expect(throws: PriceFeedError.cancelled(cache: nil)) { try await task.value }
        let key = setup.key("BTCUSDT", .hour)
        #expect(try setup.cache.completeEnd(of: key) == newYear + 1000 * hour)
    }

    @Test func theErrorIsThatOfTheSymbolThatFailed() async throws {
        let now = newYear + 100 * hour
        let exchange = SimulatedExchange(
            now: now,
            markets: ["AUSDT": newYear, "BUSDT": newYear, "DUSDT": newYear]
        )
        let setup = try FetchSetup(.binance, now: now) { exchange.binance($0) }
        defer { setup.server.stop() }
        let request = FetchRequest(
            symbols: ["A/USDT", "B/USDT", "C/USDT", "D/USDT"],
            interval: .hour,
            start: .time(newYear)
        )
        let error = await #expect(throws: PriceFeedError.self) { try await setup.fetch(request) }
        guard case .unknownSymbol("binance", "C/USDT", _) = error else {
            Issue.record("\(error as Any)")
            return
        }
    }
}
