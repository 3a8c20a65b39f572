public import DataParallel

/// Reads price files and joins them to one table.
public enum PriceLoader {
    /// Reads files of any mix of layouts, joins their series and resamples the result.
    ///
    /// Files may be CSV, plain or compressed with gzip, binary tables (see ``PriceTable/init(binaryFile:on:)``) or
    /// Arrow files; what a file is follows from its content. Several files are read side by side.
    ///
    /// Layouts are recognised by their header (see ``FileLayout``), delimiters (comma, semicolon,
    /// tab) and timestamps (``UTCTime/parse(_:)``) by themselves. Rows may be in any order. Files
    /// with the same symbol continue each other. An empty cell of a wide file is a missing bar;
    /// anything else that is not a finite price > 0 is an error.
    ///
    /// - Parameters:
    ///   - paths: At least one file.
    ///   - options: How to join and resample.
    /// - Returns: The table and what was sorted, dropped, filled and resampled.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    /// - Complexity: O(bytes); memory is the table and, when several files or missing cells have to
    ///   be joined, as much again, whatever the size of the files.
    public static func load(
        paths: [String],
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) -> LoadedPrices {
        try checkPaths(paths)
        if case .forward(let maxGap) = options.fill, maxGap < 1 {
            throw .badOption(name: "maxGap", value: "\(maxGap)", allowed: "at least 1 bar")
        }
        if paths.count == 1, try FileKind(path: paths[0]) == .binaryTable,
            let loaded = try wholeTable(paths[0], options)
        {
            return loaded
        }
        let blocks = try blocks(paths, options)
        let files = blocks.map { block in
            FileSummary(
                path: block.path,
                layout: block.layout,
                bars: block.timestamps.count,
                symbols: block.symbols,
                wasSorted: block.wasSorted
            )
        }
        var notes = files.filter(\.wasSorted).map {
            "\($0.path): the rows were not in time order and were sorted."
        }
        let joined = try SeriesJoin.join(
            consume blocks,
            fill: options.fill,
            universe: options.universe,
            on: executor(paths, options)
        )
        notes += joined.notes
        return try resampled(
            joined.table,
            options,
            LoadReport(
                files: files,
                droppedBars: joined.droppedBars,
                filledValues: joined.filledValues,
                notes: notes
            )
        )
    }

    /// Reads and joins files on a pool, without blocking the thread that asks.
    ///
    /// Reading, decompressing and parsing of files overlap. When the calling task is cancelled, so is loading.
    ///
    /// - Parameters:
    ///   - paths: As for ``load(paths:options:)``.
    ///   - options: How to join and resample; its executor is not used.
    ///   - pool: What works.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    public static func load(
        paths: [String],
        options: PriceLoadOptions = .init(),
        on pool: ThreadPool
    ) async throws(MarketDataError) -> LoadedPrices {
        try await pool.run { (token) throws(MarketDataError) in
            var options = options
            let shouldStop = options.shouldStop
            options.executor = pool
            options.shouldStop = { token.isCancelled || shouldStop?() == true }
            return try load(paths: paths, options: options)
        }
    }

    /// What files are read by.
    static func executor(
        _ paths: [String],
        _ options: PriceLoadOptions
    ) -> any ParallelExecutor {
        options.executor ?? (paths.count > 1 ? ThreadPool.shared : SequentialExecutor())
    }

    /// Makes sure that there are files, each named once.
    static func checkPaths(_ paths: [String]) throws(MarketDataError) {
        guard !paths.isEmpty else { throw .noFiles }
        var seen: Set<String> = []
        for path in paths where !seen.insert(path).inserted { throw .repeatedFile(path: path) }
    }

    /// Reads files side by side; of several problems the one of the first file is thrown.
    static func blocks(
        _ paths: [String],
        _ options: PriceLoadOptions
    ) throws(MarketDataError) -> [SeriesBlock] {
        let results = executor(paths, options).map(count: paths.count) { index in
            Result { () throws(MarketDataError) in
                try PriceFile.read(
                    path: paths[index],
                    symbol: options.symbolNames[paths[index]],
                    shouldStop: options.shouldStop
                )
            }
        }
        var blocks: [SeriesBlock] = []
        for result in results { blocks.append(try result.get()) }
        return blocks
    }

    /// The table of a binary file as it lies in the file; nil if its universe is another than is wanted.
    private static func wholeTable(
        _ path: String,
        _ options: PriceLoadOptions
    ) throws(MarketDataError) -> LoadedPrices? {
        let executor = executor([path], options)
        let table = try PriceTable(binaryFile: path, on: executor)
        if table.isChanging, options.universe == .common { return nil }
        let file = FileSummary(
            path: path,
            layout: .wide,
            bars: table.barCount,
            symbols: table.symbols,
            wasSorted: false
        )
        return try resampled(table, options, LoadReport(files: [file]))
    }

    /// The table in the timeframe that is wanted.
    private static func resampled(
        _ table: PriceTable,
        _ options: PriceLoadOptions,
        _ report: LoadReport
    ) throws(MarketDataError) -> LoadedPrices {
        guard let timeframe = options.timeframe, timeframe.seconds != table.interval else {
            return LoadedPrices(table: table, report: report)
        }
        let result = try table.resampled(to: timeframe)
        let source = BarInterval(seconds: table.interval)
        let note =
            "Resampled from \(source) to \(timeframe): \(count(table.barCount, "bar")) "
            + "became \(grouped(result.barCount))."
        return LoadedPrices(
            table: result,
            report: LoadReport(
                files: report.files,
                droppedBars: report.droppedBars,
                filledValues: report.filledValues,
                resampledFrom: source,
                notes: report.notes + [note]
            )
        )
    }
}

extension PriceTable {
    /// Reads one price file; see ``PriceLoader/load(paths:options:)``.
    ///
    /// - Parameters:
    ///   - path: A file.
    ///   - options: How to treat missing bars, and the timeframe.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    public init(
        contentsOf path: String,
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) {
        self = try PriceLoader.load(paths: [path], options: options).table
    }
}
