import Backtesting
import Synchronization

/// What a sweep writes into: one slot per distinct candidate, one best per block and split.
///
/// `@unchecked Sendable`: a slot and a block's bests are written by the one worker that runs the
/// block and read after all workers are done; failures are behind a lock.
final class EvaluationSlots: @unchecked Sendable {
    enum State: UInt8 {
        case pending, finished, failed
    }

    struct Best {
        var slot: Int
        var value: Double
    }

    let count: Int
    let blocks: Int
    let splits: Int
    private let summaries: UnsafeMutablePointer<CandidateSummary>
    private let states: UnsafeMutablePointer<State>
    private let bests: UnsafeMutablePointer<Best?>
    private let failures = Mutex<[Int: BacktestError]>([:])

    init(count: Int, blocks: Int, splits: Int) {
        self.count = count
        self.blocks = blocks
        self.splits = splits
        summaries = .allocate(capacity: count)
        summaries.initialize(repeating: CandidateSummary(), count: count)
        states = .allocate(capacity: count)
        states.initialize(repeating: .pending, count: count)
        bests = .allocate(capacity: blocks * splits)
        bests.initialize(repeating: nil, count: blocks * splits)
    }

    deinit {
        summaries.deallocate()
        states.deallocate()
        bests.deallocate()
    }

    func finish(_ slot: Int, _ summary: CandidateSummary) {
        summaries[slot] = summary
        states[slot] = .finished
    }

    func fail(_ slot: Int, _ error: BacktestError) {
        states[slot] = .failed
        failures.withLock { $0[slot] = error }
    }

    /// Keeps the best training objective of a block; the earlier slot wins ties, NaN never wins.
    func offer(_ slot: Int, _ value: Double, block: Int, split: Int) {
        let place = block * splits + split
        if let best = bests[place], !Objective.ranks(value, before: best.value) {
            let isTie = !Objective.ranks(best.value, before: value)
            guard isTie, slot < best.slot else { return }
        }
        bests[place] = Best(slot: slot, value: value)
    }

    /// The best of all blocks for a split; nil when nothing was finished.
    func best(ofSplit split: Int) -> Best? {
        var winner: Best?
        for block in 0..<blocks {
            guard let best = bests[block * splits + split] else { continue }
            if let current = winner, !Objective.ranks(best.value, before: current.value) {
                continue
            }
            winner = best
        }
        return winner
    }

    func state(_ slot: Int) -> State { states[slot] }
    func summary(_ slot: Int) -> CandidateSummary { summaries[slot] }
    func failure(_ slot: Int) -> BacktestError? { failures.withLock { $0[slot] } }
}
