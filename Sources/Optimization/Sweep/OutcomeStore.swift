/// What a block of a sweep has found.
struct BlockOutcomes {
    let block: Int
    var finished: [(slot: Int, summary: CandidateSummary)] = []
    var failed: [(slot: Int, reason: String)] = []
    /// The best training objective of each split.
    var bests: [TrainingBest]

    init(block: Int, splitCount: Int) {
        self.block = block
        bests = Array(repeating: TrainingBest(), count: splitCount)
    }
}

/// The candidate with the best training objective so far: the lowest slot among equals, and NaN only
/// if there is nothing else.
struct TrainingBest {
    private(set) var winner: (slot: Int, value: Double)?

    mutating func offer(_ slot: Int, _ value: Double) {
        if let winner, !Objective.ranks(value, before: winner.value) {
            let isTie = !Objective.ranks(winner.value, before: value)
            guard isTie, slot < winner.slot else { return }
        }
        winner = (slot, value)
    }

    mutating func merge(_ other: TrainingBest) {
        if let winner = other.winner { offer(winner.slot, winner.value) }
    }
}

/// Where the outcomes of a sweep go: called from any worker, in any order, several at once. What is
/// in it afterwards must not depend on the order.
protocol OutcomeStore: AnyObject, Sendable {
    func add(_ outcomes: BlockOutcomes)
}
