/// A small price table that ships with the library, to try things on without a download.
public struct BundledDataset: Sendable, Hashable {
    /// The name by which it is asked for.
    public let name: String
    /// What it holds, in one line.
    public let title: String
    /// Where it comes from.
    public let source: String
    /// The terms it may be used under.
    public let licence: String

    let fileName: String

    /// Adjusted daily closes of 20 S&P 500 stocks, 1990-01-02 to 2022-12-28.
    public static let sp500 = BundledDataset(
        name: "sp500",
        title: "20 stocks of the S&P 500, adjusted daily closes, 1990-01-02 to 2022-12-28",
        source: "skfolio, load_sp500_dataset() (https://skfolio.org)",
        licence: "BSD-3-Clause; for tests and examples only, not for investment or trading",
        fileName: "sp500_20_stocks_daily.csv"
    )

    /// All bundled datasets.
    public static let all = [sp500]

    /// The dataset of a name, ignoring case, or nil.
    ///
    /// - Parameter name: Such as `sp500`.
    public static func named(_ name: String) -> BundledDataset? {
        all.first { $0.name == name.lowercased() }
    }

    /// Reads the dataset.
    ///
    /// - Parameter options: The timeframe and what else a file can be loaded with.
    /// - Returns: The table and the report about it.
    /// - Throws: ``MarketDataError``, as ``PriceLoader/load(paths:options:)`` does; a program that
    ///   was copied without its resource folder gets ``MarketDataError/missingFile(path:)``.
    public func load(
        options: PriceLoadOptions = .init()
    ) throws(MarketDataError) -> LoadedPrices {
        try PriceLoader.load(paths: [DatasetFolder.path(of: fileName)], options: options)
    }
}
