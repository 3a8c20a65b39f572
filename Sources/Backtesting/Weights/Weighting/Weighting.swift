public import MarketData

/// The weights of an allocation: numbers, or what they are estimated by.
public enum Weighting: Sendable, Hashable {
    /// The same weights always, one for each symbol.
    case fixed([Double])
    /// Weights estimated from the closes before the bar that they hold from.
    case estimated(EstimatedWeights)

    /// How many bars have to lie before the first that weights are needed for; 0 for fixed ones.
    public var barsNeeded: Int {
        switch self {
        case .fixed: 0
        case .estimated(let weights): weights.estimator.barsNeeded
        }
    }

    /// The weights, where they are fixed.
    public var fixed: [Double]? {
        if case .fixed(let weights) = self { weights } else { nil }
    }

    /// The estimate, where they are estimated.
    public var estimate: EstimatedWeights? {
        if case .estimated(let weights) = self { weights } else { nil }
    }

    /// Whether the weights of a window are known when it begins, so that lanes can run it.
    public var isSettledByWindow: Bool { estimate?.isSettledByWindow ?? true }

    /// The weights that hold from a bar on: a window's first, or that of a rebalance.
    ///
    /// - Parameters:
    ///   - bar: The bar; closes before it count, its own does not.
    ///   - columns: The columns of the symbols, all different; weights come in their order.
    ///   - table: The prices.
    /// - Throws: ``BacktestError/invalidAllocation(symbols:reason:)`` for fixed weights that are not as many as the
    ///   columns; else see ``WeightEstimator/weights(columns:in:before:)``.
    public func weights(
        from bar: Int,
        columns: [Int],
        in table: PriceTable
    ) throws(BacktestError) -> [Double] {
        switch self {
        case .fixed(let weights):
            guard weights.count == columns.count else {
                throw .invalidAllocation(
                    symbols: columns.filter(table.symbols.indices.contains).map {
                        table.symbols[$0]
                    },
                    reason: "\(weights.count) weights for \(columns.count) symbols"
                )
            }
            return weights
        case .estimated(let weights):
            return try weights.estimator.weights(columns: columns, in: table, before: bar)
        }
    }
}
