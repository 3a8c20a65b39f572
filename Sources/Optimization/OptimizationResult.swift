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

    /// Whether every candidate was evaluated.
    public var isComplete: Bool { selection != nil }

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
    /// The best-ranked candidate in each split.
    public let bestFigures: [SplitFigures]
    /// The best-ranked candidate against the median one.
    public let comparison: Comparison
    /// How the result depends on each factor of the grid.
    public let sensitivities: [Sensitivity]
}
