public import MarketData

/// What the bars of a cache belong to.
public struct SeriesKey: Sendable, Hashable {
    /// The exchange, and how it was read.
    public let feed: String
    /// The exchange's own name of the symbol.
    public let code: String
    /// The length of a bar.
    public let interval: BarInterval

    /// A key.
    public init(feed: String, code: String, interval: BarInterval) {
        self.feed = feed
        self.code = code
        self.interval = interval
    }
}
