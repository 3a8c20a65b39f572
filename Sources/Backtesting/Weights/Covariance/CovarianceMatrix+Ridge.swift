extension CovarianceMatrix {
    /// A pivot of the correlations below which a symbol counts as a combination of others.
    static let leastPivot = 1e-10
    /// What is then added to every variance, as a part of it.
    static let ridge = 1e-8

    /// The matrix, or where it is singular the matrix with ``ridge`` of every variance added.
    ///
    /// It is singular when a pivot of the Cholesky factors of the correlations is below
    /// ``leastPivot``, as with as many symbols as bars, or two that move alike. Of all portfolios
    /// that are equally good the ridge chooses the one with the least `Σ σ_i² w_i²`; two equal symbols
    /// get equal weights. Other matrices are left as they are, to the last bit.
    ///
    /// - Throws: ``BacktestError/noWeights(_:)`` when the matrix is not positive semi-definite.
    func regularised() throws(BacktestError) -> CovarianceMatrix {
        if CholeskyFactor(correlations.values, count: count, leastPivot: Self.leastPivot) != nil {
            return self
        }
        var raised = values
        for place in 0..<count { raised[place * count + place] *= 1 + Self.ridge }
        let result = CovarianceMatrix(unchecked: count, raised)
        let least = Self.ridge / 1_000
        if CholeskyFactor(result.correlations.values, count: count, leastPivot: least) == nil {
            throw .noWeights("the covariance matrix is not positive semi-definite")
        }
        return result
    }
}
