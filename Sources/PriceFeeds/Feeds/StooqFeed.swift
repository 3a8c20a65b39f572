import MarketData

/// stooq.com: daily bars as CSV, `GET /q/d/l/?s=aapl.us&i=d&d1=20200101&d2=20201231`.
///
/// One page has all bars from the first date to the last, both inclusive. Prices are adjusted for splits and
/// dividends, and are therefore restated with each. A symbol that is not known and a range without bars give the
/// same answer, `No data`.
struct StooqFeed: PriceFeed {
    /// The feed.
    init() {}

    let name = "stooq"
    let baseURL = "https://stooq.com"
    let intervals = PriceFeeds.intervals("1d")
    let limits = FeedLimits(weightPerMinute: 60, burst: 5)
    /// 1700-01-01: some indices are older than exchanges.
    let earliest: Int64 = -8_520_336_000
    let restatesHistory = true
    let symbolForm = "stocks carry their market, as in aapl.us; indices begin with ^"

    func code(of symbol: String) -> String? {
        SymbolText.isTicker(symbol) ? symbol.lowercased() : nil
    }

    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery {
        PageQuery(
            path: "/q/d/l/?s=\(SymbolText.escaped(code))&i=d"
                + "&d1=\(ISOTime.compactDate(range.lowerBound))"
                + "&d2=\(ISOTime.compactDate(range.upperBound - 1))",
            span: range,
            paging: .window
        )
    }

    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle] {
        let beginning = answer.beginning
        guard answer.status == 200 else {
            throw .refused(beginning, advice: "check --base-url, or try later")
        }
        if beginning.hasPrefix("No data") { throw .noData }
        if beginning.hasPrefix("Exceeded") {
            throw .refused(beginning, advice: "the site limits requests a day: try again tomorrow")
        }
        return try DailyCSV.candles(in: answer, adjusted: false)
    }
}
