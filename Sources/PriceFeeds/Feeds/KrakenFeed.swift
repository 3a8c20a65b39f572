import MarketData

/// Kraken's spot market: `GET /0/public/OHLC`.
///
/// One page of the latest 720 bars, the last of which is still open; older ones cannot be had, whatever `since`
/// says. Bitcoin is XBT and Dogecoin XDG. Errors come in a list within an answer of status 200.
/// Weeks, which start on Thursdays there, are left out.
/// Source: <https://docs.kraken.com/api-reference/market-data/get-ohlc-data>.
struct KrakenFeed: PriceFeed {
    /// The feed.
    init() {}

    let name = "kraken"
    let baseURL = "https://api.kraken.com"
    let intervals = PriceFeeds.intervals("1m", "5m", "15m", "30m", "1h", "4h", "1d")
    let limits = FeedLimits(weightPerMinute: 60, burst: 5)
    // One of the 720 is the bar that is still open.
    let recentBars: Int? = 719
    let symbolForm = "pairs are written as BTC/USD or XBTUSD"

    func code(of symbol: String) -> String? {
        guard let pair = SymbolText.pair(symbol) else {
            return SymbolText.isAlphanumeric(symbol) ? symbol.uppercased() : nil
        }
        func name(_ asset: String) -> String { ["BTC": "XBT", "DOGE": "XDG"][asset] ?? asset }
        return name(pair.base) + name(pair.quote)
    }

    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery {
        // Bars after `since` are sent, so that the one before the first is named.
        PageQuery(
            path:
                "/0/public/OHLC?pair=\(SymbolText.escaped(code))&interval=\(interval.seconds / 60)"
                + "&since=\(range.lowerBound - 1)",
            span: range,
            paging: .window
        )
    }

    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle] {
        guard answer.status == 200 else {
            throw .refused(answer.beginning, advice: "check --base-url, or try later")
        }
        let body = try JSONAnswer.decode(OHLCAnswer.self, from: answer)
        if let message = body.errors.first { throw Self.problem(message) }
        guard let candles = body.candles else { throw .malformed("it has no list of bars") }
        return candles
    }

    /// What a message of the list of errors means.
    private static func problem(_ message: String) -> PageProblem {
        if message.hasPrefix("EQuery:Unknown asset pair") { return .unknownSymbol }
        if message.contains("Rate limit") || message.contains("Too many requests") {
            return .tooManyRequests(message)
        }
        if message.hasPrefix("EService") || message.hasPrefix("EGeneral:Temporary")
            || message.hasPrefix("EGeneral:Internal")
        {
            return .busy(message)
        }
        return .refused(message, advice: "try later, or another exchange")
    }
}

/// Kraken's answer: a list of errors, and bars under the name that the pair has there, beside `last`.
private struct OHLCAnswer: Decodable {
    let errors: [String]
    let candles: [Candle]?

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        errors = try container.decode([String].self, forKey: AnyKey(stringValue: "error"))
        let result = AnyKey(stringValue: "result")
        guard container.contains(result) else {
            candles = nil
            return
        }
        let pairs = try container.nestedContainer(keyedBy: AnyKey.self, forKey: result)
        let pair = pairs.allKeys.first { $0.stringValue != "last" }
        candles = try pair.map { try pairs.decode([OHLCRow].self, forKey: $0).map(\.candle) }
    }
}

/// A row: the start in seconds; open, high, low, close, weighted mean price and volume as text; trades.
private struct OHLCRow: Decodable {
    let candle: Candle

    init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        var candle = Candle(
            timestamp: try row.decode(Int64.self),
            open: try row.decodeNumberInText(),
            high: try row.decodeNumberInText(),
            low: try row.decodeNumberInText(),
            close: try row.decodeNumberInText(),
            volume: 0
        )
        _ = try row.decodeNumberInText()
        candle.volume = try row.decodeNumberInText()
        self.candle = candle
    }
}
