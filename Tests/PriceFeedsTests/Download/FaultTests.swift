import FeedTestSupport
import MarketData
import Synchronization
import TestSupport
import Testing

@testable import PriceFeeds

/// What goes wrong on the way, over real connections.
@Suite struct FaultTests {
    private static let now = newYear + 2500 * hour + 1800
    private static let exchange = SimulatedExchange(now: now, markets: ["BTCUSDT": newYear])
    private static let request = FetchRequest(
        symbols: ["BTC/USDT"],
        interval: .hour,
        start: .time(newYear)
    )
    private static var expected: [Candle] {
        exchange.expected("BTCUSDT", newYear..<now, hour)
    }

    /// A server that does something else with its second request, and answers the others.
    private static func setup(
        _ change: @escaping @Sendable (inout ServerReply) -> Void
    ) throws -> FetchSetup {
        try FetchSetup(.binance, now: now) { request in
            var reply = exchange.binance(request)
            if request.number == 1 { change(&reply) }
            return reply
        }
    }

    /// Fetches although the second of three pages fails once, and returns the times that were slept.
    private static func sleeps(
        _ change: @escaping @Sendable (inout ServerReply) -> Void
    ) async throws -> [Double] {
        let setup = try setup(change)
        defer { setup.server.stop() }
        let result = try await setup.fetch(request)
        #expect(result.series[0].candles == expected)
        #expect(setup.server.requests.count == 4)
        #expect(setup.server.requests[1].query == setup.server.requests[2].query)
        return setup.clock.sleeps
    }

    /// The error when the second page is wrong for good.
    private static func error(
        _ change: @escaping @Sendable (inout ServerReply) -> Void
    ) async throws -> PriceFeedError? {
        let setup = try setup(change)
        defer { setup.server.stop() }
        let error = await #expect(throws: PriceFeedError.self) { try await setup.fetch(request) }
        // At once: nothing is tried again.
        #expect(setup.server.requests.count == 2)
        #expect(setup.clock.sleeps.isEmpty)
        return error
    }

    /// A client that is patient but for its second request, which it marks: when it gives up before it has sent
    /// anything, the server must not take the next one for it.
    private final class ImpatientTransport: HTTPTransport {
        private let patient = URLSessionTransport(timeout: 60)
        private let impatient = URLSessionTransport(timeout: 0.3)
        private let count = Mutex(0)

        func get(_ url: String) async throws(TransportFault) -> HTTPAnswer {
            let number = count.withLock { count in
                count += 1
                return count
            }
            guard number == 2 else { return try await patient.get(url) }
            return try await impatient.get(url + "&silence=1")
        }
    }

