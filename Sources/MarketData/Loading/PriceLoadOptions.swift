public import DataParallel

/// What to do about bars that a symbol lacks and another one has.
public enum GapFill: Sendable, Hashable {
    /// Keep only the bars that all symbols have (inner join).
    case none

    /// Keep all bars (outer join) and carry the last close over gaps of at most `maxGap`
    /// consecutive bars; the bars of longer gaps, and those before a symbol's first close, are
    /// dropped for all symbols.
    case forward(maxGap: Int)
}

/// What bars a table has where symbols start late or end early.
public enum Universe: String, Sendable, Hashable, CaseIterable {
    /// The bars that all symbols have.
    case common

    /// All bars from the first symbol's first to the last one's last: a symbol is listed from its first close to
    /// its last. See ``PriceTable/listings``.
    case changing
}

/// How prices are joined and resampled while they are loaded.
public struct PriceLoadOptions: Sendable {
    /// What to do about bars that a symbol lacks.
    public var fill: GapFill

    /// Whether symbols may start late or end early.
    public var universe: Universe

    /// The bar length of the result, coarser than that of the files; nil keeps theirs.
    public var timeframe: BarInterval?

    /// The symbols of files that do not name theirs, by the path as passed to the loader; without
    /// an entry, the symbol is taken from the file name.
    public var symbolNames: [String: String]

    /// What files are read by, side by side; nil for `ThreadPool.shared`, which is started when
    /// there is more than one file.
    public var executor: (any ParallelExecutor)?

    /// Asked before every chunk of about 1 MiB; true stops with ``MarketDataError/cancelled``.
    public var shouldStop: (@Sendable () -> Bool)?

    /// Options, by default an inner join without resampling.
    ///
    /// - Parameters:
    ///   - fill: What to do about bars that a symbol lacks.
    ///   - universe: Whether symbols may start late or end early.
    ///   - timeframe: The bar length of the result; nil keeps that of the files.
    ///   - symbolNames: Symbols by path, for files that do not name theirs.
    ///   - executor: What files are read by, side by side; nil for the shared pool.
    ///   - shouldStop: Asked before every chunk; true cancels.
    public init(
        fill: GapFill = .none,
        universe: Universe = .common,
        timeframe: BarInterval? = nil,
        symbolNames: [String: String] = [:],
        executor: (any ParallelExecutor)? = nil,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) {
        self.fill = fill
        self.universe = universe
        self.timeframe = timeframe
        self.executor = executor
        self.symbolNames = symbolNames
        self.shouldStop = shouldStop
    }
}
