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

    /// Describes what a file contributed.
    ///
    /// - Parameters:
    ///   - path: The path as passed to the loader.
    ///   - layout: How the file arranges its values.
    ///   - bars: The number of bars in the file.
    ///   - symbols: The symbols of the file.
    ///   - wasSorted: Whether the rows had to be sorted.
    public init(path: String, layout: FileLayout, bars: Int, symbols: [String], wasSorted: Bool) {
        self.path = path
        self.layout = layout
        self.bars = bars
        self.symbols = symbols
        self.wasSorted = wasSorted
    }
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

    /// Describes how a table was loaded; by default one that came about without any change.
    ///
    /// - Parameters:
    ///   - files: The files in the order in which they were passed.
    ///   - droppedBars: Timestamps of any file that the table does not have.
    ///   - filledValues: Closes that were carried forward.
    ///   - resampledFrom: The bar interval before resampling, or nil.
    ///   - notes: One sentence for each thing that was sorted, dropped, filled or resampled.
    public init(
        files: [FileSummary],
        droppedBars: Int = 0,
        filledValues: Int = 0,
        resampledFrom: BarInterval? = nil,
        notes: [String] = []
    ) {
        self.files = files
        self.droppedBars = droppedBars
        self.filledValues = filledValues
        self.resampledFrom = resampledFrom
        self.notes = notes
    }
}

/// Prices and the story of how they were loaded.
public struct LoadedPrices: Sendable, Equatable {
    /// The prices.
    public let table: PriceTable
    /// What was read, dropped, filled and resampled.
    public let report: LoadReport

    /// Puts a table and its report together.
    ///
    /// - Parameters:
    ///   - table: The prices.
    ///   - report: What was read, dropped, filled and resampled.
    public init(table: PriceTable, report: LoadReport) {
        self.table = table
        self.report = report
    }
}
