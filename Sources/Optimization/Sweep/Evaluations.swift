import Backtesting

/// What became of every listed candidate; those that behave the same share one evaluation.
public struct Evaluations: Sendable {
    /// What became of one candidate.
    public enum Outcome: Sendable {
        /// Not evaluated: the run was stopped first.
        case pending
        /// Evaluated over every split.
        case finished(CandidateSummary)
        /// It could not be evaluated; the text says why.
        case failed(String)
    }

    private let slots: EvaluationSlots
    private let space: BoundSpace

    init(_ slots: EvaluationSlots, space: BoundSpace) {
        self.slots = slots
        self.space = space
    }

    /// The number of listed candidates; their ids are `1...listedCount`.
    public var listedCount: Int { space.space.count }
    /// The number of candidates that were to be evaluated.
    public var distinctCount: Int { slots.count }
    /// The number that were evaluated.
    public var finishedCount: Int { (0..<slots.count).count { slots.state($0) == .finished } }
    /// The number that failed.
    public var failedCount: Int { (0..<slots.count).count { slots.state($0) == .failed } }

    /// What became of candidate `id`.
    public subscript(id id: Int) -> Outcome { outcome(ofSlot: space.slot(ofID: id)) }

    /// The candidate, in the listed grid, whose evaluation `id` shares: the lowest such id.
    public func canonicalID(of id: Int) -> Int { space.id(ofSlot: space.slot(ofID: id)) }

    /// Every distinct candidate that was evaluated, by ascending id.
    public var finished: some Sequence<(id: Int, summary: CandidateSummary)> {
        (0..<slots.count).lazy
            .filter { slots.state($0) == .finished }
            .map { (space.id(ofSlot: $0), slots.summary($0)) }
    }

    /// The first failure by id; nil when nothing failed.
    public var firstFailure: (id: Int, reason: String)? {
        guard let slot = (0..<slots.count).first(where: { slots.state($0) == .failed }),
            let error = slots.failure(slot)
        else { return nil }
        return (space.id(ofSlot: slot), error.description)
    }

    /// The id of the candidate with the best training objective in a split.
    func bestInTraining(ofSplit split: Int) -> (id: Int, value: Double)? {
        slots.best(ofSplit: split).map { (space.id(ofSlot: $0.slot), $0.value) }
    }

    private func outcome(ofSlot slot: Int) -> Outcome {
        switch slots.state(slot) {
        case .pending: .pending
        case .finished: .finished(slots.summary(slot))
        case .failed: .failed(slots.failure(slot)?.description ?? "")
        }
    }
}
