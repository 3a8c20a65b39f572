/// How a space was searched, and how far.
public struct SearchRecord: Sendable {
    /// What one search proposed.
    public struct Search: Sendable {
        /// The numbers of the splits that chose among it: one, or all where nothing was learnt.
        public let splits: [Int]
        /// How many different candidates were to be proposed.
        public let planned: Int
        /// The ids of those that were proposed and evaluated over all windows, each once, in the order of
        /// the proposals; with several ids that behave the same, the lowest.
        public let proposed: [Int]
        /// How many proposals there were, with candidates that had been proposed before.
        public let proposalCount: Int
        /// The training objective of each split's choice; NaN if there is none.
        public let bestTrainObjectives: [Double]
        /// The rounds of successive halving that were run; empty for others.
        public let rungs: [Rung]
    }

    /// A round of successive halving.
    public struct Rung: Sendable, Equatable {
        /// How many candidates it had.
        public let candidates: Int
        /// The bars of the training window, from its first, that each was run over.
        public let bars: Int
    }

    /// How it was searched.
    public let settings: SearchSettings
    /// What was searched: the dimensions of the space; nil for a grid.
    public let domain: SearchDomain?
    /// One for each split, in time order, or one for all; empty for a grid.
    public let searches: [Search]
    /// The candidates that differ and were evaluated over all windows, failed ones included.
    public let evaluatedCount: Int
    /// The candidates that differ in the whole space.
    public let distinctCount: Int
    /// Whether there was a time budget.
    public let hasTimeBudget: Bool
    /// Whether the time budget ended the run before everything that was planned had been done.
    public let endedByTimeBudget: Bool
    /// The candidates that no other is better than in every objective; nil for one objective.
    public let pareto: ParetoCandidates?

    /// The share of the distinct candidates of the space that was evaluated.
    public var share: Double { Double(evaluatedCount) / Double(distinctCount) }

    /// What a reader must know about how far the search went, in sentences.
    public var notes: [String] {
        guard hasTimeBudget else { return [] }
        var notes = [
            "The run had a time budget: what it covers depends on the machine, and another run may find"
                + " something else. Only --trials without a budget is reproducible."
        ]
        if endedByTimeBudget {
            notes.append("The time budget ended the run: \(coverage).")
        } else {
            notes.append("Everything that was planned was done within the time budget.")
        }
        return notes
    }

    /// What was done of what was planned, in a phrase.
    public var coverage: String {
        guard settings.method != .grid else {
            return
                "\(evaluatedCount) of \(distinctCount) distinct candidates were evaluated, from the"
                + " beginning of the grid more than from its end; \(distinctCount - evaluatedCount) are"
                + " not covered"
        }
        if settings.method == .halving {
            return searches.map { search in
                "split \(search.splits[0]): \(search.rungs.count) rounds,"
                    + " \(search.rungs.first?.candidates ?? 0) candidates in the first"
            }.joined(separator: "; ")
        }
        let done = searches.map { search in
            "\(search.proposed.count) of \(search.planned)"
                + (search.splits.count == 1 ? " in split \(search.splits[0])" : " for all splits")
        }
        return "trials done: \(done.joined(separator: ", "))"
    }
}

extension SearchRecord {
    init(_ outcome: SearchStudy.Outcome, _ study: SearchStudy, hasTimeBudget: Bool) {
        settings = study.settings
        domain = study.coordinates.domain
        searches = outcome.searches
        evaluatedCount = outcome.store.slots.count
        distinctCount = study.evaluator.space.distinctCount
        self.hasTimeBudget = hasTimeBudget
        endedByTimeBudget = outcome.end == .timeBudget
        let objectives = study.evaluator.objectives
        pareto =
            objectives.count > 1
            ? ParetoCandidates(
                outcome.store,
                objectives: objectives,
                splitCount: study.splits.count,
                space: study.evaluator.space
            ) : nil
    }

    /// Of a grid with a time budget.
    init(
        settings: SearchSettings,
        evaluatedCount: Int,
        distinctCount: Int,
        end: SearchStudy.End
    ) {
        self.settings = settings
        domain = nil
        searches = []
        self.evaluatedCount = evaluatedCount
        self.distinctCount = distinctCount
        hasTimeBudget = true
        endedByTimeBudget = end == .timeBudget
        pareto = nil
    }
}
