public import Validation

/// How covariances are estimated from returns.
public enum CovarianceRule: String, Sendable, Hashable, CaseIterable {
    /// The sample covariance, `Σ (r_i - m_i)(r_j - m_j) / (T - 1)`.
    case sample
    /// The population covariance (divided by `T`) shrunk towards the mean variance times the identity
    /// by the intensity of Ledoit and Wolf; see ``LedoitWolfCovariance``.
    case ledoitWolf = "ledoit-wolf"

    /// What the rule is called in files.
    public var name: String { rawValue }

    /// The covariances of returns.
    ///
    /// - Parameter returns: The T simple returns of each of N symbols, T at least 2.
    /// - Throws: ``BacktestError/noWeights(_:)`` for fewer than two returns, no symbol, or covariances
    ///   that are not finite.
    /// - Complexity: O(T x N²), in a fixed order of all sums.
    public func matrix(of returns: ReturnMatrix) throws(BacktestError) -> CovarianceMatrix {
        guard returns.periods >= 2, returns.columns >= 1 else {
            throw .noWeights("covariances need at least one symbol with two returns")
        }
        switch self {
        case .sample:
            let centred = CentredReturns(returns)
            return try CovarianceMatrix(
                count: returns.columns,
                values: centred.products(over: returns.periods - 1)
            )
        case .ledoitWolf: return try LedoitWolfCovariance(returns).matrix
        }
    }
}
