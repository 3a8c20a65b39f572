import Backtesting
import MarketData
import TestSupport
import Testing
import Validation

/// Weights that skfolio 1.12.2 and scikit-learn 1.9.1 give for the same closes.
@Suite struct WeightGoldenTests {
    /// One rule's weights of the six symbols.
    struct Golden: Sendable, CustomTestStringConvertible {
        let rule: WeightRule
        let covariance: CovarianceRule
        let isLimited: Bool
        let weights: [Double]

        init(
            _ rule: WeightRule,
            _ covariance: CovarianceRule,
            isLimited: Bool,
            _ weights: [Double]
        ) {
            self.rule = rule
            self.covariance = covariance
            self.isLimited = isLimited
            self.weights = weights
        }

        var testDescription: String {
            "\(rule.label), \(covariance.name)\(isLimited ? ", limited" : "")"
        }

        /// How exact skfolio's solver is: its own figures move by that much with its tolerances.
        var tolerance: Double {
            switch rule {
            case .inverseVolatility, .hierarchicalRiskParity: 1e-8
            case .equalRiskContribution: 1e-4
            default: 1e-6
            }
        }
    }

    /// Made with Clarabel at tolerances of 1e-13. `MeanRisk` (its risk aversion of 20 is 40 here),
    /// `MaximumDiversification`, `RiskBudgeting`, `InverseVolatility`; `HierarchicalRiskParity` with Euclidean
    /// distances of the columns of `√((1 - ρ) / 2)`, single linkage, no optimal ordering. With limits all weights are
    /// from 0.08 to 0.25.
    static let goldens = [
        Golden(
            .minimumVariance,
            .sample,
            isLimited: false,
            [0.87529638, 0, 0.04265364, 0, 0.08204998, 0]
        ),
        Golden(
            .meanVariance(riskAversion: 40),
            .sample,
            isLimited: false,
            [0, 0.78956154, 0, 0, 0.21043846, 0]
        ),
        Golden(
            .maximumDiversification,
            .sample,
            isLimited: false,
            [0.37913162, 0, 0.22645492, 0.1020244, 0.21912719, 0.07326187]
        ),
        Golden(
            .equalRiskContribution,
            .sample,
            isLimited: false,
            [0.3192636, 0.19100232, 0.16291319, 0.12097917, 0.14993305, 0.05590867]
        ),
        Golden(
            .hierarchicalRiskParity,
            .sample,
            isLimited: false,
            [0.49792049, 0.19630857, 0.13529633, 0.09047672, 0.06156523, 0.01843265]
        ),
        Golden(
            .inverseVolatility,
            .sample,
            isLimited: false,
            [0.36103889, 0.22669587, 0.14637649, 0.11970071, 0.09329376, 0.05289428]
        ),
        Golden(
            .minimumVariance,
            .sample,
            isLimited: true,
            [0.25, 0.25, 0.17811408, 0.08, 0.16188592, 0.08]
        ),
        Golden(
            .meanVariance(riskAversion: 40),
            .sample,
            isLimited: true,
            [0.25, 0.25, 0.08, 0.09, 0.25, 0.08]
        ),
        Golden(
            .maximumDiversification,
            .sample,
            isLimited: true,
            [0.25, 0.08, 0.23907938, 0.1171175, 0.23380312, 0.08]
        ),
        Golden(
            .equalRiskContribution,
            .sample,
            isLimited: true,
            [0.25, 0.20520044, 0.17360153, 0.13015607, 0.16104196, 0.08]
        ),
        Golden(
            .hierarchicalRiskParity,
            .sample,
            isLimited: true,
            [0.25, 0.25, 0.12424915, 0.08308913, 0.08, 0.21266172]
        ),
        Golden(
            .minimumVariance,
            .ledoitWolf,
            isLimited: false,
            [0.51213749, 0.19122224, 0.1284932, 0.04788032, 0.12026675, 0]
        ),
        Golden(
            .meanVariance(riskAversion: 40),
            .ledoitWolf,
            isLimited: false,
            [0.18733946, 0.58413984, 0, 0, 0.2285207, 0]
        ),
        Golden(
            .maximumDiversification,
            .ledoitWolf,
            isLimited: false,
            [0.28089019, 0.12716489, 0.20072639, 0.11128323, 0.2121958, 0.0677395]
        ),
        Golden(
            .equalRiskContribution,
            .ledoitWolf,
            isLimited: false,
            [0.27549037, 0.19745121, 0.17225683, 0.13296107, 0.15802473, 0.06381579]
        ),
        Golden(
            .hierarchicalRiskParity,
            .ledoitWolf,
            isLimited: false,
            [0.37221456, 0.22899856, 0.16768637, 0.11980396, 0.08470207, 0.02659448]
        ),
        Golden(
            .inverseVolatility,
            .ledoitWolf,
            isLimited: false,
            [0.28982152, 0.22732664, 0.16542835, 0.1398288, 0.11205941, 0.06553528]
        ),
        Golden(
            .minimumVariance,
            .ledoitWolf,
            isLimited: true,
            [0.25, 0.25, 0.17720707, 0.08, 0.16279293, 0.08]
        ),
        Golden(
            .meanVariance(riskAversion: 40),
            .ledoitWolf,
            isLimited: true,
            [0.25, 0.25, 0.08, 0.09, 0.25, 0.08]
        ),
        Golden(
            .maximumDiversification,
            .ledoitWolf,
            isLimited: true,
            [0.25, 0.13111087, 0.2054484, 0.11399845, 0.21944229, 0.08]
        ),
        Golden(
            .equalRiskContribution,
            .ledoitWolf,
            isLimited: true,
            [0.25, 0.19854208, 0.17419184, 0.13518795, 0.16207813, 0.08]
        ),
        Golden(
            .hierarchicalRiskParity,
            .ledoitWolf,
            isLimited: true,
            [0.25, 0.25, 0.16768637, 0.11980396, 0.08470207, 0.1278076]
        ),
    ]

