import Backtesting
import Validation

/// What a study found.
public struct OptimizationResult: Sendable {
    /// The study: prices, settings, splits and space.
    public let optimizer: Optimizer
    /// What became of every listed candidate.
    public let evaluations: Evaluations
    /// Distinct candidates by mean test objective. Chosen on the test data.
    public let ranking: Ranking
    /// What follows from the evaluations of the whole space; nil when the run was stopped.
    public let selection: Selection?

    /// How the space was searched, and how far; nil where every distinct candidate was evaluated.
    public let search: SearchRecord?

    /// Whether the run went to its end: it was not cancelled. What a search, or a time budget, leaves out
    /// is in ``search``.
    public var isComplete: Bool { selection != nil }

    /// What differs from what was asked for, and what a reader must know, in sentences.
    public var notes: [String] { optimizer.notes + (search?.notes ?? []) }

    /// The candidate with the best mean test objective.
    public var best: Candidate { optimizer.space[ranking.ids[0] - 1] }

    /// The figures of a candidate that was evaluated; nil when it failed or was not reached.
    public func summary(ofID id: Int) -> CandidateSummary? {
        guard case .finished(let summary) = evaluations[id: id] else { return nil }
        return summary
    }
}

/// What is selected from a complete sweep, and how it compares.
public struct Selection: Sendable {
    /// The training winners of each split on their test windows: the out-of-sample record.
    public let walkForward: WalkForwardRecord
    /// The best-ranked candidate over all test windows.
    public let best: StitchedRun
    /// Buying and holding its portfolio over all test windows.
    public let bestBuyAndHold: StitchedRun
    /// The candidate in the middle of the ranking over all test windows.
    public let median: StitchedRun
    /// Buying and holding the median candidate's portfolio over all test windows.
    public let medianBuyAndHold: StitchedRun
    /// The best-ranked candidate in each split.
    public let bestFigures: [SplitFigures]
    /// The choice of each split beside the best-ranked candidate in it; splits in which nothing could be
    /// chosen are left out.
    public var choicesAndBest: [(chosen: WalkForwardRecord.Selection, best: SplitFigures)] {
        let best = Dictionary(uniqueKeysWithValues: bestFigures.map { ($0.split.number, $0) })
        return walkForward.selections.compactMap { chosen in
            best[chosen.split.number].map { (chosen, $0) }
        }
    }

    /// The best-ranked candidate against the median one.
    public let comparison: Comparison
    /// How likely it is that all this is luck; nil where that was not computed, see ``missingOdds``.
    public let odds: SelectionOdds?
    /// Why there are no odds; empty when there are.
    public let missingOdds: String
    /// How the result depends on each factor of the grid.
    public let sensitivities: [Sensitivity]
    /// How it depends on any two of them.
    public let landscape: Landscape
    /// The first of the ranking, those that are alike once.
    public let leaders: [Leader]
}
