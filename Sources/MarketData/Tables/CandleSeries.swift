/// One bar of one symbol as exchanges publish it.
public struct Candle: Sendable, Hashable {
    /// When the bar starts, in UTC seconds.
    public var timestamp: Int64
    /// The first price.
    public var open: Double
    /// The highest price.
    public var high: Double
    /// The lowest price.
    public var low: Double
    /// The last price.
    public var close: Double
    /// What was traded, in units of the base asset; 0 where it is not known.
    public var volume: Double

    /// A bar.
    public init(
        timestamp: Int64,
        open: Double,
        high: Double,
        low: Double,
        close: Double,
        volume: Double
    ) {
        self.timestamp = timestamp
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// The bars of one symbol in strictly increasing time order.
public struct CandleSeries: Sendable, Equatable {
    /// The symbol, such as `BTC/USDT`.
    public let symbol: String
    /// The length of a bar.
    public let interval: BarInterval
    /// The bars; the starts strictly increase.
    public let candles: [Candle]

    /// Puts bars together; the caller has put them in order.
    public init(symbol: String, interval: BarInterval, candles: [Candle]) {
        precondition(
            zip(candles, candles.dropFirst()).allSatisfy { $0.timestamp < $1.timestamp },
            "candles must be in strictly increasing time order"
        )
        self.symbol = symbol
        self.interval = interval
        self.candles = candles
    }
}
