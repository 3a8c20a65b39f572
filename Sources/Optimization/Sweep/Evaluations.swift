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
        /// Not among the best, which alone were kept.
        case notKept
    }

    private let space: BoundSpace
    private let storage: Storage

    private enum Storage: Sendable {
        case full(FullStore)
        case top(Top)
        case tried(TrialStore)
    }

    private struct Top: Sendable {
        let limit: Int
        let summaries: [Int: CandidateSummary]
        /// The slots of the kept ones, ascending.
        let slots: [Int]
        let totals: TopStore.Totals
        let sensitivities: [Sensitivity]
    }

    init(_ store: FullStore, space: BoundSpace) {
        self.space = space
        storage = .full(store)
    }

    /// What a search evaluated.
    init(_ store: TrialStore, space: BoundSpace) {
        self.space = space
        storage = .tried(store)
    }

    init(_ store: TopStore, space: BoundSpace) {
        self.space = space
        let (kept, totals, sensitivities) = store.finish()
        storage = .top(
            Top(
                limit: store.limit,
                summaries: Dictionary(uniqueKeysWithValues: kept.map { ($0.slot, $0.summary) }),
                slots: kept.map(\.slot),
                totals: totals,
                sensitivities: sensitivities
            )
        )
    }

    /// The number of listed candidates; their ids are `1...listedCount`.
    public var listedCount: Int { space.space.count }
    /// The number of candidates of the space that differ: what a grid evaluates.
    public var distinctCount: Int { space.distinctCount }
    /// The most candidates that were kept; nil when all were.
    public var keptLimit: Int? {
        switch storage {
        case .full, .tried: nil
        case .top(let top): top.limit
        }
    }
    /// The number that were evaluated.
    public var finishedCount: Int {
        switch storage {
        case .full(let store): store.count(.finished)
        case .top(let top): top.totals.finished
        case .tried(let store): store.finishedCount
        }
    }
    /// The number that failed.
    public var failedCount: Int {
        switch storage {
        case .full(let store): store.count(.failed)
        case .top(let top): top.totals.failed
        case .tried(let store): store.slots.count - store.finishedCount
        }
    }

    /// The number that were evaluated, failed ones included: all distinct ones, unless a search or a time
    /// budget left some out.
    public var evaluatedCount: Int { finishedCount + failedCount }

    /// What became of candidate `id`.
    public subscript(id id: Int) -> Outcome {
        let slot = space.slot(ofID: id)
        switch storage {
        case .full(let store):
            switch store.state(slot) {
            case .pending: return .pending
            case .finished: return .finished(store.summary(slot))
            case .failed: return .failed(store.failure(slot) ?? "")
            }
        case .top(let top): return top.summaries[slot].map { .finished($0) } ?? .notKept
        case .tried(let store):
            switch store.trials[slot]?.outcome {
            case nil: return .pending
            case .finished(let summary): return .finished(summary)
            case .failed(let reason): return .failed(reason)
            }
        }
    }

    /// The ids of all candidates about which something is known, ascending; nil where that may be so of
    /// every listed one. Of those that behave the same, the lowest.
    public var knownIDs: [Int]? {
        switch storage {
        case .full: nil
        case .top(let top): top.slots.map { space.id(ofSlot: $0) }
        case .tried(let store): store.slots.map { space.id(ofSlot: $0) }
        }
    }

    /// The candidate, in the listed grid, whose evaluation `id` shares: the lowest such id.
    public func canonicalID(of id: Int) -> Int { space.id(ofSlot: space.slot(ofID: id)) }

    /// Every distinct candidate that was evaluated and kept, by ascending id.
    public var finished: some Sequence<(id: Int, summary: CandidateSummary)> {
        slots.lazy.map { (space.id(ofSlot: $0), summary(ofSlot: $0)) }
    }

    /// The first failure by id; nil when nothing failed.
    public var firstFailure: (id: Int, reason: String)? {
        switch storage {
        case .full(let store):
            guard let slot = (0..<store.count).first(where: { store.state($0) == .failed }),
                let reason = store.failure(slot)
            else { return nil }
            return (space.id(ofSlot: slot), reason)
        case .top(let top):
            return top.totals.firstFailure.map { (space.id(ofSlot: $0.slot), $0.reason) }
        case .tried(let store):
            return store.firstFailure.map { (space.id(ofSlot: $0.slot), $0.reason) }
        }
    }

    /// The id of the candidate with the best training objective in a split.
    func bestInTraining(ofSplit split: Int) -> (id: Int, value: Double)? {
        let best =
            switch storage {
            case .full(let store): store.best(ofSplit: split)
            case .top(let top): top.totals.bests[split].winner
            case .tried(let store): store.bests[split].winner
            }
        return best.map { (space.id(ofSlot: $0.slot), $0.value) }
    }

    /// A candidate whose test objective is within 0.4 % of the median of all; nil when all are kept,
    /// which says it exactly.
    var sketchedMedianID: Int? {
        guard case .top(let top) = storage else { return nil }
        return top.totals.values.medianSlot.map { space.id(ofSlot: $0) }
    }

    /// How the result depends on the factors of the grid, as counted while the sweep ran; nil when
    /// all candidates are kept.
    var countedSensitivities: [Sensitivity]? {
        guard case .top(let top) = storage else { return nil }
        return top.sensitivities
    }

    /// Slots and test objectives of an even sample of all candidates; nil when all are kept.
    var sample: [(Int, Double)]? {
        guard case .top(let top) = storage else { return nil }
        return top.totals.sample.map { ($0.slot, $0.value) }
    }

    /// Slots of candidates, evenly spread over all that were evaluated, whether they were kept or not;
    /// ascending. Where only the best were kept, some of these may have failed; where a time budget ended
    /// such a run, only those that were kept are known.
    func sampledSlots(atMost limit: Int) -> [Int] {
        let all: Int
        let slot: (Int) -> Int
        switch storage {
        case .top where evaluatedCount == distinctCount:
            all = distinctCount
            slot = { $0 }
        default:
            let finished = slots
            all = finished.count
            slot = { finished[$0] }
        }
        let count = min(limit, all)
        // Full width: a count of candidates times another may not fit.
        return (0..<count).map { place in
            let product = UInt(place).multipliedFullWidth(by: UInt(all))
            return slot(Int(UInt(count).dividingFullWidth(product).quotient))
        }
    }

    private var slots: [Int] {
        switch storage {
        case .full(let store): (0..<store.count).filter { store.state($0) == .finished }
        case .top(let top): top.slots
        case .tried(let store): store.slots.filter { store.trials[$0]?.isFinished == true }
        }
    }

    private func summary(ofSlot slot: Int) -> CandidateSummary {
        switch storage {
        case .full(let store): store.summary(slot)
        case .top(let top): top.summaries[slot] ?? CandidateSummary()
        case .tried(let store): store.trials[slot]?.summary ?? CandidateSummary()
        }
    }
}
