import Backtesting
import Testing

@Suite struct WeightRuleTests {
    /// Deviations of 10 and 20 %, a correlation of 0.25.
    private func two() throws -> CovarianceMatrix {
        try CovarianceMatrix(count: 2, values: [0.01, 0.005, 0.005, 0.04])
    }

    static let byHand: [(WeightRule, [Double])] = [
        (.equal, [0.5, 0.5]),
        // 10 : 5.
        (.inverseVolatility, [2.0 / 3, 1.0 / 3]),
        // (0.04 - 0.005) / (0.01 + 0.04 - 2 x 0.005).
        (.minimumVariance, [0.875, 0.125]),
        // 0.01 - 0.03 = 2 (0.04 w - 0.035).
        (.meanVariance(riskAversion: 2), [0.625, 0.375]),
        // Less averse to risk: 0.01 - 0.03 = 0.5 (0.04 w - 0.035) would be w = -0.125.
        (.meanVariance(riskAversion: 0.5), [0, 1]),
        // Of two symbols both are inverse volatility, whatever the correlation.
        (.maximumDiversification, [2.0 / 3, 1.0 / 3]),
        (.equalRiskContribution, [2.0 / 3, 1.0 / 3]),
        // 1 - 0.01 / (0.01 + 0.04).
        (.hierarchicalRiskParity, [0.8, 0.2]),
    ]

    @Test(arguments: byHand)
    func weighsTwoSymbolsAsByHand(rule: WeightRule, expected: [Double]) throws {
        let weights = try rule.weights(covariance: two(), means: [0.01, 0.03])
        #expect(areClose(weights, expected, within: 1e-14))
    }

    @Test func holdsOneSymbolAlone() throws {
        let one = try CovarianceMatrix(count: 1, values: [0.04])
        for rule in WeightRule.all {
            #expect(try rule.weights(covariance: one, means: [-0.1]) == [1])
        }
    }

    /// Deviations of 10, 20, 30 and 40 %, correlations of 0.8 and -0.5 in two pairs: weights to 4 decimals from
    /// the literature on risk parity.
    @Test func sharesRiskEqually() throws {
        let covariance = try CovarianceMatrix(
            count: 4,
            values: [
                0.01, 0.016, 0, 0,
                0.016, 0.04, 0, 0,
                0, 0, 0.09, -0.06,
                0, 0, -0.06, 0.16,
            ]
        )
        let weights = try WeightRule.equalRiskContribution
            .weights(covariance: covariance, means: [0, 0, 0, 0])
        #expect(areClose(weights, [0.383613, 0.191806, 0.242618, 0.181963], within: 5e-7))
        #expect(abs(covariance.variance(of: weights).squareRoot() - 0.102934) < 5e-7)
    }

    /// With the same correlation everywhere equal contributions are inverse volatilities (Maillard, Roncalli,
    /// Teïletche 2010), and so is the most diversified portfolio.
    @Test(arguments: [-0.2, 0, 0.4, 0.99])
    func agreesWithInverseVolatilityAtOneCorrelation(correlation: Double) throws {
        let deviations = [0.01, 0.02, 0.025, 0.04, 0.1]
        let values = deviations.indices.flatMap { row in
            deviations.indices.map {
                (row == $0 ? 1 : correlation) * deviations[row] * deviations[$0]
            }
        }
        let covariance = try CovarianceMatrix(count: 5, values: values)
        let means = deviations.map { _ in 0.0 }
        let expected = try WeightRule.inverseVolatility
            .weights(covariance: covariance, means: means)
        #expect(areClose(expected, [0.4, 0.2, 0.16, 0.1, 0.04].map { $0 / 0.9 }, within: 1e-15))
        for rule in [WeightRule.equalRiskContribution, .maximumDiversification] {
            let weights = try rule.weights(covariance: covariance, means: means)
            #expect(areClose(weights, expected, within: 1e-13))
        }
    }

    @Test func splitsRiskAlongTheTree() throws {
        // The first and the third move together, so the order is 2, 1, 3: 1 against a half of variance
        // (1 + 1 + 2 x 0.5) / 4 = 0.75 is 3 : 4, which the pair shares.
        let three = try CovarianceMatrix(count: 3, values: [1, 0, 0.5, 0, 1, 0, 0.5, 0, 1])
        let weights = try WeightRule.hierarchicalRiskParity
            .weights(covariance: three, means: [0, 0, 0])
        #expect(areClose(weights, [2.0 / 7, 3.0 / 7, 2.0 / 7], within: 1e-15))
        // All distances are the same: 1 and 2 are joined, then 3 stands before the pair, then 4 before that:
        // 4, 3 | 1, 2 with variances 1 : 4 : 9 : 16.
        let four = try CovarianceMatrix(
            count: 4,
            values: [1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 9, 0, 0, 0, 0, 16]
        )
        let tied = try WeightRule.hierarchicalRiskParity
            .weights(covariance: four, means: [0, 0, 0, 0])
        // Halves under inverse-variance weights: 1 / (1 + 1/4) = 0.8 and 1 / (1/9 + 1/16) = 5.76.
        let first = 5.76 / 6.56
        #expect(
            areClose(
                tied,
                [first * 0.8, first * 0.2, (1 - first) * 0.64, (1 - first) * 0.36],
                within: 1e-15
            )
        )
    }

    @Test func hasNames() {
        #expect(
            WeightRule.names == [
                "equal", "inverse-volatility", "minimum-variance", "mean-variance",
                "maximum-diversification", "equal-risk-contribution",
                "hierarchical-risk-parity",
            ]
        )
        for rule in WeightRule.all { #expect(WeightRule(name: rule.name) == rule) }
        #expect(
            WeightRule(name: "mean-variance", riskAversion: 7) == .meanVariance(riskAversion: 7)
        )
        #expect(WeightRule(name: "minimum-variance", riskAversion: 7) == .minimumVariance)
        #expect(WeightRule(name: "minimum") == nil)
        #expect(WeightRule.meanVariance(riskAversion: 7).label == "mean-variance 7.0")
        #expect(Set(WeightRule.all.map(\.phrase)).count == WeightRule.all.count)
        #expect(CovarianceRule.allCases.map(\.name) == ["sample", "ledoit-wolf"])
    }

    @Test func refusesWhatDoesNotFit() throws {
        let covariance = try two()
        #expect(throws: BacktestError.self) {
            try WeightRule.equal.weights(covariance: covariance, means: [0])
        }
        #expect(throws: BacktestError.self) {
            try WeightRule.equal.weights(covariance: covariance, means: [0, 0], limits: [.any])
        }
        #expect(throws: BacktestError.self) {
            try WeightRule.minimumVariance.weights(covariance: covariance, means: [0, .nan])
        }
        for riskAversion in [0, -1, .nan, 1e7] {
            #expect(throws: BacktestError.self) {
                try WeightRule.meanVariance(riskAversion: riskAversion)
                    .weights(covariance: covariance, means: [0, 0])
            }
        }
        // A correlation of 2.
        let impossible = try CovarianceMatrix(count: 2, values: [1, 2, 2, 1])
        for rule in [WeightRule.minimumVariance, .equalRiskContribution, .maximumDiversification] {
            #expect(
                throws: BacktestError.noWeights(
                    "the covariance matrix is not positive semi-definite"
                )
            ) { try rule.weights(covariance: impossible, means: [0, 0]) }
        }
    }
}
