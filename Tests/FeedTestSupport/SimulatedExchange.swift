package import MarketData

/// An exchange whose bars follow from a formula, with prices in whole cents.
package struct SimulatedExchange: Sendable {
    /// The exchange's time, in UTC seconds, which it sends as its date.
    package var now: Int64
    /// The start of the first bar of each market, by the exchange's name of it; others are not known.
    package var markets: [String: Int64]
    /// Starts of bars that nobody traded in.
    package var quiet: Set<Int64>
    /// The bars that ``quiet`` and ``markets`` are about, in seconds; longer ones are there if one of these is. If
    /// nil, they are about all bars.
    package var tradeSeconds: Int64?
    /// What the date header says, if not ``now``; an empty text for no header.
    package var date: String?

    package init(
        now: Int64,
        markets: [String: Int64],
        quiet: Set<Int64> = [],
        tradeSeconds: Int64? = nil,
        date: String? = nil
    ) {
        self.now = now
        self.markets = markets
        self.quiet = quiet
        self.tradeSeconds = tradeSeconds
        self.date = date
    }

    /// Cents of open, high, low, close and volume of a bar.
    package static func cents(_ market: String, _ start: Int64) -> [Int64] {
        let seed = market.utf8.reduce(Int64(7)) { ($0 &* 31 &+ Int64($1)) % 9973 }
        let close = 10_000 + (start / 60 &* 7919 &+ seed) % 5000
        let open = close + (start / 60 + seed) % 100 - 50
        return [open, max(open, close) + 25, min(open, close) - 31, close, 1000 + close % 777]
    }

    /// The bar as it must come out.
    package static func candle(_ market: String, _ start: Int64) -> Candle {
        let values = cents(market, start).map { Double($0) / 100 }
        return Candle(
            timestamp: start,
            open: values[0],
            high: values[1],
            low: values[2],
            close: values[3],
            volume: values[4]
        )
    }

    /// The starts of the bars of a market in a range, the one that is still open too.
    package func starts(_ market: String, _ range: Range<Int64>, _ seconds: Int64) -> [Int64] {
        guard let first = markets[market] else { return [] }
        if let tradeSeconds, tradeSeconds < seconds {
            let whole = range.lowerBound / seconds * seconds..<range.upperBound + seconds
            let longer = starts(market, whole, tradeSeconds).map { $0 / seconds * seconds }
            return Set(longer).filter { range.contains($0) }.sorted()
        }
        let from = max(first, range.lowerBound)
        let aligned = (from + seconds - 1) / seconds * seconds
        return stride(
            from: aligned,
            to: max(aligned, min(range.upperBound, now + 1)),
            by: Int(seconds)
        )
        .filter { !quiet.contains($0) }
    }

    /// The closed bars of a market in a range, as they must come out.
    package func expected(_ market: String, _ range: Range<Int64>, _ seconds: Int64) -> [Candle] {
        starts(market, range, seconds).filter { $0 + seconds <= now }.map {
            Self.candle(market, $0)
        }
    }

    /// An amount of cents as text: 12345 is 123.45.
    package static func decimal(_ cents: Int64) -> String {
        "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }

    package func texts(_ market: String, _ start: Int64) -> [String] {
        Self.cents(market, start).map(Self.decimal)
    }

    /// A reply with the exchange's date.
    package func reply(_ body: String, status: Int = 200) -> ServerReply {
        let date = date ?? HTTPDateText.text(now)
        return ServerReply(status: status, headers: date.isEmpty ? [:] : ["Date": date], body: body)
    }
}
