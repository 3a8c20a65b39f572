/// Closes of several symbols on the union of their bars, with holes: what a ``PriceTable`` is made from.
public struct PriceGrid: Sendable {
    /// The N symbols, unique, in the order of their columns.
    public let symbols: [String]

    /// The T bar labels in UTC seconds, strictly increasing.
    public let timestamps: [Int64]

    /// The T x N closes, row-major; NaN where a symbol has no bar, else finite and > 0.
    public let closes: [Double]

    /// The bars of a table.
    public init(_ table: PriceTable) {
        self.init(table.symbols, table.timestamps, table.closes.asArray)
    }

    /// A grid of values that are known to fit together.
    init(_ symbols: [String], _ timestamps: [Int64], _ closes: [Double]) {
        assert(closes.count == symbols.count * timestamps.count)
        self.symbols = symbols
        self.timestamps = timestamps
        self.closes = closes
    }

    /// T, the number of bars that any symbol has.
    public var barCount: Int { timestamps.count }

    /// N, the number of symbols.
    public var symbolCount: Int { symbols.count }

    /// The number of closes that are missing.
    ///
    /// - Complexity: O(T x N).
    public var missingCount: Int { closes.count { $0.isNaN } }

    /// The close of one symbol at one bar, NaN if it has none.
    public subscript(bar bar: Int, symbol column: Int) -> Double {
        closes[bar * symbolCount + column]
    }

    /// The table of the bars that all symbols, or all listed ones, have, after gaps are filled if asked.
    ///
    /// - Returns: The table and what was dropped and filled; the report lists no files.
    /// - Throws: ``MarketDataError/noCommonBars(ranges:)``.
    /// - Complexity: O(T x N).
    public func completed(
        fill: GapFill = .none,
        universe: Universe = .common
    ) throws(MarketDataError) -> LoadedPrices {
        let ranges = coverage.map {
            "\($0.symbol) \(UTCTime.format($0.first)) to \(UTCTime.format($0.last))"
        }
        let joined = try SeriesJoin.complete(
            SeriesGrid(
                symbols: symbols,
                timestamps: timestamps,
                closes: closes,
                universe: universe
            ),
            fill: fill,
            universe: universe,
            ranges: ranges
        )
        return LoadedPrices(
            table: joined.table,
            report: LoadReport(
                files: [],
                droppedBars: joined.droppedBars,
                filledValues: joined.filledValues,
                notes: joined.notes
            )
        )
    }

    /// The same as a table, of a changing universe if symbols start late or end early.
    ///
    /// - Throws: ``MarketDataError/badTable(_:)`` if a symbol lacks a bar between its first and its last.
    public func table() throws(MarketDataError) -> PriceTable {
        let listings = symbols.indices.map { column in
            let bars = timestamps.indices
            let first = bars.first { !self[bar: $0, symbol: column].isNaN } ?? 0
            let last = bars.last { !self[bar: $0, symbol: column].isNaN } ?? first
            return first..<last + 1
        }
        return try PriceTable(
            symbols: symbols,
            timestamps: timestamps,
            closes: closes,
            listings: listings
        )
    }
}
