/// Closing prices of several symbols on common UTC bars.
///
/// T bars x N symbols, row-major: all symbols of one bar lie side by side. A table is immutable and
/// its arrays are shared, not copied, when it is passed around, so that any number of threads can
/// read the same block of memory. Every close is finite and > 0, and every bar has all symbols.
public struct PriceTable: Sendable, Equatable {
    /// The N symbols, unique, in the order of their columns.
    public let symbols: [String]

    /// The T bar labels: UTC seconds since 1970-01-01 at which a bar starts, strictly increasing.
    public let timestamps: [Int64]

    /// The T x N closes, row-major: the close of symbol `j` at bar `i` is at `i * N + j`.
    public let closes: [Double]

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
    ///   - timestamps: The T bar starts in UTC seconds, at least one, strictly increasing.
    ///   - closes: The T x N closes, row-major, each finite and > 0.
    /// - Throws: ``MarketDataError/badTable(_:)`` with the first problem found.
    /// - Complexity: O(T x N).
    public init(
        symbols: [String],
        timestamps: [Int64],
        closes: [Double]
    ) throws(MarketDataError) {
        if let problem = Self.firstProblem(symbols, timestamps, closes) {
            throw .badTable(problem)
        }
        self.init(unchecked: symbols, timestamps, closes)
    }

    /// Creates a table from values that are known to be valid.
    init(unchecked symbols: [String], _ timestamps: [Int64], _ closes: [Double]) {
        assert(Self.firstProblem(symbols, timestamps, closes) == nil)
        self.symbols = symbols
        self.timestamps = timestamps
        self.closes = closes
        let spacing = BarSpacing(timestamps: timestamps)
        interval = spacing.interval
        hasWeekendBars = spacing.hasWeekendBars
        barsPerTradingDay = spacing.barsPerTradingDay
    }

    /// T, the number of bars.
    public var barCount: Int { timestamps.count }

    /// N, the number of symbols.
    public var symbolCount: Int { symbols.count }

    /// The close of one symbol at one bar.
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
        let selected = [Double](unsafeUninitializedCapacity: barCount * columns.count) {
            buffer,
            count in
            for row in stride(from: 0, to: closes.count, by: width) {
                for column in columns {
                    buffer.initializeElement(at: count, to: closes[row + column])
                    count += 1
                }
            }
        }
        return PriceTable(unchecked: columns.map { symbols[$0] }, timestamps, selected)
    }

    /// The first rule that the values break, or nil.
    private static func firstProblem(
        _ symbols: [String],
        _ timestamps: [Int64],
        _ closes: [Double]
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
        for bar in timestamps.indices.dropFirst() where timestamps[bar] <= timestamps[bar - 1] {
            return .notIncreasing(bar: bar, timestamp: timestamps[bar])
        }
        for index in closes.indices where !(closes[index] > 0 && closes[index].isFinite) {
            return .badClose(
                symbol: symbols[index % width],
                bar: index / width,
                timestamp: timestamps[index / width],
                value: "\(closes[index])"
            )
        }
        return nil
    }
}
