public import MarketData

/// How an exchange is asked for bars and how its answers are read: pure functions, without a network.
public protocol PriceFeed: Sendable {
    /// The exchange's name, as in messages: `binance`.
    var name: String { get }

    /// What the cache keeps the prices under; another one than ``name`` where the same exchange is read in
    /// another way.
    var cacheName: String { get }

    /// Where the exchange answers, without a slash at the end.
    var baseURL: String { get }

    /// The lengths of bars that there are, in ascending order.
    var intervals: [BarInterval] { get }

    /// How often the exchange may be asked.
    var limits: FeedLimits { get }

    /// A time, in UTC seconds, before which the exchange has nothing.
    var earliest: Int64 { get }

    /// How many of the latest closed bars are all that the exchange gives, beside the open one; nil if it gives all.
    var recentBars: Int? { get }

    /// Whether earlier prices change later, as those do that are adjusted for dividends: then a range is always
    /// fetched as a whole.
    var restatesHistory: Bool { get }

    /// Whether empty pages are costly and a symbol's first bar is therefore looked for in days.
    var searchesFirstBar: Bool { get }

    /// How symbols are written, as the end of a sentence.
    var symbolForm: String { get }

    /// The exchange's own name of a symbol.
    ///
    /// - Parameter symbol: As written by a person, such as `BTC/USDT`.
    /// - Returns: Such as `BTCUSDT`; nil if it cannot be a symbol.
    func code(of symbol: String) -> String?

    /// The request for the first page of a range.
    ///
    /// - Parameters:
    ///   - code: The exchange's name of the symbol.
    ///   - interval: One of ``intervals``.
    ///   - range: The starts of the bars that are wanted, in UTC seconds; not empty.
    func query(code: String, interval: BarInterval, range: Range<Int64>) -> PageQuery

    /// The bars of an answer, in its order, unchecked.
    ///
    /// - Parameter answer: One that is neither 429, 418, 408 nor 5xx.
    func candles(in answer: HTTPAnswer) throws(PageProblem) -> [Candle]

    /// The weight that the exchange says has been used in the current minute; nil if it does not say.
    func usedWeight(in answer: HTTPAnswer) -> Double?
}

extension PriceFeed {
    /// The exchange's name.
    public var cacheName: String { name }
    /// The beginning of 1970.
    public var earliest: Int64 { 0 }
    /// All bars.
    public var recentBars: Int? { nil }
    /// No.
    public var restatesHistory: Bool { false }
    /// No.
    public var searchesFirstBar: Bool { false }
    /// Nothing is said.
    public func usedWeight(in answer: HTTPAnswer) -> Double? { nil }
}

/// How often an exchange may be asked.
public struct FeedLimits: Sendable, Equatable {
    /// The weight of requests that a minute allows.
    public let weightPerMinute: Double
    /// The weight that may be used at once after a pause.
    public let burst: Double
    /// The weight of a request for a page.
    public let requestWeight: Double

    /// Limits; all values > 0.
    public init(weightPerMinute: Double, burst: Double, requestWeight: Double = 1) {
        self.weightPerMinute = weightPerMinute
        self.burst = burst
        self.requestWeight = requestWeight
    }
}

/// A request for a page.
public struct PageQuery: Sendable, Equatable {
    /// What a page tells about the range that it was asked for.
    public enum Paging: Sendable, Equatable {
        /// The first bars of the range, as many as a page holds: what follows its last bar is not known yet.
        case ascending
        /// All bars of ``PageQuery/span``.
        case window
    }

    /// The path with its query, from the slash on.
    public let path: String
    /// The starts of bars that are asked for, in UTC seconds: the range or its beginning.
    public let span: Range<Int64>
    /// What the answer tells.
    public let paging: Paging

    /// A request.
    public init(path: String, span: Range<Int64>, paging: Paging) {
        self.path = path
        self.span = span
        self.paging = paging
    }
}

/// Why an answer has no bars.
public enum PageProblem: Error, Equatable, Sendable {
    /// The exchange does not know the symbol.
    case unknownSymbol
    /// The exchange has nothing, whether it knows the symbol or not.
    case noData
    /// Too many requests, said otherwise than by a status.
    case tooManyRequests(String)
    /// The exchange cannot answer now.
    case busy(String)
    /// The answer ends too early.
    case cutOff(String)
    /// The exchange refuses; what it says, and what may help.
    case refused(String, advice: String)
    /// The answer cannot be read; why.
    case malformed(String)
}
