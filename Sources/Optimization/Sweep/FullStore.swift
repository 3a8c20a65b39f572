import Synchronization

/// Keeps what became of every distinct candidate: one slot for each.
///
/// `@unchecked Sendable`: a slot is written by the one worker that runs its block and read after all
/// workers are done; the rest is behind a lock.
final class FullStore: OutcomeStore, @unchecked Sendable {
    enum State: UInt8 {
        case pending, finished, failed
    }

    let count: Int
    private let summaries: UnsafeMutablePointer<CandidateSummary>
    private let states: UnsafeMutablePointer<State>
    private let shared: Mutex<Shared>

    private struct Shared {
        var failures: [Int: String] = [:]
        var bests: [TrainingBest]
    }

    init(count: Int, splitCount: Int) {
        self.count = count
        summaries = .allocate(capacity: count)
        summaries.initialize(repeating: CandidateSummary(), count: count)
        states = .allocate(capacity: count)
        states.initialize(repeating: .pending, count: count)
        shared = Mutex(Shared(bests: Array(repeating: TrainingBest(), count: splitCount)))
    }

    deinit {
        summaries.deallocate()
        states.deallocate()
    }

    func add(_ outcomes: BlockOutcomes) {
        for (slot, summary) in outcomes.finished {
            summaries[slot] = summary
            states[slot] = .finished
        }
        for (slot, _) in outcomes.failed { states[slot] = .failed }
        shared.withLock { shared in
            for (slot, reason) in outcomes.failed { shared.failures[slot] = reason }
            for (split, best) in outcomes.bests.enumerated() { shared.bests[split].merge(best) }
        }
    }

    func state(_ slot: Int) -> State { states[slot] }
    func summary(_ slot: Int) -> CandidateSummary { summaries[slot] }
    func failure(_ slot: Int) -> String? { shared.withLock { $0.failures[slot] } }
    func best(ofSplit split: Int) -> (slot: Int, value: Double)? {
        shared.withLock { $0.bests[split].winner }
    }
    func count(_ state: State) -> Int { (0..<count).count { states[$0] == state } }
}
