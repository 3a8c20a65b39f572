import Backtesting
import DataParallel
import Synchronization

/// Evaluates every distinct candidate of a bound space over every split.
///
/// A block is some policies of one allocation; blocks are cut by the space alone, each writes into
/// its own slots, and what they report is combined in block order, so the outcome is the same for
/// every executor.
struct Sweep: Sendable {
    let space: BoundSpace
    let evaluator: WindowEvaluator
    let objective: Objective
    /// What the blocks of an allocation evaluate.
    private let parts: [Part]

    /// Policies that are evaluated together, with buying and holding in place 0.
    private struct Part {
        /// The places of the others, less one, among the distinct policies.
        var ordinals: [Int] = []
        var families: [PolicyFamily] = []
    }

    /// Families in a block: with buying and holding they fill four groups. Enough to make the block
    /// worth a hand-over, few enough to stop soon.
    private static let familiesPerBlock = 4 * LaneGroup.width - 1

    init(space: BoundSpace, evaluator: WindowEvaluator, objective: Objective) {
        self.space = space
        self.evaluator = evaluator
        self.objective = objective
        let policies = space.space.policies
        let families = PolicyFamily.families(of: policies.distinctIndices.map { policies[$0] })
        parts = stride(from: 0, to: families.count, by: Self.familiesPerBlock).map { first in
            var part = Part()
            part.families.append(PolicyFamily(members: [.init(place: 0, policy: .never)]))
            for family in families[first..<min(first + Self.familiesPerBlock, families.count)] {
                let members = family.members.map { member in
                    part.ordinals.append(member.place)
                    return PolicyFamily.Member(place: part.ordinals.count, policy: member.policy)
                }
                part.families.append(PolicyFamily(members: members))
            }
            return part
        }
    }

    func run(
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?,
        progress: (@Sendable (SweepProgress) -> Void)?
    ) -> Evaluations {
        let blockCount = space.distinctAllocations.count * parts.count
        let slots = EvaluationSlots(
            count: space.distinctCount,
            blocks: blockCount,
            splits: evaluator.splits.count
        )
        let finished = Atomic<Int>(0)
        executor.forEach(count: blockCount, cancellation: cancellation) { block in
            let evaluated = evaluate(block: block, into: slots, cancellation: cancellation)
            let total = finished.wrappingAdd(evaluated, ordering: .relaxed).newValue
            progress?(SweepProgress(finished: total, total: slots.count))
        }
        return Evaluations(slots, space: space)
    }

    private func evaluate(
        block: Int,
        into slots: EvaluationSlots,
        cancellation: CancellationToken?
    ) -> Int {
        let (allocation, index) = block.quotientAndRemainder(dividingBy: parts.count)
        let part = parts[index]
        let position = evaluator.prepare(
            space.positions[space.distinctAllocations[allocation]]
        )
        let results = evaluator.windows(position, part.families, cancellation: cancellation)
        guard let results else { return 0 }
        let base = allocation * space.space.policies.distinctIndices.count
        let hold = results[0].map { BuyAndHoldWindows(train: $0.train, test: $0.test) }
        for (ordinal, result) in zip(part.ordinals, results.dropFirst()) {
            switch (result, hold) {
            case (.success(let windows), .success(let hold)):
                finish(base + ordinal, windows, hold, block: block, slots)
            case (.failure(let error), _), (_, .failure(let error)):
                slots.fail(base + ordinal, error)
            }
        }
        return part.ordinals.count
    }

    private func finish(
        _ slot: Int,
        _ windows: CandidateWindows,
        _ hold: BuyAndHoldWindows,
        block: Int,
        _ slots: EvaluationSlots
    ) {
        slots.finish(
            slot,
            CandidateSummary(train: windows.train, test: windows.test, hold: hold)
        )
        for split in windows.train.indices {
            let value = objective.value(of: windows.train[split], buyAndHold: hold.train[split])
            slots.offer(slot, value, block: block, split: split)
        }
    }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable {
    /// Distinct candidates evaluated so far, failed ones included.
    public let finished: Int
    /// Distinct candidates in all.
    public let total: Int
}
