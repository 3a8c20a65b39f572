/// When a symbol has bars.
public struct SymbolCoverage: Sendable, Equatable {
    /// The symbol.
    public let symbol: String
    /// The label of its first bar, in UTC seconds.
    public let first: Int64
    /// The label of its last bar, in UTC seconds.
    public let last: Int64
    /// The number of its bars.
    public let bars: Int
    /// Bars of other symbols before its first.
    public let barsBefore: Int
    /// Bars of other symbols after its last.
    public let barsAfter: Int
    /// Bars of other symbols, between its first and its last, that it lacks.
    public let missingInside: Int
}

extension PriceGrid {
    /// When each symbol has bars, in the order of columns; symbols without any are left out.
    ///
    /// - Complexity: O(T x N).
    public var coverage: [SymbolCoverage] {
        symbols.indices.compactMap { column in
            var (first, last, bars) = (-1, -1, 0)
            for bar in timestamps.indices where !self[bar: bar, symbol: column].isNaN {
                if first < 0 { first = bar }
                last = bar
                bars += 1
            }
            guard bars > 0 else { return nil }
            return SymbolCoverage(
                symbol: symbols[column],
                first: timestamps[first],
                last: timestamps[last],
                bars: bars,
                barsBefore: first,
                barsAfter: barCount - 1 - last,
                missingInside: last - first + 1 - bars
            )
        }
    }
}
