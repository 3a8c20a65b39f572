public import MarketData

/// What a run has brought.
public struct FetchResult: Sendable, Equatable {
    /// The bars of each symbol, in the order of the request.
    public let series: [CandleSeries]
    /// What is to be said about each symbol, in the same order.
    public let reports: [SymbolReport]
    /// What is to be said about the run, a sentence each.
    public let notes: [String]
    /// The number of requests that were sent.
    public let requestCount: Int
}

/// What is to be said about a symbol.
public struct SymbolReport: Sendable, Equatable {
    /// The symbol as in the request.
    public let symbol: String
    /// The number of bars.
    public let bars: Int
    /// Bars that are missing between the first and the last; on weekends only where there are other bars then.
    public let gaps: GapSummary
    /// Bars that this run dropped because a price was not above 0 or not finite, or the high below the low.
    public let droppedBars: Int
    /// Bars that this run received more than once.
    public let repeatedBars: Int
}
