import Backtesting

/// How a sweep is cut into blocks: by the space and the windows alone.
///
/// The candidates of a block hold the same columns. Where an allocation has many policies, a block
/// is some of them; where it has few, a block is several allocations, so that the lanes are full.
struct SweepBlocks: Sendable {
    /// What one block evaluates.
    struct Block: Sendable {
        /// The block's own number.
        let index: Int
        let columns: [Int]
        /// Its allocations; buying and holding each has the first places, in this order.
        let ordinals: Range<Int>
        let families: [PolicyFamily]
        /// The slot of each further place.
        let slots: [Int]
        /// For each of these, the place of its allocation in ``ordinals``.
        let owners: [Int]
    }

    private let space: BoundSpace
    /// Families of each part of an allocation's policies; their places are ordinals of policies.
    private let parts: [[PolicyFamily]]
    /// How many policies each part has.
    private let memberCounts: [Int]
    private let allocationsPerBlock: Int
    /// The number of blocks of all runs up to and including each.
    private let ends: [Int]

    /// Of the policies of one allocation, with buying and holding: enough to make a block worth a
    /// hand-over, few enough to stop soon.
    private static let lanesPerPart = 4 * LaneGroup.width
    /// Of those that the reference runs one by one.
    private static let referenceFamiliesPerPart = 4
    /// Of several allocations, where windows are short.
    private static let mostLanes = 16 * lanesPerPart
    /// About as many bars, over all lanes of a block, are worth its overhead.
    private static let barsPerBlock = 2_000_000

    /// - Parameter bars: How many bars a candidate is run over.
    init(_ space: BoundSpace, bars: Int) {
        self.space = space
        let policies = space.space.policies
        let families = PolicyFamily.families(
            of: policies.distinctIndices.map { policies[$0] },
            weighting: .fixed([])
        )
        let perPart = Self.lanesPerPart - 1
        func cut(_ families: [PolicyFamily], by size: Int) -> [[PolicyFamily]] {
            stride(from: 0, to: families.count, by: size).map { first in
                Array(families[first..<min(first + size, families.count)])
            }
        }
        let parts =
            cut(families.filter(\.runsInLanes), by: perPart)
            + cut(families.filter { !$0.runsInLanes }, by: Self.referenceFamiliesPerPart)
        let lanes = min(max(Self.lanesPerPart, Self.barsPerBlock / max(bars, 1)), Self.mostLanes)
        let together = parts.count > 1 ? 1 : max(1, lanes / (families.count + 1))
        var total = 0
        ends = space.allocations.runs.map { run in
            total += (run.ordinals.count + together - 1) / together * parts.count
            return total
        }
        self.parts = parts
        memberCounts = parts.map { $0.reduce(0) { $0 + $1.members.count } }
        allocationsPerBlock = together
    }

    /// The number of blocks.
    var count: Int { ends.last ?? 0 }

    /// Block `index`, from 0.
    subscript(index: Int) -> Block {
        let (ordinals, part) = content(ofBlock: index)
        let run = space.allocations.run(ofOrdinal: ordinals.lowerBound)
        return block(index, space.allocations.runs[run].columns, ordinals, parts[part])
    }

    /// The allocations of a block, and which part of their policies it has.
    private func content(ofBlock index: Int) -> (ordinals: Range<Int>, part: Int) {
        var low = 0
        var high = ends.count - 1
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] <= index { low = middle + 1 } else { high = middle }
        }
        let run = space.allocations.runs[low]
        let (chunk, part) = (index - (low == 0 ? 0 : ends[low - 1]))
            .quotientAndRemainder(dividingBy: parts.count)
        let first = run.ordinals.lowerBound + chunk * allocationsPerBlock
        return (first..<min(first + allocationsPerBlock, run.ordinals.upperBound), part)
    }

    /// How many distinct candidates a block has.
    ///
    /// - Complexity: O(log(runs)).
    func candidateCount(ofBlock index: Int) -> Int {
        let (ordinals, part) = content(ofBlock: index)
        return ordinals.count * memberCounts[part]
    }

    private func block(
        _ index: Int,
        _ columns: [Int],
        _ ordinals: Range<Int>,
        _ part: [PolicyFamily]
    ) -> Block {
        let weightings = ordinals.map { space.allocations.position(ofOrdinal: $0).weighting }
        var families = weightings.enumerated().map { place, weighting in
            PolicyFamily(weighting: weighting, members: [.init(place: place, policy: .never)])
        }
        var slots: [Int] = []
        var owners: [Int] = []
        let policies = space.space.policies.distinctIndices.count
        for family in part {
            for (owner, ordinal) in ordinals.enumerated() {
                let members = family.members.map { member in
                    slots.append(ordinal * policies + member.place)
                    owners.append(owner)
                    return PolicyFamily.Member(
                        place: ordinals.count + slots.count - 1,
                        policy: member.policy
                    )
                }
                families.append(PolicyFamily(weighting: weightings[owner], members: members))
            }
        }
        return Block(
            index: index,
            columns: columns,
            ordinals: ordinals,
            families: families,
            slots: slots,
            owners: owners
        )
    }
}
