/// The portfolio to whose risk every symbol contributes the same.
///
/// S. Maillard, T. Roncalli, J. Teïletche, "The properties of equally weighted risk contribution portfolios",
/// Journal of Portfolio Management 36 (2010). The portfolio is the one with the least volatility for the geometric
/// mean of its weights, `√(w'Cw) / (Π w_i)^(1/N)`. Within limits it is the one with the least such ratio of those
/// that keep them, which always exists and is unique; symbols at a limit, and by what they leave also the others,
/// then contribute more or less than the same. It is skfolio's `RiskBudgeting` with weight limits.
enum EqualRiskContribution {
    static func weights(
        _ covariance: CovarianceMatrix,
        in box: WeightBox
    ) throws(BacktestError) -> [Double] {
        let weights = try weights(covariance)
        if box.contains(weights) { return weights }
        return try RatioProgram(covariance: covariance, gain: .geometricMean, box: box)
            .solution(from: box.weights(inProportion: weights))
    }

    private static let steps = 10_000
    /// Below this length of a step, in the metric of the Hessian, Newton's method converges quadratically.
    private static let isClose = 0.25
    /// Below it the next step would be rounding.
    private static let isThere = 1e-10

    /// Without limits: the least `½ z'Rz - Σ ln z_i` for the correlations `R`, where `z_i (Rz)_i = 1`, by Newton's
    /// method with the damping of self-concordant functions; `w_i` is proportional to `z_i / σ_i`.
    ///
    /// F. Spinu, "An algorithm for computing risk parity weights" (2013).
    static func weights(_ covariance: CovarianceMatrix) throws(BacktestError) -> [Double] {
        let count = covariance.count
        let correlations = covariance.correlations
        var total = 0.0
        for value in correlations.values { total += value }
        // The best of all equal z.
        var z = [Double](repeating: (Double(count) / total).squareRoot(), count: count)
        var last = Double.infinity
        for _ in 0..<steps {
            var hessian = correlations.values
            var gradient = correlations.times(z)
            for place in 0..<count {
                gradient[place] -= 1 / z[place]
                hessian[place * count + place] += 1 / (z[place] * z[place])
            }
            guard let factor = CholeskyFactor(hessian, count: count) else {
                throw .noWeights("the covariance matrix is not positive semi-definite")
            }
            let step = factor.solve(gradient)
            let length = max(0, dot(gradient, step)).squareRoot()
            let part = length > isClose ? 1 / (1 + length) : 1
            for place in 0..<count { z[place] -= part * step[place] }
            // Near the solution a step is the square of the one before, until what is left is rounding.
            if length <= isThere || last <= isClose && length > last / 2 {
                return normalised(z, by: covariance.deviations)
            }
            last = length
        }
        throw .noWeights("equal contributions to risk were not found in \(steps) steps")
    }

    private static func normalised(_ z: [Double], by deviations: [Double]) -> [Double] {
        let weights = zip(z, deviations).map { $0 / $1 }
        var sum = 0.0
        for weight in weights { sum += weight }
        return weights.map { $0 / sum }
    }
}
