public import MarketData

/// An allocation bound to the columns of a price table.
public struct Position: Sendable, Equatable {
    /// The table's column of each symbol.
    public let columns: [Int]
    /// The target weight of each symbol.
    public let weights: [Double]

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
        weights = allocation.weights
    }

    /// A position that is known to be right.
    package init(columns: [Int], weights: [Double]) {
        self.columns = columns
        self.weights = weights
    }
}
