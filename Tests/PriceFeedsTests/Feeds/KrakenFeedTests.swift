import MarketData
import Testing

@testable import PriceFeeds

@Suite struct KrakenFeedTests {
    private let feed = KrakenFeed()

    @Test func symbols() {
        #expect(feed.code(of: "BTC/USD") == "XBTUSD")
        #expect(feed.code(of: "eth/btc") == "ETHXBT")
        #expect(feed.code(of: "DOGE-EUR") == "XDGEUR")
        #expect(feed.code(of: "xbtusd") == "XBTUSD")
        #expect(feed.code(of: "BTC USD") == nil)
    }

    @Test func query() {
        let range = newYear..<newYear + 5 * hour
        let query = feed.query(code: "XBTUSD", interval: .hour, range: range)
        #expect(query.path == "/0/public/OHLC?pair=XBTUSD&interval=60&since=1704067199")
        #expect(query.span == range)
    }

    @Test func rowsAsDocumented() throws {
        let body = """
            {"error":[],"result":{"last":1688672160,"XXBTZUSD":[\
            [1688671200,"30306.1","30306.2","30305.7","30305.7","30306.1","3.39243896",23],\
            [1688671260,"30304.5","30304.5","30300.0","30300.0","30300.0","4.42996871",18]]}}
            """
        let candles = try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
        #expect(
            candles == [
                Candle(
                    timestamp: 1_688_671_200,
                    open: 30306.1,
                    high: 30306.2,
                    low: 30305.7,
                    close: 30305.7,
                    volume: 3.39243896
                ),
                Candle(
                    timestamp: 1_688_671_260,
                    open: 30304.5,
                    high: 30304.5,
                    low: 30300,
                    close: 30300,
                    volume: 4.42996871
                ),
            ]
        )
    }

    @Test(arguments: [
        ("EQuery:Unknown asset pair", PageProblem.unknownSymbol),
        ("EAPI:Rate limit exceeded", .tooManyRequests("EAPI:Rate limit exceeded")),
        ("EGeneral:Too many requests", .tooManyRequests("EGeneral:Too many requests")),
        ("EService:Busy", .busy("EService:Busy")),
        (
            "EGeneral:Invalid arguments",
            .refused("EGeneral:Invalid arguments", advice: "try later, or another exchange")
        ),
    ])
    func errors(_ message: String, _ expected: PageProblem) {
        let body = #"{"error":["\#(message)"]}"#
        #expect(throws: expected) {
            try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
        }
    }

    @Test func anAnswerWithoutBars() {
        let body = #"{"error":[],"result":{"last":1}}"#
        #expect(throws: PageProblem.malformed("it has no list of bars")) {
            try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
        }
    }
}
