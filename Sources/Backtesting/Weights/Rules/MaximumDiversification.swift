/// The portfolio with the largest diversification ratio `σ'w / √(w'Cw)`.
///
/// Y. Choueifaty, Y. Coignard, "Toward maximum diversification", Journal of Portfolio Management 35 (2008).
/// Without limits it is the portfolio of least variance under the correlations, each weight divided by its `σ`
/// and all by their sum. Where that does not keep the limits, the ratio itself is maximised within them.
enum MaximumDiversification {
    static func weights(
        _ covariance: CovarianceMatrix,
        in box: WeightBox
    ) throws(BacktestError) -> [Double] {
        let count = covariance.count
        let open = WeightBox(
            least: [Double](repeating: 0, count: count),
            largest: [Double](repeating: 1, count: count)
        )
        let scaled = try MinimumVariance.weights(covariance.correlations, in: open)
        var weights = zip(scaled, covariance.deviations).map { $0 / $1 }
        var sum = 0.0
        for weight in weights { sum += weight }
        weights = weights.map { $0 / sum }
        if box.contains(weights) { return weights }
        // A start needs some of everything, so that it can keep every limit.
        let start = box.weights(inProportion: weights.map { max($0, 1e-3) })
        return try RatioProgram(covariance: covariance, gain: .meanVolatility, box: box)
            .solution(from: start)
    }
}
