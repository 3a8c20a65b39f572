/// The portfolio of least variance, and that of the best balance of mean and variance.
enum MinimumVariance {
    /// The least `w'Cw` within limits.
    static func weights(
        _ covariance: CovarianceMatrix,
        in box: WeightBox
    ) throws(BacktestError) -> [Double] {
        try weights(
            covariance,
            means: [Double](repeating: 0, count: covariance.count),
            riskAversion: 1,
            in: box
        )
    }

    /// The most `m'w - γ / 2 w'Cw` within limits.
    static func weights(
        _ covariance: CovarianceMatrix,
        means: [Double],
        riskAversion: Double,
        in box: WeightBox
    ) throws(BacktestError) -> [Double] {
        // In units of the mean variance: limits of floating-point numbers are then far away.
        var level = 0.0
        for place in 0..<covariance.count { level += covariance[place, place] }
        level /= Double(covariance.count)
        return try QuadraticProgram(
            hessian: covariance.values.map { $0 / level },
            linear: means.map { -$0 / level / riskAversion },
            lower: box.least,
            upper: box.largest,
            total: 1
        )
        .solution()
    }
}
