import Backtesting
import DataParallel

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
        blocks = SweepBlocks(space, bars: evaluator.layout.barCount)
    }

    /// Runs blocks.
    ///
    /// - Parameters:
    ///   - range: Which blocks; all without it.
    ///   - isDone: The blocks that are left out, because what they found is in the store.
    ///   - store: Where the outcomes go.
    ///   - control: What ends it early, and who is told how far it is.
    func run(
        _ range: Range<Int>? = nil,
        except isDone: DoneBlocks = DoneBlocks(),
        into store: some OutcomeStore,
        on executor: any ParallelExecutor,
        control: SweepControl
    ) {
        let range = range ?? 0..<blocks.count
        var first = range.lowerBound
        if control.budget != nil, !control.hasBegun {
            // However short the time is, something comes of it.
            while first < range.upperBound, isDone.contains(first) { first += 1 }
            if first < range.upperBound {
                run(first, into: store, control)
                first += 1
            }
        }
        // A loop that is stopped still counts through what it leaves out, and there may be billions.
        while first < range.upperBound, !control.shouldStop {
            let start = first
            let count = min(range.upperBound - start, Self.mostBlocksOfALoop)
            executor.forEach(count: count, cancellation: control.cancellation) { index in
                guard !isDone.contains(start + index) else { return }
                guard control.budget == nil || !control.shouldStop else { return }
                run(start + index, into: store, control)
            }
            first += count
        }
    }

    private static let mostBlocksOfALoop = 1 << 16

    private func run(_ index: Int, into store: some OutcomeStore, _ control: SweepControl) {
        guard let outcomes = evaluate(blocks[index], cancellation: control.cancellation) else {
            return
        }
        store.add(outcomes)
        control.add(outcomes.finished.count + outcomes.failed.count)
    }

    /// What became of the candidates of a block; nil if cancelled.
    func evaluate(_ block: SweepBlocks.Block, cancellation: CancellationToken?) -> BlockOutcomes? {
        let columns = evaluator.prepare(block.columns)
        let results = evaluator.windows(columns, block.families, cancellation: cancellation)
        guard let results else { return nil }
        let holds = results.prefix(block.ordinals.count)
        let layout = evaluator.layout
        var outcomes = BlockOutcomes(block: block.index, splitCount: layout.splits.count)
        for (place, result) in results.dropFirst(holds.count).enumerated() {
            let slot = block.slots[place]
            switch (result, holds[block.owners[place]]) {
            case (.success(let windows), .success(let hold)):
                let summary = CandidateSummary(
                    windows,
                    hold: hold,
                    layout,
                    objective: objective
                )
                outcomes.finished.append((slot, summary))
                let values = zip(windows, hold).map { objective.value(of: $0, buyAndHold: $1) }
                for (split, value) in layout.train.means(values).enumerated() {
                    // What is not allowed wins nothing; what is undefined does if there is nothing else.
                    if value.isNaN, !objective.requirements.isEmpty { continue }
                    outcomes.bests[split].offer(slot, value)
                }
            case (.failure(let error), _), (_, .failure(let error)):
                outcomes.failed.append((slot, error.description))
            }
        }
        return outcomes
    }
}
