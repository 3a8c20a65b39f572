/// What to do about bars that a symbol lacks and another one has.
public enum GapFill: Sendable, Hashable {
    /// Keep only the bars that all symbols have (inner join).
    case none

    /// Keep all bars (outer join) and carry the last close over gaps of at most `maxGap`
    /// consecutive bars; the bars of longer gaps, and those before a symbol's first close, are
    /// dropped for all symbols.
    case forward(maxGap: Int)
}

/// How prices are joined and resampled while they are loaded.
public struct PriceLoadOptions: Sendable {
    /// What to do about bars that a symbol lacks.
    public var fill: GapFill

    /// The bar length of the result, coarser than that of the files; nil keeps theirs.
    public var timeframe: BarInterval?

    /// The symbols of files that do not name theirs, by the path as passed to the loader; without
    /// an entry, the symbol is taken from the file name.
    public var symbolNames: [String: String]

    /// Asked before every chunk of about 1 MiB; true stops with ``MarketDataError/cancelled``.
    public var shouldStop: (@Sendable () -> Bool)?

    /// Options, by default an inner join without resampling.
    ///
    /// - Parameters:
    ///   - fill: What to do about bars that a symbol lacks.
    ///   - timeframe: The bar length of the result; nil keeps that of the files.
    ///   - symbolNames: Symbols by path, for files that do not name theirs.
    ///   - shouldStop: Asked before every chunk; true cancels.
    public init(
        fill: GapFill = .none,
        timeframe: BarInterval? = nil,
        symbolNames: [String: String] = [:],
        shouldStop: (@Sendable () -> Bool)? = nil
    ) {
        self.fill = fill
        self.timeframe = timeframe
        self.symbolNames = symbolNames
        self.shouldStop = shouldStop
    }
}