    @Test(arguments: goldens)
    func agreesWithSkfolio(golden: Golden) throws {
        let limits = WeightLimits(usual: try WeightRange(least: 0.08, largest: 0.25))
        let estimator = try WeightEstimator(
            golden.rule,
            covariance: golden.covariance,
            lookback: 40,
            limits: golden.isLimited ? limits : .none
        )
        let weights = try estimator.weights(
            of: Self.closes,
            symbols: ["A", "B", "C", "D", "E", "F"],
            columns: Array(0..<6),
            before: 41
        )
        #expect(areClose(weights, golden.weights, within: golden.tolerance), "\(weights)")
    }

    @Test func agreesWithScikitLearn() throws {
        let returns = returns(of: 41)
        let shrunk = try LedoitWolfCovariance(returns)
        #expect(abs(shrunk.shrinkage - 0.09817784723313022) < 1e-13)
        let expected = [
            8.585115195868542e-05, 4.478152450966914e-05, 2.825004658196369e-05,
            3.9005327588486214e-05, -1.2091640221738452e-05, 7.110376011344234e-05,
            4.478152450966914e-05, 0.00013954257866485343, 5.810231948357245e-05,
        ]
        #expect(areClose(Array(shrunk.matrix.values[..<9]), expected, within: 1e-17))
        #expect(try CovarianceRule.ledoitWolf.matrix(of: returns) == shrunk.matrix)
        let sample = try CovarianceRule.sample.matrix(of: returns)
        #expect(abs(sample[0, 0] - 3.9743871983078824e-05) < 1e-18)
        #expect(abs(sample[0, 5] - 8.086620319309989e-05) < 1e-18)
    }

    /// Four returns of six symbols: the sample covariance is singular.
    @Test func agreesWithMoreSymbolsThanReturns() throws {
        let shrunk = try LedoitWolfCovariance(returns(of: 5))
        #expect(abs(shrunk.shrinkage - 0.8235183484720697) < 1e-12)
        let estimator = try WeightEstimator(
            .minimumVariance,
            covariance: .ledoitWolf,
            lookback: 4
        )
        let weights = try estimator.weights(
            of: Self.closes,
            symbols: ["A", "B", "C", "D", "E", "F"],
            columns: Array(0..<6),
            before: 41
        )
        let expected = [
            0.2123806509, 0.2093329892, 0.1737703183, 0.1491110075, 0.1428409145, 0.1125641196,
        ]
        #expect(areClose(weights, expected, within: 1e-6))
    }

