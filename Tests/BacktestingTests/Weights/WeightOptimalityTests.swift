import Backtesting
import Foundation
import TestSupport
import Testing

@Suite struct WeightOptimalityTests {
    private static let open = [WeightRange](repeating: .any, count: 40)

    /// How far weights are from those that make least what a rule makes least.
    private func residual(
        _ rule: WeightRule,
        _ moments: RandomMoments,
        _ weights: [Double],
        _ limits: [WeightRange]
    ) -> Double {
        let covariance = moments.covariance
        let product = product(covariance, weights)
        let variance = zip(weights, product).reduce(0) { $0 + $1.0 * $1.1 }
        let (risk, gain): ([Double], [Double])
        switch rule {
        case .meanVariance(let riskAversion):
            (risk, gain) = (product.map { riskAversion * $0 }, moments.means)
        case .maximumDiversification:
            let deviations = covariance.deviations
            let mean = zip(weights, deviations).reduce(0) { $0 + $1.0 * $1.1 }
            (risk, gain) = (product.map { $0 / variance }, deviations.map { $0 / mean })
        case .equalRiskContribution:
            let count = Double(weights.count)
            (risk, gain) = (product.map { $0 / variance }, weights.map { 1 / count / $0 })
        default: (risk, gain) = (product, product.map { _ in 0 })
        }
        let size = (risk + gain).map(abs).max() ?? 0
        return RandomMoments.residual(zip(risk, gain).map(-), size: size, weights, limits)
    }

    private static let optimal: [WeightRule] = [
        .minimumVariance, .meanVariance(riskAversion: 0.1), .meanVariance(riskAversion: 5),
        .meanVariance(riskAversion: 1_000), .maximumDiversification, .equalRiskContribution,
    ]

    @Test(arguments: 1...150)
    func meetsTheConditionsOfOptimality(seed: Int) throws {
        let moments = try RandomMoments(seed: seed)
        for rule in Self.optimal {
            let weights = try rule.weights(
                covariance: moments.covariance,
                means: moments.means,
                limits: moments.limits
            )
            #expect(residual(rule, moments, weights, moments.limits) < 2e-12, "\(rule)")
        }
        for rule in Self.optimal {
            let weights = try rule.weights(covariance: moments.covariance, means: moments.means)
            #expect(residual(rule, moments, weights, Self.open) < 2e-12, "\(rule)")
        }
    }

    @Test(arguments: 1...6)
    func meetsThemWithManySymbols(seed: Int) throws {
        let moments = try RandomMoments(seed: seed, symbols: 30...40)
        for rule in Self.optimal {
            let weights = try rule.weights(
                covariance: moments.covariance,
                means: moments.means,
                limits: moments.limits
            )
            #expect(residual(rule, moments, weights, moments.limits) < 2e-12, "\(rule)")
        }
    }

    @Test(arguments: 1...100)
    func contributesEquallyToRisk(seed: Int) throws {
        let moments = try RandomMoments(seed: seed, symbols: 2...20)
        let weights = try WeightRule.equalRiskContribution
            .weights(covariance: moments.covariance, means: moments.means)
        let marginal = product(moments.covariance, weights)
        let contributions = zip(weights, marginal).map { $0 * $1 }
        let total = contributions.reduce(0, +)
        for contribution in contributions {
            #expect(abs(contribution / total * Double(weights.count) - 1) < 1e-11)
        }
    }

    /// Of the most diversified portfolio each symbol held has the same correlation with it, and others have no
    /// less (Choueifaty, Coignard 2008).
    @Test(arguments: 1...100)
    func correlatesEquallyWithTheMostDiversified(seed: Int) throws {
        let moments = try RandomMoments(seed: seed, symbols: 2...20)
        let weights = try WeightRule.maximumDiversification
            .weights(covariance: moments.covariance, means: moments.means)
        let marginal = zip(product(moments.covariance, weights), moments.covariance.deviations)
            .map { $0 / $1 }
        #expect(
            RandomMoments.residual(marginal, size: marginal.max() ?? 0, weights, Self.open) < 2e-12
        )
    }

    @Test(arguments: 1...4)
    func beatsRandomPortfolios(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let moments = try RandomMoments(seed: seed, symbols: 3...8)
        let (covariance, means) = (moments.covariance, moments.means)
        func ratio(_ weights: [Double]) -> Double {
            zip(weights, covariance.deviations).reduce(0) { $0 + $1.0 * $1.1 }
                / covariance.variance(of: weights).squareRoot()
        }
        func utility(_ weights: [Double]) -> Double {
            zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
                - 5 * covariance.variance(of: weights)
        }
        func best(_ rule: WeightRule) throws -> [Double] {
            try rule.weights(covariance: covariance, means: means)
        }
        let leastVariance = try covariance.variance(of: best(.minimumVariance))
        let bestRatio = try ratio(best(.maximumDiversification))
        let bestUtility = try utility(best(.meanVariance(riskAversion: 10)))
        for _ in 0..<1_000 {
            let weights = RandomMoments.portfolio(of: means.count, &random)
            #expect(covariance.variance(of: weights) > leastVariance)
            #expect(ratio(weights) < bestRatio)
            #expect(utility(weights) < bestUtility)
        }
    }

    @Test(arguments: 1...60)
    func weighsSymbolsAlikeInAnyOrder(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let moments = try RandomMoments(seed: seed)
        let order = Array(moments.means.indices).shuffled(using: &random)
        let (covariance, means, limits) = try moments.permuted(order)
        // Hierarchical risk parity may depend on the order; see its description.
        for rule in WeightRule.all where rule != .hierarchicalRiskParity {
            for isLimited in [false, true] {
                let weights = try rule.weights(
                    covariance: moments.covariance,
                    means: moments.means,
                    limits: isLimited ? moments.limits : nil
                )
                let other = try rule.weights(
                    covariance: covariance,
                    means: means,
                    limits: isLimited ? limits : nil
                )
                #expect(areClose(order.map { weights[$0] }, other, within: 1e-10), "\(rule)")
            }
        }
    }
}
