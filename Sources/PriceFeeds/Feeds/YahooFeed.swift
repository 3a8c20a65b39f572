import MarketData

/// Yahoo Finance: daily bars as CSV, `GET /v7/finance/download/AAPL?period1=…&period2=…&interval=1d`.
///
/// One page has all bars from the first time to the second, exclusive. Open, high, low and close are adjusted for
/// splits; another column has closes that are adjusted for dividends, too, which are restated with every dividend.
struct YahooFeed: PriceFeed {
    /// Whether closes are those adjusted for dividends.
    let adjusted: Bool

    /// The feed.
    ///
    /// - Parameter adjusted: Whether prices are adjusted for dividends, too: the close is the adjusted one, and
    ///   open, high and low are multiplied by the same factor.
    init(adjusted: Bool = true) { self.adjusted = adjusted }

    let name = "yahoo"
    var cacheName: String { adjusted ? name : "\(name) unadjusted" }
    let baseURL = "https://query1.finance.yahoo.com"
    let intervals = PriceFeeds.intervals("1d")
    let limits = FeedLimits(weightPerMinute: 30, burst: 5)
    /// 1900-01-01.
    let earliest: Int64 = -2_208_988_800
    let restatesHistory = true
    let symbolForm = "symbols are written as AAPL, BRK-B, ^GSPC or VOD.L"

    func code(of symbol: String) -> String? {
        SymbolText.isTicker(symbol) ? symbol.uppercased() : nil
    }

    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery {
        PageQuery(
            path: "/v7/finance/download/\(SymbolText.escaped(code))?period1=\(range.lowerBound)"
                + "&period2=\(range.upperBound)&interval=1d&events=history&includeAdjustedClose=true",
            span: range,
            paging: .window
        )
    }

    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle] {
        let beginning = answer.beginning
        switch answer.status {
        case 200: return try DailyCSV.candles(in: answer, adjusted: adjusted)
        case 404: throw .unknownSymbol
        case 400 where beginning.contains("Data doesn't exist"): throw .noData
        case 401, 403:
            throw .refused(
                beginning,
                advice: "the site may serve only those who are logged in, which is not supported: "
                    + "try stooq, or download a file in a browser"
            )
        default: throw .refused(beginning, advice: "check --base-url, or try later")
        }
    }
}
