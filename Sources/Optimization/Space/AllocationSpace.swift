public import Backtesting

/// The portfolios of a search space, by index.
public enum AllocationSpace: Sendable, Equatable {
    /// Sets of symbols, each with every weighting of its size.
    case sets(AssetSets)
    /// Allocations given one by one.
    case list([Allocation])

    /// The number of allocations.
    public var count: Int {
        switch self {
        case .sets(let sets): sets.count
        case .list(let allocations): allocations.count
        }
    }

    /// The symbols of allocation `index`, in order.
    public func symbols(of index: Int) -> [String] {
        switch self {
        case .sets(let sets): sets.symbols(of: index)
        case .list(let allocations): allocations[index].symbols
        }
    }

    /// What allocation `index` is held in the proportions of.
    public func weighting(of index: Int) -> Weighting {
        switch self {
        case .sets(let sets): sets.weighting(of: index)
        case .list(let allocations): allocations[index].weighting
        }
    }

    /// The target weights of allocation `index`, one per symbol; none where they are estimated.
    public func weights(of index: Int) -> [Double] { weighting(of: index).fixed ?? [] }

    /// How weights of some allocations are estimated.
    public var estimates: [EstimatedWeights] {
        switch self {
        case .sets(let sets): sets.estimates
        case .list(let allocations): allocations.compactMap(\.weighting.estimate)
        }
    }

    /// How many bars have to lie before the first window, for weights to be estimated from.
    public var barsNeeded: Int { estimates.map(\.estimator.barsNeeded).max() ?? 0 }

    /// Every symbol named, in order of first appearance.
    public var symbols: [String] {
        var seen: Set<String> = []
        let lists: [[String]]
        switch self {
        case .sets(let sets): lists = sets.sets
        case .list(let allocations): lists = allocations.map(\.symbols)
        }
        return lists.joined().filter { seen.insert($0).inserted }
    }

    /// The first allocations, in order.
    func listed(atMost limit: Int) throws(OptimizationError) -> [Allocation] {
        var result: [Allocation] = []
        for index in 0..<min(limit, count) {
            do {
                result.append(
                    try Allocation(symbols: symbols(of: index), weighting: weighting(of: index))
                )
            } catch {
                throw .backtest(error)
            }
        }
        return result
    }
}
