import FeedTestSupport
import MarketData
import Testing

@testable import PriceFeeds

@Suite struct FetchRequestTests {
    private func range(
        _ start: FetchRequest.Start,
        end: Int64? = nil,
        earliest: Int64 = 0
    ) -> Range<Int64> {
        FetchRequest(symbols: ["A"], interval: .hour, start: start, end: end)
            .range(closedEnd: newYear + 100 * hour, earliest: earliest)
    }

    @Test func ranges() {
        let closedEnd = newYear + 100 * hour
        #expect(range(.days(2)) == closedEnd - 48 * hour..<closedEnd)
        #expect(range(.time(newYear)) == newYear..<closedEnd)
        // Bars that begin within the range, and only those.
        #expect(range(.time(newYear + 1)) == newYear + hour..<closedEnd)
        #expect(range(.time(newYear), end: newYear + hour) == newYear..<newYear + hour)
        #expect(range(.time(newYear), end: newYear + hour + 1) == newYear..<newYear + 2 * hour)
        #expect(range(.days(1), end: newYear) == newYear - 24 * hour..<newYear)
        #expect(range(.firstBar) == 0..<closedEnd)
        #expect(range(.firstBar, earliest: newYear) == newYear..<closedEnd)
        #expect(range(.time(0), earliest: newYear) == newYear..<closedEnd)
        #expect(range(.time(closedEnd)).isEmpty)
        #expect(range(.time(closedEnd + day)).isEmpty)
        #expect(range(.time(newYear), end: closedEnd + day) == newYear..<closedEnd)
    }

    @Test func requestsThatMakeNoSense() async throws {
        let downloader = PriceDownloader(
            feed: BinanceFeed(),
            cache: try CandleCache(),
            clock: ManualClock(now: Double(newYear))
        )
        func error(
            _ symbols: [String],
            _ interval: BarInterval = .hour,
            _ start: FetchRequest.Start = .days(1),
            end: Int64? = nil
        ) async -> PriceFeedError? {
            let request = FetchRequest(symbols: symbols, interval: interval, start: start, end: end)
            return await #expect(throws: PriceFeedError.self) {
                try await downloader.fetch(request)
            }
        }
        #expect(await error([])?.category == .usage)
        #expect(await error(["B T C"])?.category == .usage)
        #expect(
            await error(["BTC/USDT", "ETH/USDT", "btcusdt"])
                == .repeatedSymbol(first: "BTC/USDT", second: "btcusdt")
        )
        let odd = await error(["A/B"], BarInterval(seconds: 7 * 3600))
        #expect(odd?.description.contains("no bars of 7h; ask for 1m, 3m,") == true)
        #expect(await error(["A/B"], .hour, .days(0))?.category == .usage)
        #expect(await error(["A/B"], .hour, .time(newYear), end: newYear)?.category == .usage)
        #expect(await error(["A/B"], .hour, .time(newYear + day))?.category == .usage)
    }

    @Test func badBaseURL() async throws {
        let downloader = PriceDownloader(
            feed: BinanceFeed(),
            baseURL: "nowhere",
            cache: try CandleCache(),
            clock: ManualClock(now: Double(newYear))
        )
        let error = await #expect(throws: PriceFeedError.self) {
            try await downloader.fetch(
                FetchRequest(symbols: ["A/B"], interval: .hour, start: .days(1))
            )
        }
        #expect(error?.description.contains("\"nowhere\" is not an address") == true)
    }

    @Test func aRangeWithoutBarsIsSaidToBeSo() async throws {
        let exchange = SimulatedExchange(now: newYear, markets: ["AB": newYear - 5 * hour])
        let setup = try FetchSetup(.binance, now: newYear) { exchange.binance($0) }
        defer { setup.server.stop() }
        let range = newYear - 50 * hour..<newYear - 20 * hour
        let request = FetchRequest(
            symbols: ["A/B"],
            interval: .hour,
            start: .time(range.lowerBound),
            end: range.upperBound
        )
        await #expect(
            throws: PriceFeedError.noBars(
                exchange: "binance",
                symbol: "A/B",
                range: range,
                limit: nil
            )
        ) { try await setup.fetch(request) }
    }
}
