public import Validation

/// A covariance matrix shrunk towards a multiple of the identity.
///
/// With the population covariance `S` (divided by `T`, not `T - 1`), its mean variance `m = tr S / N`
/// and the intensity `d = min(1, b² / d²)` it is `(1 - d) S + d m I`, where
/// `d² = ‖S - m I‖² / N` and `b² = (Σ_t (Σ_i x_ti²)² / T - ‖S‖²) / (N T)` for the centred returns `x`.
/// O. Ledoit, M. Wolf, "A well-conditioned estimator for large-dimensional covariance matrices",
/// Journal of Multivariate Analysis 88 (2004), in the normalisation of scikit-learn's `LedoitWolf`.
public struct LedoitWolfCovariance: Sendable, Hashable {
    /// The shrunk covariances.
    public let matrix: CovarianceMatrix
    /// The intensity: 0 is the population covariance, 1 the identity times the mean variance.
    public let shrinkage: Double

    /// Estimates it.
    ///
    /// - Parameter returns: The T simple returns of each of N symbols; T and N at least 1.
    /// - Throws: ``BacktestError/noWeights(_:)`` for no returns, or covariances that are not finite.
    public init(_ returns: ReturnMatrix) throws(BacktestError) {
        let (periods, count) = (returns.periods, returns.columns)
        guard periods >= 1, count >= 1 else { throw .noWeights("covariances need returns") }
        let centred = CentredReturns(returns)
        var values = centred.products(over: periods)
        var (trace, norm, fourth) = (0.0, 0.0, 0.0)
        for place in 0..<count { trace += values[place * count + place] }
        for value in values { norm += value * value }
        for period in 0..<periods {
            var length = 0.0
            for column in 0..<count {
                let value = centred.values[column * periods + period]
                length += value * value
            }
            fourth += length * length
        }
        let mean = trace / Double(count)
        let spread = norm - 2 * mean * trace + Double(count) * mean * mean
        let error = max(0, (fourth / Double(periods) - norm) / Double(periods))
        // With one symbol both matrices are the same.
        shrinkage = count == 1 || error == 0 ? 0 : error < spread ? error / spread : 1
        for place in values.indices { values[place] *= 1 - shrinkage }
        for place in 0..<count { values[place * count + place] += shrinkage * mean }
        matrix = try CovarianceMatrix(count: count, values: values)
    }
}
