import DataParallel

/// Reads price files that ``PriceLoader`` refuses, and makes a table of what is sound in them.
///
/// Mistakes of rows and cells are passed over and counted (``RepairKind``); those of a whole file, such as a
/// header without prices, stay errors. What is changed beyond that has to be asked for.
public enum PriceCleaner {
    /// Reads files leniently and joins them on the union of their bars.
    ///
    /// - Parameters:
    ///   - paths: At least one file.
    ///   - options: Which of two differing closes of a bar is kept, and names of symbols.
    /// - Returns: The closes, with holes, and what was passed over.
    /// - Throws: ``MarketDataError`` if a file as a whole cannot be read.
    /// - Complexity: As of ``PriceLoader/load(paths:options:)``.
    public static func read(
        paths: [String],
        options: CleaningOptions = .init()
    ) throws(MarketDataError) -> LenientPrices {
        try PriceLoader.checkPaths(paths)
        let log = RepairLog(preferred: options.preferred)
        var blocks: [SeriesBlock] = []
        for path in paths {
            let block = try PriceFile.read(
                path: path,
                symbol: options.symbolNames[path],
                repairs: log,
                shouldStop: options.shouldStop
            )
            if block.wasSorted {
                log.note(
                    .unsortedFile,
                    at: nil,
                    "\(path): the rows are not in time order"
                )
            }
            blocks.append(block)
        }
        let files = blocks.map { FileSummary($0) }
        let united = try BlockOverlaps(consume blocks, rule: .prefer(options.preferred))
        let grid = try SeriesGrid(united.blocks, universe: .common, on: SequentialExecutor())
        let prices = try withoutEmptySymbols(consume grid, log, path: paths[0])
        return LenientPrices(grid: prices, files: files, repairs: log.all, overlaps: united.count)
    }

    /// Reads files leniently, removes what is asked for and keeps the bars that all symbols have.
    ///
    /// Spikes go first, then stale closes, then gaps are filled, so that what was removed may be filled.
    ///
    /// - Throws: ``MarketDataError`` if a file as a whole cannot be read, an option is out of range, or no
    ///   bar is left that all symbols have.
    public static func clean(
        paths: [String],
        options: CleaningOptions = .init()
    ) throws(MarketDataError) -> CleanedPrices {
        try options.check()
        let read = try read(paths: paths, options: options)
        var removal = PriceRemoval(read.grid)
        if let deviations = options.spikeDeviations { removal.removeSpikes(beyond: deviations) }
        if let bars = options.staleBars { removal.removeStaleCloses(bars: bars) }
        let completed = try removal.grid.completed(
            fill: options.fill,
            universe: options.universe
        )
        return CleanedPrices(
            table: completed.table,
            read: read,
            spikes: removal.spikes,
            staleRuns: removal.staleRuns,
            join: completed.report
        )
    }

    /// The grid without the columns that hold nothing.
    private static func withoutEmptySymbols(
        _ grid: consuming SeriesGrid,
        _ log: RepairLog,
        path: String
    ) throws(MarketDataError) -> PriceGrid {
        let (symbols, timestamps, closes) = (grid.symbols, grid.timestamps, grid.closes)
        let missing = grid.survey(on: SequentialExecutor()).missing
        let kept = symbols.indices.filter { missing[$0] < timestamps.count }
        for column in symbols.indices where missing[column] == timestamps.count {
            log.note(.emptySymbol, at: nil, symbols[column])
        }
        guard !kept.isEmpty else { throw .noBars(path: path) }
        guard kept.count < symbols.count else { return PriceGrid(symbols, timestamps, closes) }
        var left: [Double] = []
        left.reserveCapacity(timestamps.count * kept.count)
        for bar in timestamps.indices {
            for column in kept { left.append(closes[bar * symbols.count + column]) }
        }
        return PriceGrid(kept.map { symbols[$0] }, timestamps, left)
    }
}

extension FileSummary {
    /// What a block contributed.
    init(_ block: SeriesBlock) {
        self.init(
            path: block.path,
            layout: block.layout,
            bars: block.timestamps.count,
            symbols: block.symbols,
            wasSorted: block.wasSorted
        )
    }
}
