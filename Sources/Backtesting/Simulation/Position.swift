public import MarketData

/// An allocation bound to the columns of a price table.
public struct Position: Sendable, Equatable {
    /// The table's column of each symbol.
    public let columns: [Int]
    /// What they are held in the proportions of.
    public let weighting: Weighting
    /// The target weight of each symbol; none where they are estimated.
    public var weights: [Double] { weighting.fixed ?? [] }

    /// Finds the symbols of `allocation` in `table`.
    ///
    /// - Throws: ``BacktestError/unknownSymbol(symbol:available:)`` for the first one not found.
    public init(_ allocation: Allocation, in table: PriceTable) throws(BacktestError) {
        var columns: [Int] = []
        for symbol in allocation.symbols {
            guard let column = table.index(ofSymbol: symbol) else {
                throw .unknownSymbol(symbol: symbol, available: table.symbols)
            }
            columns.append(column)
        }
        self.columns = columns
        weighting = allocation.weighting
    }

    /// A position that is known to be right.
    package init(columns: [Int], weights: [Double]) {
        self.init(columns: columns, weighting: .fixed(weights))
    }

    /// A position that is known to be right.
    package init(columns: [Int], weighting: Weighting) {
        self.columns = columns
        self.weighting = weighting
    }

    /// The target weight of each symbol at the first bar of a window, estimated from the bars before it if they
    /// are not fixed.
    package func weights(
        from start: Int,
        in table: PriceTable
    ) throws(BacktestError) -> [Double] {
        try weighting.weights(from: start, columns: columns, in: table)
    }
}
