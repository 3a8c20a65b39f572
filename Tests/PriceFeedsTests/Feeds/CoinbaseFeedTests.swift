import MarketData
import Testing

@testable import PriceFeeds

@Suite struct CoinbaseFeedTests {
    private let feed = CoinbaseFeed()

    @Test func symbols() {
        #expect(feed.code(of: "btc/usd") == "BTC-USD")
        #expect(feed.code(of: "BTC-USD") == "BTC-USD")
        #expect(feed.code(of: "BTCUSD") == nil)
    }

    @Test func noMoreThanThreeHundredBarsAPage() {
        let query = feed.query(
            code: "BTC-USD",
            interval: .hour,
            range: newYear..<newYear + 301 * hour
        )
        #expect(
            query.path
                == "/products/BTC-USD/candles?granularity=3600&start=2024-01-01T00%3A00%3A00Z"
                + "&end=2024-01-13T11%3A59%3A59Z"
        )
        #expect(query.span == newYear..<newYear + 300 * hour)
        let last = feed.query(
            code: "BTC-USD",
            interval: .hour,
            range: newYear + 300 * hour..<newYear + 301 * hour
        )
        #expect(last.span == newYear + 300 * hour..<newYear + 301 * hour)
        #expect(last.path.hasSuffix("&start=2024-01-13T12%3A00%3A00Z&end=2024-01-13T12%3A59%3A59Z"))
    }

    @Test func columnsAreTimeLowHighOpenCloseVolume() throws {
        let body = "[[1415398768,0.32,4.2,0.35,4.1,12.3],[1415398708,1,2,1.5,1.75,0]]"
        let candles = try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
        #expect(
            candles == [
                Candle(
                    timestamp: 1_415_398_768,
                    open: 0.35,
                    high: 4.2,
                    low: 0.32,
                    close: 4.1,
                    volume: 12.3
                ),
                Candle(
                    timestamp: 1_415_398_708,
                    open: 1.5,
                    high: 2,
                    low: 1,
                    close: 1.75,
                    volume: 0
                ),
            ]
        )
    }

    /// Numbers of JSON, not texts: they must be read to the last bit, too.
    @Test func numbersAreReadCorrectlyRounded() throws {
        let texts = ["29123.45", "0.00001234", "1e-7", "123456789.987654321", "0.1", "67011.07"]
        for text in texts {
            let body = "[[60,\(text),\(text),\(text),\(text),\(text)]]"
            let candles = try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
            #expect(candles[0].close == Double(text), "\(text)")
        }
    }

    @Test func errors() {
        func problem(_ status: Int, _ body: String) -> PageProblem? {
            #expect(throws: PageProblem.self) {
                try feed.candles(in: HTTPAnswer(status: status, body: Array(body.utf8)))
            }
        }
        #expect(problem(404, #"{"message":"NotFound"}"#) == .unknownSymbol)
        // Somebody else's 404.
        #expect(
            problem(404, "<html>")
                == .refused("<html>", advice: "check --base-url, or try later")
        )
    }
}