    /// Returns of the last bars.
    private func returns(of bars: Int) -> ReturnMatrix {
        var values: [Double] = []
        for symbol in 0..<6 {
            for bar in (42 - bars)..<41 {
                let (before, close) = (
                    Self.closes[(bar - 1) * 6 + symbol], Self.closes[bar * 6 + symbol]
                )
                values.append(close / before - 1)
            }
        }
        return ReturnMatrix(periods: bars - 1, columns: 6, values: values)
    }

    /// 41 bars of six symbols: a common factor, unlike volatilities, one symbol against the others.
    static let closes: [Double] = [
        100.26, 100.94, 98.34, 98.81, 97.91, 94.09,
        100.98, 102.47, 98.81, 102.72, 99.68, 98.51,
        101.82, 104.32, 98.33, 105.09, 100.95, 94.64,
        101.93, 104.08, 98.98, 103.84, 101.17, 95.02,
        101.38, 103.94, 98.63, 104.72, 100.0, 98.23,
        101.63, 103.86, 99.06, 107.03, 104.92, 92.01,
        102.5, 105.16, 99.61, 105.47, 108.27, 88.96,
        102.93, 106.35, 97.43, 104.89, 104.71, 89.72,
        104.28, 109.12, 95.86, 104.42, 106.48, 95.96,
        103.88, 107.5, 94.51, 102.94, 106.66, 90.47,
        104.87, 109.29, 96.02, 103.88, 102.67, 91.51,
        105.7, 109.85, 94.09, 106.68, 104.22, 98.2,
        106.13, 110.28, 92.94, 110.19, 111.06, 96.66,
        105.77, 110.38, 91.82, 109.59, 110.21, 97.17,
        106.41, 110.8, 92.73, 108.45, 111.4, 89.35,
        105.78, 111.12, 92.51, 110.22, 112.92, 94.31,
        106.76, 113.04, 93.25, 109.51, 110.58, 94.16,
        106.05, 112.07, 93.03, 110.0, 109.79, 87.58,
        106.05, 112.21, 94.38, 111.25, 108.12, 85.22,
        107.72, 114.49, 97.57, 116.71, 105.69, 87.48,
        107.75, 114.53, 97.53, 116.49, 106.58, 81.63,
        107.1, 112.81, 96.26, 114.1, 108.91, 81.88,
        107.58, 113.67, 96.88, 113.56, 108.42, 81.11,
        107.65, 113.47, 97.09, 110.05, 111.27, 78.07,
        106.45, 111.5, 94.48, 109.11, 110.4, 72.59,
        105.67, 111.42, 93.84, 105.96, 110.83, 67.67,
        106.72, 111.09, 94.11, 106.82, 106.93, 67.89,
        106.95, 111.08, 93.38, 107.94, 107.89, 67.34,
        106.34, 110.37, 90.79, 108.47, 107.1, 63.07,
        106.7, 111.86, 92.14, 107.49, 109.14, 62.17,
        107.11, 112.75, 90.1, 108.78, 106.01, 61.7,
        106.17, 110.92, 88.79, 110.49, 110.79, 61.45,
        106.65, 110.84, 85.81, 110.27, 112.45, 59.79,
        107.12, 111.85, 85.2, 107.47, 111.78, 59.81,
        107.31, 113.07, 87.98, 107.3, 113.67, 62.6,
        107.74, 114.06, 87.32, 108.73, 119.88, 64.09,
        107.69, 114.77, 89.45, 110.12, 118.03, 68.24,
        107.44, 115.49, 90.49, 108.52, 121.5, 70.39,
        106.7, 115.27, 89.83, 104.32, 119.53, 70.85,
        106.87, 115.19, 89.22, 104.73, 119.31, 72.83,
        107.22, 115.93, 90.31, 102.91, 117.09, 77.25,
    ]
}
