/// Reads price files and joins them to one table.
public enum PriceLoader {
    /// Reads files of any mix of layouts, joins their series and resamples the result.
    ///
    /// Layouts are recognised by their header (see ``FileLayout``), delimiters (comma, semicolon,
    /// tab) and timestamps (``UTCTime/parse(_:)``) by themselves. Rows may be in any order. Files
    /// with the same symbol continue each other. An empty cell of a wide file is a missing bar;
    /// anything else that is not a finite price > 0 is an error.
    ///
    /// - Parameters:
    ///   - paths: At least one CSV file.
    ///   - options: How to join and resample.
    /// - Returns: The table and what was sorted, dropped, filled and resampled.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    /// - Complexity: O(bytes); memory is the table and, when several files or missing cells have to
    ///   be joined, as much again, whatever the size of the files.
    public static func load(
        paths: [String],
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) -> LoadedPrices {
        guard !paths.isEmpty else { throw .noFiles }
        var seen: Set<String> = []
        for path in paths where !seen.insert(path).inserted { throw .repeatedFile(path: path) }
        if case .forward(let maxGap) = options.fill, maxGap < 1 {
            throw .badOption(name: "maxGap", value: "\(maxGap)", allowed: "at least 1 bar")
        }
        var blocks: [SeriesBlock] = []
        for path in paths {
            blocks.append(
                try PriceFile.read(
                    path: path,
                    symbol: options.symbolNames[path],
                    shouldStop: options.shouldStop
                )
            )
        }
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
        let joined = try SeriesJoin.join(consume blocks, fill: options.fill)
        notes += joined.notes
        guard let timeframe = options.timeframe, timeframe.seconds != joined.table.interval else {
            return LoadedPrices(
                table: joined.table,
                report: LoadReport(
                    files: files,
                    droppedBars: joined.droppedBars,
                    filledValues: joined.filledValues,
                    resampledFrom: nil,
                    notes: notes
                )
            )
        }
        let table = try joined.table.resampled(to: timeframe)
        let source = BarInterval(seconds: joined.table.interval)
        notes.append(
            "Resampled from \(source) to \(timeframe): \(count(joined.table.barCount, "bar")) "
                + "became \(grouped(table.barCount))."
        )
        return LoadedPrices(
            table: table,
            report: LoadReport(
                files: files,
                droppedBars: joined.droppedBars,
                filledValues: joined.filledValues,
                resampledFrom: source,
                notes: notes
            )
        )
    }
}

extension PriceTable {
    /// Reads one price file; see ``PriceLoader/load(paths:options:)``.
    ///
    /// - Parameters:
    ///   - path: A CSV file.
    ///   - options: How to treat missing bars, and the timeframe.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    public init(
        contentsOf path: String,
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) {
        self = try PriceLoader.load(paths: [path], options: options).table
    }
}
