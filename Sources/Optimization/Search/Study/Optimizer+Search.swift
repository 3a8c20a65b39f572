public import DataParallel
import Validation

extension Optimizer {
    /// Searches the space instead of evaluating all of it.
    func search(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken?,
        budget: TimeBudget?,
        journal: (any StudyJournal)?,
        progress: (@Sendable (SweepProgress) -> Void)?
    ) throws(OptimizationError) -> OptimizationResult {
        let trials = trialEvaluator(
            try signals(on: executor, cancellation: cancellation),
            journal: journal
        )
        let study = SearchStudy(
            settings: settings.search,
            seed: settings.seed,
            evaluator: trials,
            coordinates: CandidateCoordinates(bound),
            cancellation: cancellation,
            budget: budget,
            progress: progress
        )
        let outcome = study.run(on: executor)
        let evaluations = Evaluations(outcome.store, space: bound)
        return try result(
            of: evaluations,
            search: SearchRecord(outcome, study, hasTimeBudget: budget != nil),
            wasCancelled: outcome.end == .cancelled,
            trials.evaluator,
            executor,
            cancellation
        )
    }

    private func trialEvaluator(
        _ signals: ForecastSignals,
        journal: (any StudyJournal)? = nil
    ) -> TrialEvaluator {
        let several = settings.search.objectives
        return TrialEvaluator(
            space: bound,
            evaluator: evaluator(signals),
            objectives: several.isEmpty ? [settings.objective] : several,
            journal: journal
        )
    }

    /// The most backtests that a search makes: of a grid, those of all distinct candidates. Windows that
    /// successive halving does not look at are left out, the parts of windows that it looks at counted.
    public var plannedBacktestCount: Int {
        let search = settings.search
        let splits = plan.splits.count
        switch search.method {
        case .grid: return backtestCount
        case .random, .sobol: return min(search.trials, distinctCount) * windowCount
        case .tpe, .cmaES, .nsga2:
            let (proposed, overflow) = search.trials.multipliedReportingOverflow(by: splits)
            return min(overflow ? .max : proposed, distinctCount) * windowCount
        case .halving:
            return plan.splits.reduce(0) { sum, split in
                let rungs = SearchStudy.schedule(
                    candidates: min(search.trials, distinctCount),
                    bars: split.trainBarCount
                ).rungs
                let survivors = rungs.last?.candidates ?? 0
                return sum + rungs.dropLast().reduce(0) { $0 + $1.candidates }
                    + survivors * windowCount
            }
        }
    }

    /// The most candidates that are evaluated over all windows.
    public var plannedCandidateCount: Int {
        let search = settings.search
        switch search.method {
        case .grid: return distinctCount
        case .halving:
            let survivors = plan.splits.reduce(0) { sum, split in
                sum
                    + (SearchStudy.schedule(
                        candidates: min(search.trials, distinctCount),
                        bars: split.trainBarCount
                    ).rungs.last?.candidates ?? 0)
            }
            return min(survivors, distinctCount)
        default: return plannedBacktestCount / windowCount
        }
    }

    /// Samples of what a search evaluates, one by one: for estimates.
    ///
    /// - Parameters:
    ///   - executor: Where models are fitted, if candidates use forecasts.
    ///   - cancellation: When it is cancelled before they are, this throws.
    /// - Throws: ``OptimizationError/cancelled``.
    public func searchSamples(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) throws(OptimizationError) -> SearchSamples {
        SearchSamples(
            evaluator: trialEvaluator(try signals(on: executor, cancellation: cancellation)),
            coordinates: CandidateCoordinates(bound),
            seed: settings.seed
        )
    }
}

/// Uniform points of a space, evaluated and forgotten: for estimates of how long a search takes.
public struct SearchSamples: Sendable {
    let evaluator: TrialEvaluator
    let coordinates: CandidateCoordinates
    let seed: UInt64

    /// Evaluates sample `index` of so many candidates over all windows.
    ///
    /// - Returns: The number of different candidates in it; 0 if cancelled.
    public func evaluate(
        _ index: Int,
        count: Int,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil
    ) -> Int {
        var random = RandomStream(seed: seed, stream: Self.stream, index: UInt64(index) << 32)
        let slots = (0..<count).map { _ in
            coordinates.slot(of: coordinates.domain.dimensions.map { _ in random.nextUniform() })
        }
        return evaluator.trials(
            Set(slots).sorted(),
            on: executor,
            cancellation: cancellation
        ).count
    }

    private static let stream: UInt64 = 0x5341_4D50_4C45
}
