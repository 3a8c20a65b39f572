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

    /// Policies in a block: enough to make the block worth a hand-over, few enough to stop soon.
    private static let policiesPerBlock = 16

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

        let hold: BuyAndHoldWindows
        do {
            hold = try evaluator.buyAndHold(position)
        } catch {
            for slot in (base + first)..<(base + last) { slots.fail(slot, error) }
            return last - first
        }
        for ordinal in first..<last {
            if let cancellation, cancellation.isCancelled { return ordinal - first }
            let slot = base + ordinal
            do {
                let policy = space.space.policies[policies[ordinal]]
                let (train, test) = try evaluator.windows(position, policy)
                slots.finish(slot, CandidateSummary(train: train, test: test, hold: hold))
                for split in train.indices {
                    let value = objective.value(of: train[split], buyAndHold: hold.train[split])
                    slots.offer(slot, value, block: block, split: split)
                }
            } catch {
                slots.fail(slot, error)
            }
        }
        return last - first
    }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable {
    /// Distinct candidates evaluated so far, failed ones included.
    public let finished: Int
    /// Distinct candidates in all.
    public let total: Int
}
