/// Closing prices of several symbols on common UTC bars.
///
/// T bars x N symbols, row-major: all symbols of one bar lie side by side. A table is immutable and
/// its memory is shared, not copied, when it is passed around, so that any number of threads can
/// read the same block. Every close is finite and > 0.
///
/// In a table of a common universe every bar has all symbols. In one of a changing universe a symbol
/// has closes in one range of bars, its listing, and none (NaN) before and after.
public struct PriceTable: Sendable, Equatable {
    /// The N symbols, unique, in the order of their columns.
    public let symbols: [String]

    /// The T bar labels: UTC seconds since 1970-01-01 at which a bar starts, strictly increasing, in
    /// the years 0 to 9999.
    public let timestamps: [Int64]

    /// The T x N closes, row-major: the close of symbol `j` at bar `i` is at `i * N + j`; NaN outside the
    /// symbol's listing.
    public let closes: PriceValues

    /// The bars that each symbol has closes at: all, unless the universe changes. Never empty.
    public let listings: [Range<Int>]

    /// The bar interval in seconds: the median spacing of the timestamps (the lower of the two
    /// middle ones when their number is even), or 86,400 for a single bar.
    public let interval: Int64

    /// Whether any bar is labelled with a Saturday or Sunday in UTC, as in markets that never
    /// close.
    public let hasWeekendBars: Bool

    /// Bars per UTC day that has bars: the (lower) median, at least 1.
    let barsPerTradingDay: Int

    /// Creates a table, checking everything that its readers rely on.
    ///
    /// - Parameters:
    ///   - symbols: The N symbols, at least one, all different.
    ///   - timestamps: The T bar starts in UTC seconds, at least one, strictly increasing,
    ///     in the years 0 to 9999.
    ///   - closes: The T x N closes, row-major, each finite and > 0; outside of a listing NaN.
    ///   - listings: The bars that each symbol has closes at, none empty; nil for all.
    /// - Throws: ``MarketDataError/badTable(_:)`` with the first problem found.
    /// - Complexity: O(T x N).
    public init(
        symbols: [String],
        timestamps: [Int64],
        closes: [Double],
        listings: [Range<Int>]? = nil
    ) throws(MarketDataError) {
        let closes = PriceValues(closes)
        if let problem = Self.firstProblem(symbols, timestamps, closes, listings) {
            throw .badTable(problem)
        }
        self.init(unchecked: symbols, timestamps, closes, listings)
    }

    /// Creates a table from values that are known to be valid.
    init(
        unchecked symbols: [String],
        _ timestamps: [Int64],
        _ closes: PriceValues,
        _ listings: [Range<Int>]? = nil
    ) {
        assert(Self.firstProblem(symbols, timestamps, closes, listings) == nil)
        self.symbols = symbols
        self.timestamps = timestamps
        self.closes = closes
        self.listings = listings ?? symbols.map { _ in timestamps.indices }
        let spacing = BarSpacing(timestamps: timestamps)
        interval = spacing.interval
        hasWeekendBars = spacing.hasWeekendBars
        barsPerTradingDay = spacing.barsPerTradingDay
    }

    /// T, the number of bars.
    public var barCount: Int { timestamps.count }

    /// N, the number of symbols.
    public var symbolCount: Int { symbols.count }

    /// Whether a symbol lacks closes at the table's first bars or at its last.
    public var isChanging: Bool { listings.contains { $0 != timestamps.indices } }

    /// The close of one symbol at one bar; NaN where it is not listed.
    ///
    /// - Parameters:
    ///   - bar: The bar, `0 ..< barCount`.
    ///   - column: The column of the symbol, `0 ..< symbolCount`.
    public subscript(bar bar: Int, symbol column: Int) -> Double {
        precondition(0..<symbolCount ~= column, "no column \(column) among \(symbolCount)")
        return closes[bar * symbolCount + column]
    }

    /// The end of the last bar: the last timestamp plus one interval, in UTC seconds.
    public var lastBarEnd: Int64 { timestamps[timestamps.count - 1] + interval }

    /// The same bars with some of the symbols, in the order given.
    ///
    /// - Parameter columns: At least one column; all within range and different.
    /// - Complexity: O(T x number of columns).
    public func selecting(columns: [Int]) -> PriceTable {
        precondition(!columns.isEmpty, "a selection needs at least one column")
        precondition(Set(columns).count == columns.count, "a column is selected twice")
        precondition(columns.allSatisfy { symbols.indices.contains($0) }, "no such column")
        if columns == Array(symbols.indices) { return self }
        let width = symbolCount
        let (count, bars) = (columns.count, barCount)
        let selected = closes.withUnsafeBufferPointer { closes in
            [Double](unsafeUninitializedCapacity: bars * count) { buffer, initialized in
                for row in stride(from: 0, to: closes.count, by: width) {
                    for column in columns {
                        buffer.initializeElement(at: initialized, to: closes[row + column])
                        initialized += 1
                    }
                }
            }
        }
        return PriceTable(
            unchecked: columns.map { symbols[$0] },
            timestamps,
            PriceValues(selected),
            columns.map { listings[$0] }
        )
    }

    /// The first rule that the values break, or nil.
    private static func firstProblem(
        _ symbols: [String],
        _ timestamps: [Int64],
        _ closes: PriceValues,
        _ listings: [Range<Int>]?
    ) -> TableProblem? {
        if symbols.isEmpty { return .noSymbols }
        if timestamps.isEmpty { return .noBars }
        let (bars, width) = (timestamps.count, symbols.count)
        guard closes.count == bars * width else {
            return .shape(bars: bars, symbols: width, closes: closes.count)
        }
        var seen: Set<String> = []
        for symbol in symbols where !seen.insert(symbol).inserted {
            return .duplicateSymbol(symbol)
        }
        for bar in timestamps.indices where !UTCTime.range.contains(timestamps[bar]) {
            return .badTime(bar: bar, timestamp: timestamps[bar])
        }
        for bar in timestamps.indices.dropFirst() where timestamps[bar] <= timestamps[bar - 1] {
            return .notIncreasing(bar: bar, timestamp: timestamps[bar])
        }
        guard let listings else {
            return firstBadClose(symbols, timestamps, closes) { close, _, _ in
                close > 0 && close.isFinite
            }
        }
        guard listings.count == width else {
            return .listings(symbols: width, listings: listings.count)
        }
        for (symbol, listing) in zip(symbols, listings)
        where listing.isEmpty || listing.lowerBound < 0 || listing.upperBound > bars {
            return .badListing(symbol: symbol, bars: bars)
        }
        return firstBadClose(symbols, timestamps, closes) { close, bar, column in
            listings[column].contains(bar) ? close > 0 && close.isFinite : close.isNaN
        }
    }

    /// The first close that is not as it should be.
    @inline(__always)
    private static func firstBadClose(
        _ symbols: [String],
        _ timestamps: [Int64],
        _ closes: PriceValues,
        isRight: (_ close: Double, _ bar: Int, _ column: Int) -> Bool
    ) -> TableProblem? {
        let width = symbols.count
        return closes.withUnsafeBufferPointer { closes in
            for bar in timestamps.indices {
                for column in 0..<width {
                    let close = closes[bar * width + column]
                    if isRight(close, bar, column) { continue }
                    return .badClose(
                        symbol: symbols[column],
                        bar: bar,
                        timestamp: timestamps[bar],
                        value: "\(close)"
                    )
                }
            }
            return nil
        }
    }
}
