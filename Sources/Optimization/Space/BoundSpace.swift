import Backtesting
import MarketData

/// A search space bound to a price table: what is missing is gone, equal candidates are folded.
struct BoundSpace: Sendable {
    /// The space as it is searched; its ids are those of the results.
    let space: SearchSpace
    /// The allocations that differ.
    let allocations: AllocationFolding
    /// What was dropped, in sentences.
    let notes: [String]

    init(_ space: SearchSpace, table: PriceTable) throws(OptimizationError) {
        guard table.symbolCount >= 2 else { throw .tooFewSymbols(available: table.symbols) }
        let missing = space.allocations.symbols.filter { table.index(ofSymbol: $0) == nil }
        let available = try Self.shrink(space, without: Set(missing), table: table)
        self.space = available
        allocations = try AllocationFolding(available.allocations, table: table)
        notes = Self.notes(space, available, missing: missing)
    }

    /// The number of candidates that are evaluated.
    var distinctCount: Int {
        allocations.distinctCount * space.policies.distinctIndices.count
    }

    /// The id of the `slot`-th distinct candidate, from 1; ascending in `slot`.
    func id(ofSlot slot: Int) -> Int {
        let policies = space.policies.distinctIndices
        let (allocation, policy) = slot.quotientAndRemainder(dividingBy: policies.count)
        return allocations.allocation(ofOrdinal: allocation) * space.policies.count
            + policies[policy] + 1
    }

    /// The slot that holds the results of candidate `id`, and of all that behave like it.
    func slot(ofID id: Int) -> Int {
        let (allocation, policy) = (id - 1).quotientAndRemainder(
            dividingBy: space.policies.count
        )
        let policySlot = space.policies.distinctPlace(of: policy)
        let allocationSlot = allocations.ordinal(ofAllocation: allocation)
        return allocationSlot * space.policies.distinctIndices.count + policySlot
    }

    /// The ids of the candidates that have the same results as some slots, ascending, each portfolio once: a
    /// rule is listed with every value of what it does not look at.
    func listedPolicyCopies(ofSlots slots: [Int]) -> [Int] {
        let policies = space.policies
        let used = Set(slots.map { $0 % policies.distinctIndices.count })
        var copies: [Int: [Int]] = [:]
        for index in 0..<policies.count {
            let place = policies.distinctPlace(of: index)
            if used.contains(place) { copies[place, default: []].append(index) }
        }
        return slots.flatMap { slot in
            let (ordinal, place) = slot.quotientAndRemainder(
                dividingBy: policies.distinctIndices.count
            )
            let first = allocations.allocation(ofOrdinal: ordinal) * policies.count + 1
            return (copies[place] ?? []).map { first + $0 }
        }.sorted()
    }

    /// Sets lose the symbols without data and take the weights of their new size; a set left with
    /// fewer than two is dropped. A listed allocation that lacks a symbol is dropped whole.
    private static func shrink(
        _ space: SearchSpace,
        without missing: Set<String>,
        table: PriceTable
    ) throws(OptimizationError) -> SearchSpace {
        guard !missing.isEmpty else { return space }
        let allocations: AllocationSpace
        switch space.allocations {
        case .list(let list):
            allocations = .list(list.filter { missing.isDisjoint(with: $0.symbols) })
        case .sets(let sets):
            let kept = sets.sets
                .map { $0.filter { !missing.contains($0) } }
                .filter { $0.count >= 2 }
            var weightings = sets.weightings
            for set in kept where weightings[set.count] == nil && sets.estimates.isEmpty {
                weightings[set.count] = .list([SearchSpace.equalWeights(set.count)])
            }
            allocations = .sets(
                try AssetSets(
                    sets: kept,
                    weightings: weightings,
                    estimates: sets.estimates
                )
            )
        }
        guard allocations.count > 0 else {
            throw .symbolsMissing(
                wanted: space.allocations.symbols,
                available: table.symbols
            )
        }
        return try SearchSpace(
            name: space.name,
            allocations: allocations,
            policies: space.policies
        )
    }

    private static func notes(
        _ wanted: SearchSpace,
        _ available: SearchSpace,
        missing: [String]
    ) -> [String] {
        guard !missing.isEmpty else { return [] }
        return [
            "No prices for \(missing.joined(separator: ", ")): \(wanted.allocations.count)"
                + " portfolios became \(available.allocations.count)."
        ]
    }
}
