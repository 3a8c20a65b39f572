/// Series of numbers of a file, on the union of their timestamps.
public struct LoadedSeries: Sendable, Equatable {
    /// The names of the series, in the file's order.
    public let names: [String]
    /// UTC seconds since 1970, strictly increasing.
    public let timestamps: [Int64]
    /// Series by series, one value for each timestamp; NaN where it is missing.
    public let values: [[Double]]
    /// How the file arranges its values.
    public let layout: FileLayout
    /// Whether the rows were out of time order and had to be sorted.
    public let wasSorted: Bool

    init(_ block: SeriesBlock) {
        names = block.symbols
        timestamps = block.timestamps
        layout = block.layout
        wasSorted = block.wasSorted
        let width = block.symbols.count
        values = block.symbols.indices.map { column in
            block.timestamps.indices.map { block.closes[$0 * width + column] }
        }
    }
}

/// Reads files of any numbers: temperatures, returns or counts as well as prices.
public enum SeriesLoader {
    /// Reads a wide file, of which all columns but the first are series, or a long one, in which a column
    /// (symbol, ticker, unique_id, series, channel or id) names the series and another (value, y, close or
    /// price, or the third) has its values.
    ///
    /// Delimiters, timestamps and the order of rows are as for ``PriceLoader/load(paths:options:)``. A cell
    /// that is empty or says NaN, NA or null is missing.
    ///
    /// - Parameters:
    ///   - path: A CSV file.
    ///   - columns: Columns of a wide file that are wanted: others may hold what is no number, and
    ///     their values mean nothing. Nil for all.
    ///   - shouldStop: Asked before every chunk of about 1 MiB; true stops with
    ///     ``MarketDataError/cancelled``.
    /// - Throws: ``MarketDataError`` with the place of the first problem.
    public static func load(
        path: String,
        columns: Set<String>? = nil,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MarketDataError) -> LoadedSeries {
        let rule = CellRule.number(columns: columns)
        return LoadedSeries(try PriceFile.read(path: path, rule: rule, shouldStop: shouldStop))
    }
}

extension BundledDataset {
    /// Reads the dataset as series of numbers; see ``SeriesLoader/load(path:columns:shouldStop:)``.
    public func loadSeries(
        columns: Set<String>? = nil,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MarketDataError) -> LoadedSeries {
        try SeriesLoader.load(
            path: DatasetFolder.path(of: fileName),
            columns: columns,
            shouldStop: shouldStop
        )
    }
}
