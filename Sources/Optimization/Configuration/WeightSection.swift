package import Backtesting
import MarketData

/// Reads what files say about estimated weights.
package enum WeightSection {
    /// Every combination that a space lists: by rule, covariance, lookback and refresh. Those that always give
    /// the same weights are there once.
    static func estimates(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [EstimatedWeights] {
        try section.allow(
            ["rules", "covariance", "lookback_bars", "refresh", "least", "most", "limits"]
        )
        guard let names = try section.strings("rules"), !names.isEmpty else {
            throw section.problem(
                "'estimated_weights' needs 'rules', some of \(WeightRule.names.joined(separator: ", "))"
            )
        }
        var rules: [WeightRule] = []
        for name in names { rules.append(try rule(name, section)) }
        var covariances: [CovarianceRule] = []
        for name in try section.strings("covariance") ?? ["sample"] {
            guard let covariance = CovarianceRule(rawValue: name) else {
                let known = CovarianceRule.allCases.map(\.rawValue).joined(separator: ", ")
                throw section.problem(
                    "unknown covariance '\(name)'; use \(known)",
                    at: "covariance"
                )
            }
            covariances.append(covariance)
        }
        var refreshes: [EstimatedWeights.Refresh] = []
        for name in try section.strings("refresh") ?? ["window"] {
            guard let refresh = EstimatedWeights.Refresh(rawValue: name) else {
                throw section.problem(
                    "unknown refresh '\(name)'; use window or rebalance",
                    at: "refresh"
                )
            }
            refreshes.append(refresh)
        }
        let lookbacks = try section.integers("lookback_bars") ?? [usualLookback]
        let limits = try limits(section)
        var estimates: [EstimatedWeights] = []
        for rule in rules {
            for covariance in covariances {
                for lookback in lookbacks {
                    let estimator: WeightEstimator
                    do {
                        estimator = try WeightEstimator(
                            rule,
                            covariance: covariance,
                            lookback: lookback,
                            limits: limits
                        )
                    } catch {
                        throw section.problem(error.description, at: "lookback_bars")
                    }
                    for refresh in refreshes {
                        let estimate = EstimatedWeights(estimator, refresh: refresh)
                        if estimates.contains(where: { $0.behavesLike(estimate) }) { continue }
                        estimates.append(estimate)
                    }
                }
            }
        }
        return estimates
    }

    /// The returns that are looked at when nothing is said.
    static let usualLookback = 250

    /// One estimate, as a strategy has it: its label and its limits.
    package static func estimate(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> EstimatedWeights {
        try section.allow(["estimate", "least", "most", "limits"])
        guard let label = try section.string("estimate") else {
            throw section.problem(
                "'weights' needs 'estimate', such as inverse-volatility:60:sample:window"
            )
        }
        let limits = try limits(section)
        do {
            return try EstimatedWeights(label: label, limits: limits)
        } catch {
            throw section.problem(error.description, at: "estimate")
        }
    }

    private static func rule(
        _ name: String,
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> WeightRule {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let risk = parts.count == 2 ? Double(parts[1]) : WeightRule.usualRiskAversion
        let isPlain = parts.count == 1 || parts.count == 2 && parts[0] == "mean-variance"
        guard isPlain, let risk, let rule = WeightRule(name: String(parts[0]), riskAversion: risk)
        else {
            let hint = Nearest.match(String(parts[0]), among: WeightRule.names)
                .map { "did you mean '\($0)'?" }
            throw section.problem(
                "unknown rule '\(name)';"
                    + " \(hint ?? "use one of \(WeightRule.names.joined(separator: ", "))")",
                at: "rules"
            )
        }
        return rule
    }

    private static func limits(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> WeightLimits {
        var exceptions: [String: WeightRange] = [:]
        let usual = try range(section)
        if let limits = try section.section("limits") {
            for symbol in limits.keys {
                guard let own = try limits.section(symbol) else { continue }
                try own.allow(["least", "most"])
                exceptions[symbol] = try range(own)
            }
        }
        return WeightLimits(usual: usual, exceptions: exceptions)
    }

    private static func range(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> WeightRange {
        let least = try section.double("least") ?? 0
        let most = try section.double("most") ?? 1
        do {
            return try WeightRange(least: least, largest: most)
        } catch {
            throw section.problem(
                error.description,
                at: section.contains("most") ? "most" : "least"
            )
        }
    }
}
