import Backtesting
import MarketData
import TestSupport
import Testing

@Suite struct WeightingTests {
    private func estimated(_ label: String) throws -> Weighting {
        .estimated(try EstimatedWeights(label: label))
    }

    @Test func inverseVolatilityByHand() throws {
        // Returns before bar 3: A 0.1, -0.1; B 0.2, -0.2. Twice the deviation is half the weight. Bar 3 moves
        // A by 0.5: its returns before bar 4 deviate by 0.6 / √2, those of B by 0.2 / √2.
        let table = try PriceTable(
            symbols: ["A", "B"],
            timestamps: (0..<5).map { $0 * 86_400 },
            closes: [100, 100, 110, 120, 99, 96, 148.5, 96, 148.5, 96]
        )
        let weighting = try estimated("inverse-volatility:2:sample:window")
        #expect(weighting.barsNeeded == 3)
        let first = try weighting.weights(from: 3, columns: [0, 1], in: table)
        let second = try weighting.weights(from: 4, columns: [0, 1], in: table)
        for (weight, expected) in zip(first + second, [2.0 / 3, 1.0 / 3, 0.25, 0.75]) {
            #expect(abs(weight - expected) < 1e-12)
        }
        #expect(throws: BacktestError.historyTooShort(bars: 2, needed: 3)) {
            try weighting.weights(from: 2, columns: [0, 1], in: table)
        }
    }

    @Test func labelsAreReadBack() throws {
        for rule in WeightRule.all + [.meanVariance(riskAversion: 0.75)] {
            for covariance in CovarianceRule.allCases {
                for refresh in EstimatedWeights.Refresh.allCases {
                    let estimator = try WeightEstimator(rule, covariance: covariance, lookback: 60)
                    let weights = EstimatedWeights(estimator, refresh: refresh)
                    #expect(try EstimatedWeights(label: weights.label) == weights)
                }
            }
        }
        let weights = try EstimatedWeights(
            label: "hierarchical-risk-parity:250:ledoit-wolf:rebalance"
        )
        #expect(
            weights.phrase
                == "hierarchical risk parity over 250 bars (Ledoit-Wolf), estimated at each rebalance"
        )
        #expect(
            try EstimatedWeights(label: "mean-variance:5:60:sample:window").label.hasPrefix(
                "mean-variance:5:60"
            )
        )
    }

    @Test(arguments: [
        "", "equal", "equal:60:sample", "equals:60:sample:window", "equal:x:sample:window",
        "equal:60:samples:window", "equal:60:sample:never", "mean-variance:x:60:sample:window",
        "equal:1:sample:window", "mean-variance:0:60:sample:window", "equal:5:60:sample:window",
    ])
    func whatIsNoLabelIsRefused(label: String) {
        #expect(throws: BacktestError.self) { try EstimatedWeights(label: label) }
    }

    @Test func equalWeightsBehaveAlike() throws {
        let equal = try EstimatedWeights(label: "equal:60:sample:window")
        #expect(equal.behavesLike(try EstimatedWeights(label: "equal:250:ledoit-wolf:rebalance")))
        #expect(try EstimatedWeights(label: "equal:60:sample:rebalance").isSettledByWindow)
        let inverse = try EstimatedWeights(label: "inverse-volatility:60:sample:rebalance")
        #expect(!inverse.isSettledByWindow)
        #expect(
            !inverse.behavesLike(
                try EstimatedWeights(label: "inverse-volatility:60:ledoit-wolf:rebalance")
            )
        )
    }

    @Test func fixedWeightsStay() throws {
        let table = SyntheticPrices.randomWalk(bars: 5, symbols: 2, seed: 1)
        let weighting = Weighting.fixed([0.25, 0.75])
        #expect(weighting.barsNeeded == 0)
        #expect(try weighting.weights(from: 0, columns: [0, 1], in: table) == [0.25, 0.75])
        #expect(throws: BacktestError.self) {
            try weighting.weights(from: 0, columns: [0], in: table)
        }
    }
}
