import MarketData

/// Coinbase Exchange: `GET /products/BTC-USD/candles`.
///
/// At most 300 bars a page, the newest first; more than 300 in the range that is asked for is refused, bars
/// without a trade are left out, and some may precede the range.
/// Source: <https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-candles>.
struct CoinbaseFeed: PriceFeed {
    /// The feed.
    init() {}

    let name = "coinbase"
    let baseURL = "https://api.exchange.coinbase.com"
    let intervals = PriceFeeds.intervals("1m", "5m", "15m", "1h", "6h", "1d")
    let limits = FeedLimits(weightPerMinute: 480, burst: 10)
    /// 2015-01-01: the exchange opened later that month.
    let earliest: Int64 = 1_420_070_400
    let searchesFirstBar = true
    let symbolForm = "pairs are written as BTC/USD or BTC-USD"

    static let pageSize: Int64 = 300

    func code(of symbol: String) -> String? {
        SymbolText.pair(symbol).map { "\($0.base)-\($0.quote)" }
    }

    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery {
        let end = min(range.upperBound, range.lowerBound + Self.pageSize * interval.seconds)
        // Both times are inclusive: the last bar that is wanted starts before the end.
        let path =
            "/products/\(SymbolText.escaped(code))/candles?granularity=\(interval.seconds)"
            + "&start=\(SymbolText.escaped(ISOTime.text(range.lowerBound)))"
            + "&end=\(SymbolText.escaped(ISOTime.text(end - 1)))"
        return PageQuery(path: path, span: range.lowerBound..<end, paging: .window)
    }

    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle] {
        guard answer.status == 200 else {
            struct Message: Decodable { let message: String }
            let message = try? JSONAnswer.decode(Message.self, from: answer).message
            if answer.status == 404, message != nil { throw .unknownSymbol }
            throw .refused(message ?? answer.beginning, advice: "check --base-url, or try later")
        }
        return try JSONAnswer.decode([CandleRow].self, from: answer).map(\.candle)
    }
}

/// A row of Coinbase's answer: the start in seconds, low, high, open, close, volume.
private struct CandleRow: Decodable {
    let candle: Candle

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        let timestamp = try row.decode(Int64.self)
        let low = try row.decode(Double.self)
        let high = try row.decode(Double.self)
        candle = Candle(
            timestamp: timestamp,
            open: try row.decode(Double.self),
            high: high,
            low: low,
            close: try row.decode(Double.self),
            volume: try row.decode(Double.self)
        )
    }
}
