import MarketData

/// Binance's spot market: `GET /api/v3/klines`.
///
/// At most 1,000 bars a page, in ascending order, from `startTime` on; both times are in milliseconds and
/// inclusive. A request weighs 2 of the 6,000 that an address has a minute; the header
/// `X-MBX-USED-WEIGHT-1M` says how much is used.
/// Source: <https://developers.binance.com/docs/binance-spot-api-docs/rest-api>.
struct BinanceFeed: PriceFeed {
    /// The feed.
    init() {}

    let name = "binance"
    let baseURL = "https://api.binance.com"
    let intervals = PriceFeeds.intervals(
        "1m",
        "3m",
        "5m",
        "15m",
        "30m",
        "1h",
        "2h",
        "4h",
        "6h",
        "8h",
        "12h",
        "1d",
        "1w"
    )
    let limits = FeedLimits(weightPerMinute: 6000, burst: 600, requestWeight: 2)
    let symbolForm = "pairs are written as BTC/USDT or BTCUSDT"

    static let pageSize = 1000

    func code(of symbol: String) -> String? {
        if let pair = SymbolText.pair(symbol) { return pair.base + pair.quote }
        return SymbolText.isAlphanumeric(symbol) ? symbol.uppercased() : nil
    }

    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery {
        PageQuery(
            path: "/api/v3/klines?symbol=\(SymbolText.escaped(code))&interval=\(interval)"
                + "&startTime=\(range.lowerBound * 1000)&endTime=\(range.upperBound * 1000 - 1)"
                + "&limit=\(Self.pageSize)",
            span: range,
            paging: .ascending
        )
    }

    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle] {
        guard answer.status == 200 else { throw problem(answer) }
        return try JSONAnswer.decode([Kline].self, from: answer).map(\.candle)
    }

    func usedWeight(in answer: HTTPAnswer) -> Double? {
        answer.header("x-mbx-used-weight-1m").flatMap(Double.init)
    }

    private func problem(_ answer: HTTPAnswer) -> PageProblem {
        struct Message: Decodable {
            let code: Int
            let msg: String
        }
        guard let message = try? JSONAnswer.decode(Message.self, from: answer) else {
            if answer.status == 451 || answer.status == 403 {
                return .refused(
                    answer.beginning,
                    advice: Self.advice
                )
            }
            return .refused(answer.beginning, advice: "check --base-url, or try later")
        }
        switch message.code {
        case -1121,
            -1100 where message.msg.contains("'symbol'"):
            return .unknownSymbol
        case -1003: return .tooManyRequests(message.msg)
        default:
            return .refused(
                message.msg,
                advice: answer.status == 451 || answer.status == 403 ? Self.advice : "try later"
            )
        }
    }

    private static let advice =
        "where binance.com does not serve, try --base-url https://data-api.binance.vision, or another "
        + "exchange"
}

/// A row of Binance's answer: the open time in milliseconds, open, high, low, close and volume as text, and
/// more that is not needed.
private struct Kline: Decodable {
    let candle: Candle

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        let milliseconds = try row.decode(Int64.self)
        candle = Candle(
            timestamp: milliseconds / 1000,
            open: try row.decodeNumberInText(),
            high: try row.decodeNumberInText(),
            low: try row.decodeNumberInText(),
            close: try row.decodeNumberInText(),
            volume: try row.decodeNumberInText()
        )
    }
}
