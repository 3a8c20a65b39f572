/// Which symbols a portfolio holds and in what proportions.
public struct Allocation: Sendable, Hashable {
    /// The symbols, in the order in which sums over them run.
    public let symbols: [String]
    /// What they are held in the proportions of.
    public let weighting: Weighting

    /// How far from 1 the sum of the weights may be.
    public static let weightTolerance = 1e-9

    /// Creates an allocation.
    ///
    /// - Throws: ``BacktestError/invalidAllocation(symbols:reason:)`` when there are no symbols, a
    ///   symbol is there twice, the numbers of symbols and weights differ, a weight is negative or
    ///   not finite, or the weights do not sum to 1 within ``weightTolerance``.
    public init(symbols: [String], weights: [Double]) throws(BacktestError) {
        self.symbols = symbols
        weighting = .fixed(weights)
        if let reason = Self.problem(symbols: symbols, weights: weights) {
            throw .invalidAllocation(symbols: symbols, reason: reason)
        }
    }

    /// Creates an allocation whose weights are estimated.
    ///
    /// - Throws: ``BacktestError/invalidAllocation(symbols:reason:)`` when there are no symbols, a symbol is
    ///   there twice, or no weights keep the limits.
    public init(
        symbols: [String],
        estimated weights: EstimatedWeights
    ) throws(BacktestError) {
        self.symbols = symbols
        weighting = .estimated(weights)
        let equal = symbols.map { _ in 1 / Double(symbols.count) }
        let reason =
            Self.problem(symbols: symbols, weights: equal)
            ?? weights.estimator.limits.problem(for: symbols)
        if let reason { throw .invalidAllocation(symbols: symbols, reason: reason) }
    }

    /// Creates an allocation.
    ///
    /// - Throws: ``BacktestError/invalidAllocation(symbols:reason:)``.
    public init(symbols: [String], weighting: Weighting) throws(BacktestError) {
        switch weighting {
        case .fixed(let weights): try self.init(symbols: symbols, weights: weights)
        case .estimated(let weights): try self.init(symbols: symbols, estimated: weights)
        }
    }

    /// Target weights, one per symbol: each at least 0, together 1. None where they are estimated.
    public var weights: [Double] { weighting.fixed ?? [] }

    /// What is wrong with weights on their own; nil when nothing is.
    public static func problem(weights: [Double]) -> String? {
        for weight in weights where !(weight >= 0 && weight.isFinite) {
            return "the weight \(weight) is not a number of at least 0"
        }
        let sum = weights.reduce(0, +)
        guard abs(sum - 1) <= weightTolerance else {
            let scaled = weights.map { "\(($0 / sum * 10_000).rounded() / 10_000)" }
            let hint =
                sum > 0 ? "; for these proportions write \(scaled.joined(separator: ", "))" : ""
            return "the weights \(weights.map(\.description).joined(separator: ", "))"
                + " sum to \((sum * 1e12).rounded() / 1e12), not 1\(hint)"
        }
        return nil
    }

    private static func problem(symbols: [String], weights: [Double]) -> String? {
        if symbols.isEmpty { return "there are no symbols" }
        if Set(symbols).count < symbols.count { return "a symbol is there twice" }
        if symbols.count != weights.count {
            return "there are \(symbols.count) symbols and \(weights.count) weights"
        }
        return problem(weights: weights)
    }
}
