/// What one file contributed.
public struct FileSummary: Sendable, Equatable {
    /// The path as passed to the loader.
    public let path: String
    /// How the file arranges its values.
    public let layout: FileLayout
    /// The number of bars, before they were joined with others.
    public let bars: Int
    /// The symbols of the file.
    public let symbols: [String]
    /// Whether the rows were out of time order and had to be sorted.
    public let wasSorted: Bool
}

/// What was read, dropped, filled and resampled on the way to a table.
public struct LoadReport: Sendable, Equatable {
    /// The files, in the order in which they were passed.
    public let files: [FileSummary]

    /// Timestamps of any file that the table does not have.
    public let droppedBars: Int

    /// Closes of the joined table that were carried forward from an earlier bar.
    public let filledValues: Int

    /// The bar interval of the joined files if the table was resampled from it.
    public let resampledFrom: BarInterval?

    /// One sentence for each thing that was sorted, dropped, filled or resampled.
    public let notes: [String]
}

/// Prices and the story of how they were loaded.
public struct LoadedPrices: Sendable, Equatable {
    /// The prices.
    public let table: PriceTable
    /// What was read, dropped, filled and resampled.
    public let report: LoadReport
}
