import FeedTestSupport
import MarketData
import Synchronization
import TestSupport
import Testing

@testable import PriceFeeds

/// Whatever goes wrong, in whatever order: in the end there is what the exchange has.
@Suite struct RandomFaultTests {
    /// A network that fails at random, and now and then until the end of a run.
    private final class UnreliableTransport: HTTPTransport {
        private struct State {
            var random: SeededRandom
            var isDown = false
            var exchange: SimulatedExchange
            var requests = 0
        }

        private let state: Mutex<State>
        private let kind: Exchange

        init(_ kind: Exchange, _ exchange: SimulatedExchange, seed: UInt64) {
            self.kind = kind
            state = Mutex(State(random: SeededRandom(seed: seed), exchange: exchange))
        }

        var requests: Int { state.withLock { $0.requests } }

        func recover(now: Int64) {
            state.withLock { state in
                state.isDown = false
                state.exchange.now = now
            }
        }

        func get(_ url: String) async throws(TransportFault) -> HTTPAnswer {
            let (fault, exchange) = state.withLock { state in
                state.requests += 1
                if Int.random(in: 0..<12, using: &state.random) == 0 { state.isDown = true }
                let fault = state.isDown ? 0 : Int.random(in: 0..<12, using: &state.random)
                return (fault, state.exchange)
            }
            let request = TestServer.Request(url: url)
            var reply =
                switch kind {
                case .binance: exchange.binance(request)
                case .kraken: exchange.kraken(request)
                case .coinbase: exchange.coinbase(request)
                case .stooq: exchange.stooq(request)
                case .yahoo: exchange.yahoo(request)
                }
            switch fault {
            case 0: throw .failed("the cable is out")
            case 1: reply = ServerReply(status: 502, body: "<html>bad gateway</html>")
            case 2: reply = ServerReply(status: 429, headers: ["Retry-After": "5"])
            case 3 where kind != .stooq && kind != .yahoo:
                reply.body = String(reply.body.dropLast(1 + reply.body.count / 3))
            default: break
            }
            return HTTPAnswer(
                status: reply.status,
                headers: reply.headers,
                body: Array(reply.body.utf8)
            )
        }
    }

    @Test(arguments: Exchange.allCases, 0..<8)
    func theEndIsAlwaysTheSame(_ kind: Exchange, _ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed &* 31 &+ 5)
        let seconds = kind == .stooq || kind == .yahoo ? day : hour
        let markets: [Exchange: [String: String]] = [
            .binance: ["A/USDT": "AUSDT", "B/USDT": "BUSDT"],
            .kraken: ["BTC/USD": "XBTUSD", "ETH/USD": "ETHUSD"],
            .coinbase: ["A/USD": "A-USD", "B/USD": "B-USD"],
            .stooq: ["a.us": "a.us", "b.us": "b.us"],
            .yahoo: ["A": "A", "B": "B"],
        ]
        let names = try #require(markets[kind])
        var now = newYear + Int64.random(in: 600...700, using: &random) * seconds + 700
        var exchange = SimulatedExchange(now: now, markets: [:], tradeSeconds: seconds)
        for market in names.values.sorted() {
            exchange.markets[market] =
                newYear - Int64.random(in: 0..<1500, using: &random) * seconds
        }
        for _ in 0..<300 {
            let bar = Int64.random(in: -1500..<600, using: &random)
            exchange.quiet.insert(newYear + bar * seconds)
        }
        let transport = UnreliableTransport(kind, exchange, seed: seed)
        let clock = ManualClock(now: Double(now))
        let folder = try TemporaryDirectory()
        let start = newYear - Int64.random(in: 0..<1000, using: &random) * seconds
        let request = FetchRequest(
            symbols: names.keys.sorted(),
            interval: BarInterval(seconds: seconds),
            start: .time(start)
        )
        var result: FetchResult?
        var runs = 0
        while result == nil, runs < 300 {
            runs += 1
            // Every run opens the file anew, some time after the one before; its waits take time, too.
            clock.advance(Double.random(in: 0..<2, using: &random) * Double(seconds) / 3)
            now = Int64(clock.now)
            transport.recover(now: now)
            let downloader = PriceDownloader(
                feed: kind.feed(adjusted: false),
                cache: try CandleCache(path: folder.path("prices.sqlite")),
                transport: transport,
                clock: clock,
                settings: FetchSettings(concurrency: 2, retries: RetryPolicy(attempts: 3))
            )
            do throws(PriceFeedError) {
                result = try await downloader.fetch(request)
            } catch {
                #expect(error.category == .temporary, "\(error)")
            }
        }
        exchange.now = now
        let all = try #require(result, "\(runs) runs, \(transport.requests) requests")
        for series in all.series {
            let market = try #require(names[series.symbol])
            // On kraken a run that came later cannot have what the first could; but 700 bars it must.
            let had = series.candles.first.map { max(start, $0.timestamp) } ?? now
            let first = kind == .kraken ? max(start, min(had, now - 700 * hour)) : start
            #expect(series.candles == exchange.expected(market, first..<now, seconds))
        }
    }
}
