import DataParallel
import Synchronization

/// One search: of one split, or of all where what it proposes does not depend on what came of it.
///
/// Its steps are called one after another, those of different searches on any workers.
final class SplitSearch: Sendable {
    /// The places of the splits that choose among what it proposes.
    let splits: [Int]
    /// The number of different candidates that it is to propose.
    let planned: Int
    private let coordinates: CandidateCoordinates
    private let distinctCount: Int
    private let state: Mutex<State>

    private struct State {
        var strategy: any SearchStrategy
        var points: [[Double]] = []
        /// The slots of the batch.
        var batch: [Int] = []
        /// How many of the batch have been evaluated.
        var done = 0
        /// Different ones, in the order of the proposals.
        var proposed: [Int] = []
        var distinct: Set<Int> = []
        var proposalCount = 0
        /// How many proposals in a row have brought nothing new.
        var repeats = 0
        var isDone = false
    }

    init(
        splits: [Int],
        planned: Int,
        strategy: any SearchStrategy,
        coordinates: CandidateCoordinates,
        distinctCount: Int
    ) {
        self.splits = splits
        self.planned = planned
        self.coordinates = coordinates
        self.distinctCount = distinctCount
        state = Mutex(State(strategy: strategy))
    }

    /// Asks for a new batch if there is none.
    func propose() {
        state.withLock { state in
            guard !state.isDone, state.batch.isEmpty else { return }
            state.points = state.strategy.propose()
            state.batch = state.points.map { coordinates.slot(of: $0) }
            // Nothing is evaluated beyond what is planned.
            var new: Set<Int> = []
            let end = state.batch.firstIndex { slot in
                guard !state.distinct.contains(slot), new.insert(slot).inserted else {
                    return false
                }
                return state.distinct.count + new.count > planned
            }
            if let end { state.batch.removeLast(state.batch.count - end) }
            state.isDone = state.batch.isEmpty
        }
    }

    /// The next slots of the batch; empty when the search is over.
    func next(atMost count: Int) -> [Int] {
        state.withLock { state in
            state.isDone ? [] : Array(state.batch.dropFirst(state.done).prefix(count))
        }
    }

    /// Takes note that the next slots have been evaluated, and learns when the batch is through.
    func advance(by count: Int, objectives: (_ slot: Int) -> [Double]) {
        state.withLock { state in
            for slot in state.batch[state.done..<state.done + count] {
                state.proposalCount += 1
                state.repeats += 1
                guard state.distinct.insert(slot).inserted else { continue }
                state.proposed.append(slot)
                state.repeats = 0
            }
            state.done += count
            if state.proposed.count == min(planned, distinctCount)
                || state.repeats >= Self.mostRepeats
            {
                state.isDone = true
            }
            guard state.done == state.batch.count else { return }
            if !state.isDone {
                state.strategy.learn(
                    zip(state.points, state.batch).map {
                        SearchTrial(point: $0, objectives: objectives($1))
                    }
                )
            }
            (state.points, state.batch, state.done) = ([], [], 0)
        }
    }

    /// Whether nothing more is to be evaluated.
    var isDone: Bool { state.withLock { $0.isDone } }
    /// The different slots that were proposed and evaluated, in the order of the proposals.
    var proposed: [Int] { state.withLock { $0.proposed } }
    /// How many proposals there were, with those that had been made before.
    var proposalCount: Int { state.withLock { $0.proposalCount } }

    /// As many proposals in a row that bring nothing new show that a search has come to its end.
    static let mostRepeats = 2_000
}
