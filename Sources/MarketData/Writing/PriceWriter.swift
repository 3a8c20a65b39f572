/// Writes prices in any format that ``PriceLoader`` reads, by the end of the file's name.
public enum PriceWriter {
    /// The files that prices become; nothing is written yet.
    ///
    /// - Parameters:
    ///   - grid: The prices; holes are possible in text and in Arrow files.
    ///   - path: A file whose name says its format (``OutputFormat``), or for ``TableLayout/perSymbol`` a
    ///     folder of CSV files.
    ///   - layout: How text is laid out; other formats have one layout.
    ///   - compression: How an Arrow file is compressed.
    /// - Returns: One file, or one a symbol that has bars, by name.
    /// - Throws: ``MarketDataError`` if the format is unknown or cannot hold the prices or their symbols.
    /// - Complexity: O(T x N); the bytes are in memory.
    public static func files(
        _ grid: PriceGrid,
        at path: String,
        layout: TableLayout = .wide,
        compression: ArrowCompression = .none
    ) throws(MarketDataError) -> [OutputFile] {
        if layout == .perSymbol { return try folder(grid, at: path) }
        guard let format = OutputFormat(path: path) else {
            throw .badOption(
                name: "the name of an output",
                value: quoted(echo(path)),
                allowed: "one that ends in \(OutputFormat.list)"
            )
        }
        switch format {
        case .csv:
            return [OutputFile(path: path, bytes: try text(grid, layout))]
        case .gzip:
            return [OutputFile(path: path, bytes: Gzip.compressed(try text(grid, layout)))]
        case .arrow, .feather:
            let bytes = try ArrowWriter.bytes(of: grid, compression, path: path)
            return [OutputFile(path: path, bytes: bytes)]
        case .binary:
            return [OutputFile(path: path, bytes: try grid.table().bytes)]
        }
    }

    /// Writes a table; see ``files(_:at:layout:compression:)``.
    ///
    /// - Returns: The files that were written; see ``OutputFile/write(_:)``.
    @discardableResult
    public static func write(
        _ table: PriceTable,
        to path: String,
        layout: TableLayout = .wide,
        compression: ArrowCompression = .none
    ) throws(MarketDataError) -> [OutputFile] {
        let files = try files(
            PriceGrid(table),
            at: path,
            layout: layout,
            compression: compression
        )
        try OutputFile.write(files)
        return files
    }

    /// One CSV file a symbol.
    private static func folder(
        _ grid: PriceGrid,
        at path: String
    ) throws(MarketDataError) -> [OutputFile] {
        guard OutputFormat(path: path) == nil else {
            throw .badOption(
                name: "the folder of one file a symbol",
                value: quoted(echo(path)),
                allowed: "a name without \(OutputFormat.list)"
            )
        }
        try SymbolChecks.check(grid.symbols, .perSymbol)
        let csv = PriceCSV(grid)
        let covered = Set(grid.coverage.map(\.symbol))
        let files = grid.symbols.indices.filter { covered.contains(grid.symbols[$0]) }.map {
            column in
            // Checked above.
            let name = SymbolFileName.name(of: grid.symbols[column])!
            let prefix = path.hasSuffix("/") ? path : path + "/"
            return OutputFile(path: prefix + name + ".csv", bytes: csv.single(column))
        }
        return files.sorted { $0.path < $1.path }
    }

    private static func text(
        _ grid: PriceGrid,
        _ layout: TableLayout
    ) throws(MarketDataError) -> [UInt8] {
        try SymbolChecks.check(grid.symbols, layout)
        return layout == .long ? PriceCSV(grid).long() : PriceCSV(grid).wide()
    }
}

extension OutputFormat {
    /// The ends of names, as a message lists them.
    static var list: String {
        let names = allCases.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }
}
