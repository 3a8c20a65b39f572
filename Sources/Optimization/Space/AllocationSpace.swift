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

    /// The target weights of allocation `index`, one per symbol.
    public func weights(of index: Int) -> [Double] {
        switch self {
        case .sets(let sets): sets.weights(of: index)
        case .list(let allocations): allocations[index].weights
        }
    }

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
                    try Allocation(symbols: symbols(of: index), weights: weights(of: index))
                )
            } catch {
                throw .backtest(error)
            }
        }
        return result
    }
}
