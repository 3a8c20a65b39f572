import Backtesting
import TestSupport
import Testing

@Suite struct WeightLimitsTests {
    private let unlike: CovarianceMatrix

    init() throws {
        unlike = try CovarianceMatrix(count: 3, values: [1, 0, 0, 0, 4, 0, 0, 0, 16])
    }

    private func weights(
        _ rule: WeightRule,
        _ limits: [(Double, Double)]
    ) throws -> [Double] {
        try rule.weights(
            covariance: unlike,
            means: [0, 0, 0],
            limits: limits.map { try WeightRange(least: $0.0, largest: $0.1) }
        )
    }

    @Test func keepsProportionsOfWhatIsBetweenTheLimits() throws {
        // 4 : 2 : 1 is 0.571, 0.286, 0.143.
        #expect(
            areClose(
                try weights(.inverseVolatility, [(0, 0.4), (0, 1), (0, 1)]),
                [0.4, 0.4, 0.2],
                within: 1e-15
            )
        )
        #expect(
            areClose(
                try weights(.inverseVolatility, [(0, 1), (0, 1), (0.4, 1)]),
                [0.4, 0.2, 0.4],
                within: 1e-15
            )
        )
        // One limit makes another bind: at most 0.4 leaves 0.6 as 2 : 1, but the second has 0.35 at most.
        #expect(
            areClose(
                try weights(.inverseVolatility, [(0, 0.4), (0, 0.35), (0, 1)]),
                [0.4, 0.35, 0.25],
                within: 1e-15
            )
        )
        #expect(
            areClose(
                try weights(.equal, [(0, 0.1), (0.5, 1), (0, 1)]),
                [0.1, 0.5, 0.4],
                within: 1e-15
            )
        )
    }

    @Test func movesTheOptimaToTheLimits() throws {
        // Inverse variances 16 : 4 : 1; what is left is 4 : 1.
        #expect(
            areClose(
                try weights(.minimumVariance, [(0, 0.5), (0, 1), (0, 1)]),
                [0.5, 0.4, 0.1],
                within: 1e-15
            )
        )
        // Uncorrelated: the first has 0.4, the others minimise ln √(0.16 + 4 b² + 16 c²) - ln(2 b + 4 c), which
        // stays proportional to 2 : 1 only without the budget; of b + c = 0.6 a direct search finds the best.
        let diversified = try weights(.maximumDiversification, [(0, 0.4), (0, 1), (0, 1)])
        #expect(diversified[0] == 0.4)
        func ratio(_ b: Double) -> Double {
            let c = 0.6 - b
            return (0.4 + 2 * b + 4 * c) / (0.16 + 4 * b * b + 16 * c * c).squareRoot()
        }
        let best = (0...600_000).map { Double($0) * 1e-6 }.max { ratio($0) < ratio($1) }!
        #expect(abs(diversified[1] - best) < 2e-6)
        // Equal contributions: w1 w2 w3 / σ³ is greatest.
        let parity = try weights(.equalRiskContribution, [(0, 0.4), (0, 1), (0, 1)])
        #expect(parity[0] == 0.4)
        func product(_ b: Double) -> Double {
            let c = 0.6 - b
            let variance = 0.16 + 4 * b * b + 16 * c * c
            return 0.4 * b * c / (variance * variance.squareRoot())
        }
        let share = (0...600_000).map { Double($0) * 1e-6 }.max { product($0) < product($1) }!
        #expect(abs(parity[1] - share) < 2e-6)
    }

    @Test func boundsTheSplitsOfTheTree() throws {
        // Distances are equal, so the order is 3, 1, 2: 16 against 0.8 is 1/21 : 20/21, but the third has at
        // least 0.25 and the first at most half.
        #expect(
            areClose(
                try weights(.hierarchicalRiskParity, [(0, 1), (0, 1), (0, 1)]),
                [16.0 / 21, 4.0 / 21, 1.0 / 21],
                within: 1e-15
            )
        )
        #expect(
            areClose(
                try weights(.hierarchicalRiskParity, [(0, 0.5), (0, 1), (0.25, 1)]),
                [0.5, 0.25, 0.25],
                within: 1e-15
            )
        )
    }

    @Test(arguments: 1...150)
    func keepsAllLimits(seed: Int) throws {
        let moments = try RandomMoments(seed: seed, symbols: 1...15)
        for rule in WeightRule.all + [.meanVariance(riskAversion: 0.01)] {
            for limits in [nil, moments.limits] {
                let weights = try rule.weights(
                    covariance: moments.covariance,
                    means: moments.means,
                    limits: limits
                )
                #expect(abs(weights.reduce(0, +) - 1) < 1e-12, "\(rule)")
                for (place, weight) in weights.enumerated() {
                    let range = limits?[place] ?? .any
                    #expect(weight >= range.least && weight <= range.largest, "\(rule)")
                }
            }
        }
    }

    @Test func takesLimitsThatLeaveNoChoice() throws {
        for rule in WeightRule.all {
            let all = [(0.2, 0.2), (0.3, 0.3), (0.5, 0.5)]
            #expect(areClose(try weights(rule, all), [0.2, 0.3, 0.5], within: 1e-15))
            let least = [(0.2, 1.0), (0.3, 1.0), (0.5, 1.0)]
            #expect(areClose(try weights(rule, least), [0.2, 0.3, 0.5], within: 1e-15))
            let largest = [(0.0, 0.2), (0.0, 0.3), (0.0, 0.5)]
            #expect(areClose(try weights(rule, largest), [0.2, 0.3, 0.5], within: 1e-15))
            let none = [(0.0, 0.0), (0.0, 1.0), (0.0, 0.0)]
            #expect(try weights(rule, none) == [0, 1, 0])
        }
    }

    @Test func refusesLimitsThatNoWeightsKeep() throws {
        let much = WeightLimits(usual: try WeightRange(least: 0.3))
        #expect(much.problem(for: ["A", "B", "C"]) == nil)
        #expect(much.problem(for: ["A", "B", "C", "D"])?.contains("1.2, above 1") == true)
        let little = WeightLimits(
            usual: try WeightRange(largest: 0.25),
            exceptions: ["C": try WeightRange(largest: 0.5)]
        )
        #expect(little.problem(for: ["A", "B", "C"]) == nil)
        #expect(little.problem(for: ["A", "B"])?.contains("0.5, below 1") == true)
        let table = SyntheticPrices.randomWalk(bars: 20, symbols: ["A", "B", "C"])
        for rule in WeightRule.all {
            let estimator = try WeightEstimator(rule, lookback: 10, limits: little)
            #expect(throws: BacktestError.self) {
                try estimator.weights(columns: [0, 1], in: table, before: 20)
            }
            let weights = try estimator.weights(columns: [0, 1, 2], in: table, before: 20)
            #expect(areClose(weights, [0.25, 0.25, 0.5], within: 1e-15))
        }
    }

    @Test(arguments: [(-0.1, 1.0), (1.1, 1.2), (0.5, 0.4), (0, 1.5), (.nan, 1), (0, .nan)])
    func refusesRangesThatAreNone(least: Double, largest: Double) {
        #expect(throws: BacktestError.self) { try WeightRange(least: least, largest: largest) }
    }
}
