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

    /// Policies in a block: with buying and holding they fill eight groups. Enough to make the
    /// block worth a hand-over, few enough to stop soon.
    private static let policiesPerBlock = 8 * LaneGroup.width - 1

    private var blocksPerAllocation: Int {
        let policies = space.space.policies.distinctIndices.count
        return (policies + Self.policiesPerBlock - 1) / Self.policiesPerBlock
    }

    func run(
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?,
        progress: (@Sendable (SweepProgress) -> Void)?
    ) -> Evaluations {
        let blockCount = space.distinctAllocations.count * blocksPerAllocation
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
        let policies = space.space.policies.distinctIndices
        let (allocation, part) = block.quotientAndRemainder(dividingBy: blocksPerAllocation)
        let first = part * Self.policiesPerBlock
        let last = min(first + Self.policiesPerBlock, policies.count)
        let position = space.positions[space.distinctAllocations[allocation]]
        let base = allocation * policies.count

        // Buying and holding is run beside the candidates. Those that do not look at drifts are
        // grouped: they have less to compute.
        var hold: BuyAndHoldWindows?
        let ordinals = (first..<last).map { ($0, space.space.policies[policies[$0]]) }
        let lanes =
            [(-1, RebalancingPolicy.never)] + ordinals.filter { !$0.1.method.usesThreshold }
            + ordinals.filter { $0.1.method.usesThreshold }
        var evaluated = 0
        for start in stride(from: 0, to: lanes.count, by: LaneGroup.width) {
            if let cancellation, cancellation.isCancelled { return evaluated }
            let group = lanes[start..<min(start + LaneGroup.width, lanes.count)]
            let windows = evaluator.windows(position, group.map(\.1))
            for ((ordinal, _), result) in zip(group, windows) {
                switch (result, hold) {
                case (.success(let windows), _) where ordinal < 0:
                    hold = BuyAndHoldWindows(train: windows.train, test: windows.test)
                case (.failure(let error), _) where ordinal < 0:
                    for slot in (base + first)..<(base + last) { slots.fail(slot, error) }
                    return last - first
                case (.success(let windows), .some(let hold)):
                    finish(base + ordinal, windows, hold, block: block, slots)
                    evaluated += 1
                case (.failure(let error), _):
                    slots.fail(base + ordinal, error)
                    evaluated += 1
                case (.success, nil):
                    preconditionFailure("buying and holding comes first")
                }
            }
        }
        return evaluated
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
