import Backtesting

/// Candidates that hold the same columns and are run side by side.
struct TrialGroup: Sendable {
    /// The run of allocations that they are of.
    let run: Int
    /// Buying and holding has the first places, once for each allocation.
    let holdCount: Int
    let families: [PolicyFamily]
    /// The slot of each further place.
    let slots: [Int]
    /// For each of these, the place of its allocation's buying and holding.
    let owners: [Int]

    /// About as many families make a group, with buying and holding: worth a hand-over, and soon done.
    private static let lanes = 4 * LaneGroup.width
    /// Of those that use forecasts, which the reference runs one by one.
    private static let forecastFamilies = 4

    /// Cuts slots into groups: by the slots alone.
    static func groups(of slots: [Int], in space: BoundSpace) -> [TrialGroup] {
        let policies = space.space.policies
        let policyCount = policies.distinctIndices.count
        var groups: [TrialGroup] = []
        var open: Builder?
        func close() {
            if let group = open?.group { groups.append(group) }
            open = nil
        }
        let sorted = slots.sorted()
        var start = 0
        while start < sorted.count {
            let ordinal = sorted[start] / policyCount
            let end = sorted[start...].firstIndex { $0 / policyCount != ordinal } ?? sorted.count
            let own = Array(sorted[start..<end])
            start = end
            let run = space.allocations.run(ofOrdinal: ordinal)
            let weighting = space.allocations.position(ofOrdinal: ordinal).weighting
            let families = PolicyFamily.families(
                of: own.map { policies[policies.distinctIndices[$0 % policyCount]] },
                weighting: weighting
            )
            for family in families {
                let isFull =
                    (open?.lanes ?? 0) >= lanes || (open?.forecasts ?? 0) >= forecastFamilies
                if open?.run != run || isFull { close() }
                var builder = open ?? Builder(run: run)
                builder.add(family, own, ordinal, weighting)
                open = builder
            }
        }
        close()
        return groups
    }

    private struct Builder {
        let run: Int
        var lanes = 0
        var forecasts = 0
        private var last: Int?
        private var holds: [Weighting] = []
        private var families: [PolicyFamily] = []
        private var slots: [Int] = []
        private var owners: [Int] = []

        init(run: Int) { self.run = run }

        /// Adds a family whose members' places are those of slots in `own`.
        mutating func add(
            _ family: PolicyFamily,
            _ own: [Int],
            _ ordinal: Int,
            _ weighting: Weighting
        ) {
            if last != ordinal {
                last = ordinal
                holds.append(weighting)
                lanes += 1
            }
            lanes += 1
            if !family.runsInLanes { forecasts += 1 }
            let members = family.members.map { member in
                slots.append(own[member.place])
                owners.append(holds.count - 1)
                return PolicyFamily.Member(place: slots.count - 1, policy: member.policy)
            }
            families.append(PolicyFamily(weighting: weighting, members: members))
        }

        var group: TrialGroup {
            let held = holds.enumerated().map { place, weighting in
                PolicyFamily(weighting: weighting, members: [.init(place: place, policy: .never)])
            }
            // Behind buying and holding.
            let moved = families.map { family in
                PolicyFamily(
                    weighting: family.weighting,
                    members: family.members.map {
                        PolicyFamily.Member(place: holds.count + $0.place, policy: $0.policy)
                    }
                )
            }
            return TrialGroup(
                run: run,
                holdCount: holds.count,
                families: held + moved,
                slots: slots,
                owners: owners
            )
        }
    }
}
