import MarketData
import Testing

@testable import PriceFeeds

@Suite struct BinanceFeedTests {
    private let feed = BinanceFeed()

    @Test func symbols() {
        for text in ["BTC/USDT", "btc-usdt", "BTC_USDT", "btcusdt"] {
            #expect(feed.code(of: text) == "BTCUSDT")
        }
        for text in ["", "/", "BTC/", "BTC/USDT/X", "BTC USDT", "БТЦ/USDT", "BTC/USDT&x=1"] {
            #expect(feed.code(of: text) == nil, "\(text)")
        }
    }

    @Test func query() {
        let range = newYear..<newYear + 5000 * hour
        let query = feed.query(code: "BTCUSDT", interval: .hour, range: range)
        #expect(
            query.path
                == "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=1704067200000"
                + "&endTime=1722067199999&limit=1000"
        )
        #expect(query.span == range)
        #expect(query.paging == .ascending)
    }

    @Test func aRowAsDocumented() throws {
        let body = """
            [[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",\
            1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","0"]]
            """
        let candles = try feed.candles(in: HTTPAnswer(status: 200, body: Array(body.utf8)))
        #expect(
            candles == [
                Candle(
                    timestamp: 1_499_040_000,
                    open: 0.0163479,
                    high: 0.8,
                    low: 0.015758,
                    close: 0.015771,
                    volume: 148976.11427815
                )
            ]
        )
        #expect(try feed.candles(in: HTTPAnswer(status: 200, body: Array("[]".utf8))) == [])
    }

    @Test func errors() {
        func problem(_ status: Int, _ body: String) -> PageProblem? {
            #expect(throws: PageProblem.self) {
                try feed.candles(in: HTTPAnswer(status: status, body: Array(body.utf8)))
            }
        }
        #expect(problem(400, #"{"code":-1121,"msg":"Invalid symbol."}"#) == .unknownSymbol)
        #expect(
            problem(
                400,
                #"{"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}"#
            ) == .unknownSymbol
        )
        #expect(problem(400, #"{"code":-1003,"msg":"Slow."}"#) == .tooManyRequests("Slow."))
        #expect(
            problem(400, #"{"code":-1120,"msg":"Invalid interval."}"#)
                == .refused("Invalid interval.", advice: "try later")
        )
        guard case .refused("Forbidden", let advice) = problem(403, "Forbidden") else {
            Issue.record("403 must be a refusal")
            return
        }
        #expect(advice.contains("data-api.binance.vision"))
        #expect(problem(200, "") == .cutOff("the answer is empty"))
        #expect(problem(200, "[[1499040000000,\"0.0") == .cutOff("the answer ends in its middle"))
    }

    @Test func weight() {
        let answer = HTTPAnswer(status: 200, headers: ["X-Mbx-Used-Weight-1m": "74"], body: [])
        #expect(feed.usedWeight(in: answer) == 74)
        #expect(feed.usedWeight(in: HTTPAnswer(status: 200, body: [])) == nil)
    }
}
