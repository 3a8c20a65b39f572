import Backtesting
import DataParallel
import Synchronization

/// Evaluates every distinct candidate of a bound space over every split.
///
/// Blocks are cut by the space alone and what they find does not depend on the order in which they
/// end, so the outcome is the same for every executor.
struct Sweep: Sendable {
    let space: BoundSpace
    let evaluator: WindowEvaluator
    let objective: Objective
    let blocks: SweepBlocks

    init(space: BoundSpace, evaluator: WindowEvaluator, objective: Objective) {
        self.space = space
        self.evaluator = evaluator
        self.objective = objective
        blocks = SweepBlocks(space, bars: evaluator.barCount)
    }

    /// Runs all blocks.
    ///
    /// - Parameter store: Where the outcomes go.
    func run(
        into store: some OutcomeStore,
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?,
        progress: (@Sendable (SweepProgress) -> Void)?
    ) {
        let finished = Atomic<Int>(0)
        executor.forEach(count: blocks.count, cancellation: cancellation) { index in
            guard let outcomes = evaluate(blocks[index], cancellation: cancellation) else { return }
            store.add(outcomes)
            let count = outcomes.finished.count + outcomes.failed.count
            let total = finished.wrappingAdd(count, ordering: .relaxed).newValue
            progress?(SweepProgress(finished: total, total: space.distinctCount))
        }
    }

    /// What became of the candidates of a block; nil if cancelled.
    func evaluate(_ block: SweepBlocks.Block, cancellation: CancellationToken?) -> BlockOutcomes? {
        let columns = evaluator.prepare(block.columns)
        let results = evaluator.windows(columns, block.families, cancellation: cancellation)
        guard let results else { return nil }
        let holds = results.prefix(block.ordinals.count).map { result in
            result.map { BuyAndHoldWindows(train: $0.train, test: $0.test) }
        }
        var outcomes = BlockOutcomes(block: block.index, splitCount: evaluator.splits.count)
        for (place, result) in results.dropFirst(holds.count).enumerated() {
            let slot = block.slots[place]
            switch (result, holds[block.owners[place]]) {
            case (.success(let windows), .success(let hold)):
                outcomes.finished.append(
                    (slot, CandidateSummary(train: windows.train, test: windows.test, hold: hold))
                )
                for split in windows.train.indices {
                    let train = windows.train[split]
                    let value = objective.value(of: train, buyAndHold: hold.train[split])
                    outcomes.bests[split].offer(slot, value)
                }
            case (.failure(let error), _), (_, .failure(let error)):
                outcomes.failed.append((slot, error))
            }
        }
        return outcomes
    }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable {
    /// Distinct candidates evaluated so far, failed ones included.
    public let finished: Int
    /// Distinct candidates in all.
    public let total: Int
}
