/// What became of one candidate of a search.
struct Trial: Sendable {
    enum Outcome: Sendable {
        case finished(CandidateSummary)
        case failed(String)
    }

    let outcome: Outcome
    /// The objectives over the training window of each split: all splits of the first objective, then
    /// those of the next. NaN where the training window alone cannot be run.
    let train: [Double]
    /// The mean of each objective over the test windows; empty if it failed.
    let test: [Double]

    var isFinished: Bool { summary != nil }

    var summary: CandidateSummary? {
        guard case .finished(let summary) = outcome else { return nil }
        return summary
    }

    /// The objectives over the training window of one split.
    func objectives(ofSplit split: Int, of splitCount: Int) -> [Double] {
        stride(from: split, to: train.count, by: splitCount).map { train[$0] }
    }
}

/// What became of the candidates that a search evaluated, by slot: memory grows with their number, not
/// with that of the space.
struct TrialStore: Sendable {
    private(set) var trials: [Int: Trial] = [:]
    /// The slots, ascending.
    private(set) var slots: [Int] = []
    /// The winner of each split.
    var bests: [TrainingBest]

    init(splitCount: Int) { bests = Array(repeating: TrainingBest(), count: splitCount) }

    mutating func add(_ more: [Int: Trial]) { trials.merge(more) { known, _ in known } }

    /// To be called when nothing more is added.
    mutating func finish() { slots = trials.keys.sorted() }

    var finishedCount: Int { trials.values.count(where: \.isFinished) }

    /// The failure with the lowest slot.
    var firstFailure: (slot: Int, reason: String)? {
        for slot in slots {
            if case .failed(let reason) = trials[slot]?.outcome { return (slot, reason) }
        }
        return nil
    }
}