    @Test func noAnswerInTime() async throws {
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            request.query["silence"] == nil ? Self.exchange.binance(request) : .silence
        }
        defer { setup.server.stop() }
        let events = Mutex<[FetchEvent]>([])
        let downloader = PriceDownloader(
            feed: setup.feed,
            baseURL: setup.server.baseURL,
            cache: setup.cache,
            transport: ImpatientTransport(),
            clock: setup.clock
        )
        let result = try await downloader.fetch(Self.request) { event in
            if case .waiting = event { events.withLock { $0.append(event) } }
        }
        #expect(result.series[0].candles == Self.expected)
        let wait = try #require(setup.clock.sleeps.first)
        #expect((0.5...1).contains(wait))
        #expect(
            events.withLock { $0 }
                == [.waiting(seconds: wait, reason: "BTC/USDT: no answer in time")]
        )
    }

    @Test(arguments: [
        ServerReply.Fault.hangUp, .cutOff(after: 30_000), .cutOff(after: 0),
        .declaredLength(1_000_000),
    ])
    func connectionsThatBreakOff(_ fault: ServerReply.Fault) async throws {
        #expect(try await Self.sleeps { $0.fault = fault }.count == 1)
    }

    @Test func lengthsThatAreTooShort() async throws {
        #expect(try await Self.sleeps { $0.fault = .declaredLength(500) }.count == 1)
    }

    @Test(arguments: [500, 502, 503, 504, 408])
    func serverErrors(_ status: Int) async throws {
        #expect(try await Self.sleeps { $0 = ServerReply(status: status, body: "oops") }.count == 1)
    }

    @Test(arguments: [429, 418])
    func secondsToWait(_ status: Int) async throws {
        let sleeps = try await Self.sleeps {
            $0 = Self.exchange.reply("{}", status: status)
            $0.headers["Retry-After"] = "37"
        }
        #expect(sleeps == [37])
    }

    /// One address, one limit: who is told to wait holds the others back, too.
    @Test func othersWaitAsWell() async throws {
        let clock = ManualClock(now: Double(Self.now))
        let feed = BinanceFeed()
        let downloader = PriceDownloader(
            feed: feed,
            cache: try CandleCache(),
            transport: RefusingTransport(),
            clock: clock,
            settings: FetchSettings(retries: RetryPolicy(attempts: 1))
        )
        let run = FetchRun(downloader, Self.request, latestEnd: nil) { _ in }
        let query = feed.query(code: "BTCUSDT", interval: .hour, range: run.range)
        await #expect(throws: PriceFeedError.self) {
            try await PageFetcher(run: run, symbol: "BTC/USDT").page(query)
        }
        #expect(clock.sleeps.isEmpty)
        await run.limiter.acquire()
        #expect(clock.sleeps == [37])
    }

    private struct RefusingTransport: HTTPTransport {
        func get(_ url: String) async throws(TransportFault) -> HTTPAnswer {
            HTTPAnswer(status: 429, headers: ["Retry-After": "37"], body: [])
        }
    }

    @Test func datesToWaitFor() async throws {
        let sleeps = try await Self.sleeps {
            $0 = Self.exchange.reply("{}", status: 429)
            $0.headers["Retry-After"] = HTTPDateText.text(Self.now + 41)
        }
        #expect(sleeps == [41])
    }

    @Test func serversThatSayWhenTheyAreBack() async throws {
        let sleeps = try await Self.sleeps {
            $0 = Self.exchange.reply("down", status: 503)
            $0.headers["Retry-After"] = "90"
        }
        #expect(sleeps == [90])
    }

    @Test(arguments: ["1e300", "99999999999999999999"])
    func waitsWithoutEnd(_ seconds: String) async throws {
        let error = try await Self.error {
            $0 = ServerReply(status: 429, headers: ["Retry-After": seconds])
        }
        #expect(error?.description.contains("another 1000000.0 h") == true)
    }

    @Test func waitsOfDaysEndTheRun() async throws {
        let error = try await Self.error {
            $0 = ServerReply(status: 418, headers: ["Retry-After": "7200"])
        }
        #expect(error == .toldToWait(exchange: "binance", seconds: 7200, cache: nil))
        #expect(error?.description.contains("another 2.0 h") == true)
    }

    @Test func serverErrorsThatStay() async throws {
        let folder = try TemporaryDirectory()
        let setup = try FetchSetup(
            .binance,
            now: Self.now,
            cache: CandleCache(path: folder.path("prices.sqlite"))
        ) { request in
            request.number == 0
                ? Self.exchange.binance(request) : ServerReply(status: 503, body: "maintenance")
        }
        defer { setup.server.stop() }
        let error = await #expect(throws: PriceFeedError.self) {
            try await setup.fetch(Self.request)
        }
        #expect(
            error
                == .gaveUp(
                    exchange: "binance",
                    symbol: "BTC/USDT",
                    attempts: 6,
                    reason: "HTTP 503: maintenance",
                    cache: folder.path("prices.sqlite")
                )
        )
        #expect(error?.description.contains("goes on from there") == true)
        #expect(setup.server.requests.count == 7)
        let sleeps = setup.clock.sleeps
        #expect(sleeps.count == 5)
        for (wait, most) in zip(sleeps, [1.0, 2, 4, 8, 16]) {
            #expect(wait >= most / 2 && wait <= most)
        }
    }

    @Test func nobodyThere() async throws {
        let setup = try FetchSetup(.binance, now: Self.now) { Self.exchange.binance($0) }
        setup.server.stop()
        let error = await #expect(throws: PriceFeedError.self) {
            try await setup.fetch(Self.request)
        }
        guard case .gaveUp(_, _, 6, _, nil) = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test(arguments: [
        (#"[[1,2],[3]]"#, "at [0]"), (#"{"a":1}"#, ""),
        (#"[[1704067200000,"x","1","1","1","1"]]"#, "\"x\""),
        (#"[[9223372036854775807,"1","1","1","1","1"]]"#, "9223372036854775 seconds"),
        ("<html><body>Log in</body></html>", "web page"), ("Hello", "\"Hello\""),
    ])
    func answersOfAnotherKind(_ body: String, _ hint: String) async throws {
        let error = try await Self.error { $0.body = body }
        guard case .malformed("binance", "BTC/USDT", let reason) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(reason.contains(hint), "\(reason)")
    }

    @Test func refusals() async throws {
        let error = try await Self.error {
            $0.status = 451
            $0.body = #"{"code":0,"msg":"Service unavailable from a restricted location"}"#
        }
        guard case .refused("binance", "BTC/USDT", 451, let reason, let advice) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(reason == "Service unavailable from a restricted location")
        #expect(advice.contains("--base-url"))
    }

    @Test func pagesThatBringNothingNew() async throws {
        // The server ignores where to begin.
        let first = Mutex<ServerReply?>(nil)
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            first.withLock { first in
                let reply = first ?? Self.exchange.binance(request)
                first = reply
                return reply
            }
        }
        defer { setup.server.stop() }
        let error = await #expect(throws: PriceFeedError.self) {
            try await setup.fetch(Self.request)
        }
        #expect(
            error
                == .noProgress(
                    exchange: "binance",
                    symbol: "BTC/USDT",
                    timestamp: newYear + 1000 * hour
                )
        )
        #expect(setup.server.requests.count == 2)
    }

    @Test func pagesThatOverlapRepeatAndAreOutOfOrder() async throws {
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            // Ten bars too early; the earlier ones say something else, which the later page must not.
            var early = request.query
            let start = (Int64(early["startTime"] ?? "") ?? 0) - 10 * hour * 1000
            early["startTime"] = "\(max(start, newYear * 1000))"
            var reply = Self.exchange.binance(
                .init(path: request.path, query: early, number: request.number)
            )
            var rows = reply.body.dropFirst().dropLast().split(separator: "],[").map { row in
                "[" + row.drop { $0 == "[" }.prefix { $0 != "]" } + "]"
            }
            // The last row of a page, still in flux, comes with another price, then again as it is.
            if request.number < 2, let last = rows.last {
                rows[rows.count - 1] = last.replacing("\",\"", with: "1\",\"")
                if request.number == 1 { rows.append(last) }
            }
            reply.body = "[" + (rows.suffix(400) + rows.dropLast(400)).joined(separator: ",") + "]"
            return reply
        }
        defer { setup.server.stop() }
        let result = try await setup.fetch(Self.request)
        #expect(result.series[0].candles == Self.expected)
        // Pages end at bars 999, 1989 (its last row twice) and 2500; each begins ten bars early but the first.
        #expect(result.reports[0].repeatedBars == 10 + 1 + 10)
    }

    @Test func barsWithoutPricesAreDroppedAndCounted() async throws {
        let rows = ["0", "-1", "NaN", "inf"]
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            var reply = Self.exchange.binance(request)
            guard request.number == 0 else { return reply }
            for (index, price) in rows.enumerated() {
                let start = newYear + Int64(10 + index) * hour
                let old = "[\(start * 1000),\"\(Self.exchange.texts("BTCUSDT", start)[0])\""
                reply.body = reply.body.replacing(old, with: "[\(start * 1000),\"\(price)\"")
            }
            // High below low.
            let start = newYear + 20 * hour
            let text = Self.exchange.texts("BTCUSDT", start)
            let row = "[\(start * 1000),\"\(text[0])\""
            reply.body = reply.body.replacing(
                "\(row),\"\(text[1])\",\"\(text[2])\"",
                with: "\(row),\"\(text[2])\",\"\(text[1])\""
            )
            return reply
        }
        defer { setup.server.stop() }
        let result = try await setup.fetch(Self.request)
        let bad = Set([10, 11, 12, 13, 20].map { newYear + $0 * hour })
        #expect(result.series[0].candles == Self.expected.filter { !bad.contains($0.timestamp) })
        #expect(result.reports[0].droppedBars == 5)
        #expect(result.reports[0].gaps.missingBars == 5)
    }

    @Test func usedWeightSlowsDown() async throws {
        let setup = try FetchSetup(.binance, now: Self.now) { request in
            var reply = Self.exchange.binance(request)
            reply.headers["X-MBX-USED-WEIGHT-1M"] = "6000"
            return reply
        }
        defer { setup.server.stop() }
        let result = try await setup.fetch(Self.request)
        #expect(result.series[0].candles == Self.expected)
        // 5,400 are ours: 600 too many, and the next request's 2, at 100 a second.
        #expect(setup.clock.sleeps.count == 2)
        #expect(setup.clock.sleeps.allSatisfy { abs($0 - 6.02) < 1e-9 })
    }

    @Test func krakenSaysItInTheList() async throws {
        let exchange = SimulatedExchange(now: Self.now, markets: ["XBTUSD": newYear])
        let setup = try FetchSetup(.kraken, now: Self.now) { request in
            switch request.number {
            case 0: exchange.reply(#"{"error":["EGeneral:Too many requests"]}"#)
            case 1: exchange.reply(#"{"error":["EService:Unavailable"]}"#)
            default: exchange.kraken(request)
            }
        }
        defer { setup.server.stop() }
        let request = FetchRequest(symbols: ["XBT/USD"], interval: .hour, start: .days(5))
        #expect(try await setup.fetch(request).series[0].candles.count == 120)
        #expect(setup.server.requests.count == 3)
    }
}
