/// Which bars of several files are kept.
public enum TimeJoin: String, Sendable, Hashable, CaseIterable {
    /// Those that all symbols have.
    case inner
    /// Those that any symbol has; what a symbol lacks stays missing.
    case outer
}

/// What several files hold together.
public struct MergedPrices: Sendable {
    /// The closes; without holes after an inner join.
    public let grid: PriceGrid
    /// The files, in the order in which they were passed.
    public let files: [FileSummary]
    /// How much the files overlap.
    public let overlaps: OverlapCount
    /// Bars of any file that were dropped since a symbol lacks them.
    public let droppedBars: Int
}

/// Puts files together, also such as overlap.
public enum PriceMerger {
    /// Reads files strictly and joins their series.
    ///
    /// - Parameters:
    ///   - paths: At least one file.
    ///   - join: Which bars are kept.
    ///   - overlap: What to do where two files have a close of the same symbol for the same bar.
    ///   - options: How files are read; the rest has no effect.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    public static func merge(
        paths: [String],
        join: TimeJoin = .inner,
        overlap: OverlapRule = .agree,
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) -> MergedPrices {
        try PriceLoader.checkPaths(paths)
        let blocks = try PriceLoader.blocks(paths, options)
        let files = blocks.map { FileSummary($0) }
        let united = try BlockOverlaps(consume blocks, rule: overlap)
        let joined = try SeriesGrid(
            united.blocks,
            universe: .common,
            on: PriceLoader.executor(paths, options)
        )
        var grid = PriceGrid(joined.symbols, joined.timestamps, joined.closes)
        let bars = grid.barCount
        if join == .inner { grid = PriceGrid(try grid.completed().table) }
        return MergedPrices(
            grid: grid,
            files: files,
            overlaps: united.count,
            droppedBars: bars - grid.barCount
        )
    }
}
