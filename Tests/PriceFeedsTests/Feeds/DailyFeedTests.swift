import MarketData
import Testing

@testable import PriceFeeds

/// The sites that send daily bars as CSV.
@Suite struct DailyFeedTests {
    private static func answer(_ body: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, body: Array(body.utf8))
    }

    @Test func stooqQuery() {
        let query = StooqFeed().query(
            code: "^spx",
            interval: .day,
            range: newYear..<newYear + 31 * day
        )
        #expect(query.path == "/q/d/l/?s=%5Espx&i=d&d1=20240101&d2=20240131")
        #expect(StooqFeed().code(of: "AAPL.US") == "aapl.us")
        #expect(StooqFeed().code(of: "A/B") == nil)
        // The first day that can be asked for is written in eight digits.
        #expect(UTCTime.format(StooqFeed().earliest) == "1700-01-01")
        #expect(UTCTime.format(YahooFeed().earliest) == "1900-01-01")
        #expect(UTCTime.format(CoinbaseFeed().earliest) == "2015-01-01")
    }

    @Test func stooqRows() throws {
        let body =
            "Date,Open,High,Low,Close,Volume\r\n2024-01-02,187.15,188.44,183.885,185.64,82488674\r\n"
        #expect(
            try StooqFeed().candles(in: Self.answer(body)) == [
                Candle(
                    timestamp: newYear + day,
                    open: 187.15,
                    high: 188.44,
                    low: 183.885,
                    close: 185.64,
                    volume: 82_488_674
                )
            ]
        )
        // Indices have no volume.
        let index = "Date,Open,High,Low,Close\n2024-01-02,1,2,0.5,1.5"
        #expect(try StooqFeed().candles(in: Self.answer(index)).map(\.volume) == [0])
    }

    @Test func stooqMessages() {
        func problem(_ body: String) -> PageProblem? {
            #expect(throws: PageProblem.self) { try StooqFeed().candles(in: Self.answer(body)) }
        }
        #expect(problem("No data") == .noData)
        #expect(problem("") == .cutOff("the answer is empty"))
        #expect(
            problem("Exceeded the daily hits limit")
                == .refused(
                    "Exceeded the daily hits limit",
                    advice: "the site limits requests a day: try again tomorrow"
                )
        )
        #expect(problem("<!DOCTYPE html><html>") == .malformed("it is a web page, not CSV"))
        #expect(
            problem("Date,Open,High,Low\n2024-01-02,1,1,1")
                == .malformed("its header has no column close")
        )
        let header = "Date,Open,High,Low,Close,Volume\n"
        #expect(problem(header + "2024-01-02,1,1,") == .cutOff("the answer ends in its middle"))
        #expect(
            problem(header + "2024-01-02,1,1\n2024-01-03,1,1,1,1,1")
                == .malformed("line 2 has 3 fields, its header 6")
        )
        #expect(
            problem(header + "2024-01-32,1,1,1,1,1")
                == .malformed("line 2: \"2024-01-32\" is not a date")
        )
        #expect(
            problem(header + "2024-01-02,1,1,1,one,1")
                == .malformed("line 2: \"one\" is not a number")
        )
    }

    private static let yahoo = """
        Date,Open,High,Low,Close,Adj Close,Volume
        2024-01-02,10,12,9,11,5.5,1000
        2024-01-03,null,null,null,null,null,null
        2024-01-04,20,24,18,22,22,0
        """

    @Test func yahooRowsAreScaledToTheAdjustedClose() throws {
        let candles = try YahooFeed().candles(in: Self.answer(Self.yahoo))
        #expect(
            candles == [
                Candle(
                    timestamp: newYear + day,
                    open: 5,
                    high: 6,
                    low: 4.5,
                    close: 5.5,
                    volume: 1000
                ),
                Candle(
                    timestamp: newYear + 3 * day,
                    open: 20,
                    high: 24,
                    low: 18,
                    close: 22,
                    volume: 0
                ),
            ]
        )
        let plain = try YahooFeed(adjusted: false).candles(in: Self.answer(Self.yahoo))
        #expect(plain.map(\.close) == [11, 22])
        #expect(plain.map(\.open) == [10, 20])
        #expect(YahooFeed(adjusted: false).cacheName != YahooFeed().cacheName)
    }

    @Test func yahooQueryAndMessages() {
        let query = YahooFeed().query(code: "^GSPC", interval: .day, range: 0..<day)
        #expect(
            query.path
                == "/v7/finance/download/%5EGSPC?period1=0&period2=86400&interval=1d&events=history"
                + "&includeAdjustedClose=true"
        )
        func problem(_ status: Int, _ body: String) -> PageProblem? {
            #expect(throws: PageProblem.self) {
                try YahooFeed().candles(in: Self.answer(body, status: status))
            }
        }
        #expect(problem(404, "Not Found") == .unknownSymbol)
        #expect(problem(400, "Bad Request: Data doesn't exist for startDate = 1") == .noData)
        guard case .refused("Unauthorized", let advice) = problem(401, "Unauthorized") else {
            Issue.record("401 must be a refusal")
            return
        }
        #expect(advice.contains("stooq"))
        #expect(
            problem(200, "Date,Open,High,Low,Close,Volume\n2024-01-02,1,1,1,1,1")
                == .malformed("its header has no column adj close")
        )
    }
}
