extension EstimatedWeights {
    /// The weights in one word, for example `hierarchical-risk-parity:250:ledoit-wolf:rebalance` or
    /// `mean-variance:5:60:sample:window`. Limits are not part of it.
    public var label: String {
        var parts = [estimator.rule.name]
        if case .meanVariance(let riskAversion) = estimator.rule {
            let text = "\(riskAversion)"
            parts.append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        }
        parts += ["\(estimator.lookback)", estimator.covariance.name, refresh.rawValue]
        return parts.joined(separator: ":")
    }

    /// The weights as a phrase, for example "hierarchical risk parity over 250 bars (Ledoit-Wolf), estimated at
    /// each rebalance".
    public var phrase: String {
        guard estimator.rule.usesReturns else { return estimator.rule.phrase }
        let covariance = estimator.covariance == .ledoitWolf ? " (Ledoit-Wolf)" : ""
        let moment = refresh == .window ? "once per window" : "at each rebalance"
        return
            "\(estimator.rule.phrase) over \(estimator.lookback) bars\(covariance), estimated \(moment)"
    }

    /// Reads a label.
    ///
    /// - Parameters:
    ///   - label: As ``label`` writes it: the rule (`mean-variance` with its risk aversion behind a colon),
    ///     the lookback in bars, the covariance rule and the refresh.
    ///   - limits: Least and largest weights, which labels do not have.
    /// - Throws: ``BacktestError/noWeights(_:)`` for what is not a label, and what ``WeightEstimator`` refuses.
    public init(label: String, limits: WeightLimits = .none) throws(BacktestError) {
        var parts = label.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var riskAversion: Double? = WeightRule.usualRiskAversion
        if parts.first == "mean-variance", parts.count == 5 {
            riskAversion = Double(parts.remove(at: 1))
        }
        guard parts.count == 4, let riskAversion,
            let rule = WeightRule(name: parts[0], riskAversion: riskAversion),
            let lookback = Int(parts[1]),
            let covariance = CovarianceRule(rawValue: parts[2]),
            let refresh = Refresh(rawValue: parts[3])
        else {
            throw .noWeights(
                "'\(label)' does not name estimated weights; give RULE:BARS:COVARIANCE:REFRESH, for example"
                    + " inverse-volatility:60:sample:window, with a rule of"
                    + " \(WeightRule.names.joined(separator: ", ")), a covariance of"
                    + " \(CovarianceRule.allCases.map(\.name).joined(separator: ", ")), and a refresh of"
                    + " \(Refresh.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        let estimator = try WeightEstimator(
            rule,
            covariance: covariance,
            lookback: lookback,
            limits: limits
        )
        self.init(estimator, refresh: refresh)
    }
}
