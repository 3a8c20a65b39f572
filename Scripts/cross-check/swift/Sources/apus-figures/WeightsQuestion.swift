import Backtesting

struct WeightsQuestion: Question {
    struct Answer: Encodable {
        let weights: [Double]
    }

    /// Bars x symbols, row-major; the weights are those after the last bar.
    let closes: [Double]
    let symbols: [String]
    let rule: String
    let covariance: CovarianceRule.RawValue
    let riskAversion: Double
    let least: Double
    let largest: Double
    let lookback: Int

    func answer() throws -> Answer {
        guard let rule = WeightRule(name: rule, riskAversion: riskAversion),
            let covariance = CovarianceRule(rawValue: covariance)
        else { throw BacktestError.noWeights("there is no rule '\(rule)' with '\(covariance)'") }
        let estimator = try WeightEstimator(
            rule,
            covariance: covariance,
            lookback: lookback,
            limits: WeightLimits(usual: WeightRange(least: least, largest: largest))
        )
        return Answer(
            weights: try estimator.weights(
                of: closes,
                symbols: symbols,
                columns: Array(symbols.indices),
                before: closes.count / symbols.count
            )
        )
    }
}
