import DataParallel
import MarketData

/// A sweep that keeps what it finishes in a journal, and leaves out what is there already.
struct JournaledSweep: Sendable {
    let sweep: Sweep
    let journal: any StudyJournal
    /// Which blocks are run.
    let blocks: Range<Int>

    private var space: BoundSpace { sweep.space }

    /// Runs a sweep that keeps all candidates.
    ///
    /// - Returns: Whether all blocks are in the journal.
    @discardableResult
    func run(
        into store: FullStore,
        on executor: any ParallelExecutor,
        _ control: Control
    ) -> Bool {
        var done = DoneBlocks()
        var known = 0
        for case .block(let block) in journal.finished() {
            guard !done.contains(block.number) else { continue }
            done.insert(block.number)
            known += block.candidates.count
            store.add(outcomes(of: block))
        }
        let shared = control(known)
        sweep.run(
            blocks,
            except: done,
            into: Keeper(store: store, sweep: self),
            on: executor,
            control: shared
        )
        return shared.isWhole
    }

    /// Runs a sweep that keeps the best candidates: range by range, each with a store of its own that the
    /// journal gets when the range is through.
    ///
    /// - Returns: Whether all blocks are in the journal.
    /// - Throws: ``OptimizationError/journalUnusable(_:)``.
    @discardableResult
    func run(
        into store: TopStore,
        on executor: any ParallelExecutor,
        _ control: Control
    ) throws(OptimizationError) -> Bool {
        var done: [Range<Int>] = []
        var known = 0
        for case .range(let range) in journal.finished() where !done.contains(range.blocks) {
            do {
                try store.add(range.bytes)
            } catch {
                throw .journalUnusable("blocks \(range.blocks): \(error.reason)")
            }
            done.append(range.blocks)
            known += range.candidateCount
        }
        var isDone = DoneBlocks()
        for block in done.joined() { isDone.insert(block) }
        let shared = control(known)
        var next = blocks.lowerBound
        while next < blocks.upperBound, shared.mayGoOn {
            let range = range(from: next)
            next = range.upperBound
            let open = range.filter { !isDone.contains($0) }
            guard let first = open.first, let last = open.last else { continue }
            let part = TopStore(like: store)
            sweep.run(first..<last + 1, except: isDone, into: part, on: executor, control: shared)
            let found = part.finish().totals
            store.add(part)
            // What is only a part of a range is found again by the next run.
            let count = open.reduce(0) { $0 + sweep.blocks.candidateCount(ofBlock: $1) }
            guard found.finished + found.failed == count, open.count == last + 1 - first else {
                continue
            }
            journal.keep(
                .range(
                    StudyRange(blocks: first..<last + 1, candidateCount: count, bytes: part.bytes)
                )
            )
        }
        return shared.isWhole
    }

    /// Makes what ends a run early, once it is known how many candidates are not to be run.
    typealias Control = (_ known: Int) -> SweepControl

    /// About as many candidates make a range: worth keeping, and soon done.
    private static let candidatesPerRange = 200_000

    /// Where ranges end follows from the space, the windows and where ``blocks`` begin. There may be billions of
    /// blocks: ranges are cut when their turn comes.
    private func range(from first: Int) -> Range<Int> {
        var end = first
        var count = 0
        while end < blocks.upperBound, count < Self.candidatesPerRange {
            count += sweep.blocks.candidateCount(ofBlock: end)
            end += 1
        }
        return first..<end
    }

    /// A store that also tells the journal.
    private final class Keeper: OutcomeStore {
        private let store: FullStore
        private let sweep: JournaledSweep

        init(store: FullStore, sweep: JournaledSweep) {
            self.store = store
            self.sweep = sweep
        }

        func add(_ outcomes: BlockOutcomes) {
            store.add(outcomes)
            sweep.journal.keep(.block(sweep.block(of: outcomes)))
        }
    }

    private func block(of outcomes: BlockOutcomes) -> StudyBlock {
        let finished = outcomes.finished.map {
            StudyCandidate(id: space.id(ofSlot: $0.slot), outcome: .finished($0.summary))
        }
        let failed = outcomes.failed.map {
            StudyCandidate(id: space.id(ofSlot: $0.slot), outcome: .failed($0.reason))
        }
        return StudyBlock(
            number: outcomes.block,
            candidates: finished + failed,
            trainingBests: outcomes.bests.map { best in
                best.winner.map {
                    StudyBlock.TrainingValue(id: space.id(ofSlot: $0.slot), value: $0.value)
                }
            }
        )
    }

    private func outcomes(of block: StudyBlock) -> BlockOutcomes {
        var outcomes = BlockOutcomes(block: block.number, splitCount: block.trainingBests.count)
        for candidate in block.candidates {
            let slot = space.slot(ofID: candidate.id)
            switch candidate.outcome {
            case .finished(let summary): outcomes.finished.append((slot, summary))
            case .failed(let reason): outcomes.failed.append((slot, reason))
            }
        }
        for (split, best) in block.trainingBests.enumerated() {
            guard let best else { continue }
            outcomes.bests[split].offer(space.slot(ofID: best.id), best.value)
        }
        return outcomes
    }
}
