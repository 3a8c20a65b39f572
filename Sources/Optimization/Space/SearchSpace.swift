public import Backtesting

/// Every candidate of a study: each allocation with each rebalancing policy.
///
/// A candidate is decoded from its index when it is needed; the grid is never in memory. The
/// index of a candidate is `allocation * policies.count + policy`, and its `config_id` is one more.
public struct SearchSpace: Sendable, Equatable {
    /// What the space is called in reports.
    public let name: String
    /// The portfolios.
    public let allocations: AllocationSpace
    /// The rebalancing policies.
    public let policies: PolicySpace

    /// Creates the product of allocations and policies.
    ///
    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when there is no allocation.
    public init(
        name: String,
        allocations: AllocationSpace,
        policies: PolicySpace
    ) throws(OptimizationError) {
        guard allocations.count > 0 else {
            throw .invalidSpace("the space '\(name)' has no allocation; list assets and weights")
        }
        let (_, overflow) = allocations.count.multipliedReportingOverflow(by: policies.count)
        guard !overflow else {
            throw .invalidSpace("the space '\(name)' has more candidates than can be numbered")
        }
        self.name = name
        self.allocations = allocations
        self.policies = policies
    }

    /// The number of listed candidates.
    public var count: Int { allocations.count * policies.count }

    /// The candidate at `index`, from 0; its `config_id` is `index + 1`.
    public subscript(index: Int) -> Candidate {
        let (allocation, policy) = index.quotientAndRemainder(dividingBy: policies.count)
        return Candidate(
            id: index + 1,
            symbols: allocations.symbols(of: allocation),
            weighting: allocations.weighting(of: allocation),
            policy: policies[policy]
        )
    }
}

/// One strategy of a search space.
public struct Candidate: Sendable, Equatable {
    /// The `config_id`: the position in the grid, counting from 1.
    public let id: Int
    /// What is held, in order.
    public let symbols: [String]
    /// What they are held in the proportions of.
    public let weighting: Weighting
    /// When the portfolio is rebalanced.
    public let policy: RebalancingPolicy

    /// Target weights, one per symbol; none where they are estimated.
    public var weights: [Double] { weighting.fixed ?? [] }

    /// What is held.
    ///
    /// - Throws: `BacktestError` for one that cannot be: a space has none.
    public var allocation: Allocation {
        get throws(BacktestError) { try Allocation(symbols: symbols, weighting: weighting) }
    }

    /// Symbols and weights together, for example `AAPL 60 % + KO 40 %`, or `AAPL + KO by equal risk
    /// contribution over 250 bars, estimated at each rebalance`.
    public var portfolioPhrase: String {
        if let estimate = weighting.estimate {
            return symbols.joined(separator: " + ") + " by \(estimate.phrase)"
        }
        return zip(symbols, weights)
            .map { "\($0) \(($1 * 1e4).rounded() / 1e2) %" }
            .joined(separator: " + ")
    }
}
