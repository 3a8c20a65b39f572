public import Backtesting
public import DataParallel
public import MarketData
import Synchronization
public import Validation

/// Finds the candidates of a search space that hold out of sample, by walk-forward analysis.
///
/// ```swift
/// let optimizer = try Optimizer(table: table, space: .automatic(for: table))
/// let result = try optimizer.run(on: ThreadPool(workerCount: 4))
/// ```
///
/// The result is the same, to the last bit, on every executor.
public struct Optimizer: Sendable {
    /// The prices.
    public let table: PriceTable
    /// What the study does.
    public let settings: OptimizationSettings
    /// What all its backtests have in common.
    public let simulation: SimulationSettings
    /// The splits.
    public let plan: SplitPlan
    private let bound: BoundSpace

    /// Binds a space to prices and plans the splits; nothing is run yet.
    ///
    /// - Throws: ``OptimizationError`` when a setting cannot be used, the data is too short, or no
    ///   portfolio of the space can be made from the table's symbols.
    public init(
        table: PriceTable,
        space: SearchSpace,
        settings: OptimizationSettings = OptimizationSettings()
    ) throws(OptimizationError) {
        self.table = table
        self.settings = settings
        bound = try BoundSpace(space, table: table)
        do {
            simulation = try SimulationSettings(
                table: table,
                capital: settings.capital,
                costs: settings.costs,
                barsPerYear: settings.barsPerYear
            )
        } catch {
            throw .backtest(error)
        }
        do {
            plan = try settings.walkForward.plan(
                timestamps: table.timestamps,
                interval: table.interval
            )
        } catch {
            throw .validation(error)
        }
    }

    /// The space as it is searched: symbols without prices are gone from it.
    public var space: SearchSpace { bound.space }
    /// The number of candidates that behave differently and are evaluated.
    public var distinctCount: Int { bound.distinctCount }
    /// The number of windows over which distinct candidates are run.
    public var backtestCount: Int {
        let (count, overflow) = distinctCount.multipliedReportingOverflow(by: plan.splits.count * 2)
        return overflow ? .max : count
    }
    /// What differs from what was asked for, in sentences.
    public var notes: [String] { bound.notes + plan.notes }

    /// Evaluates every distinct candidate over every split, then selects and ranks.
    ///
    /// - Parameters:
    ///   - executor: Where the work runs.
    ///   - cancellation: When it is cancelled, what is finished is returned and marked incomplete.
    ///   - progress: Called from any worker, possibly several at once, as blocks finish.
    /// - Throws: ``OptimizationError/everyCandidateFailed(count:first:)``, or
    ///   ``OptimizationError/cancelled`` when nothing was finished.
    /// - Complexity: O(distinct candidates x bars x symbols).
    public func run(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil,
        progress: (@Sendable (SweepProgress) -> Void)? = nil
    ) throws(OptimizationError) -> OptimizationResult {
        let sweep = sweep
        let evaluations: Evaluations
        if let limit = settings.keep.limit(of: distinctCount) {
            let store = TopStore(
                limit: limit,
                space: bound,
                objective: settings.objective,
                splitCount: plan.splits.count
            )
            sweep.run(into: store, on: executor, cancellation: cancellation, progress: progress)
            evaluations = Evaluations(store, space: bound)
        } else {
            let store = FullStore(count: distinctCount, splitCount: plan.splits.count)
            sweep.run(into: store, on: executor, cancellation: cancellation, progress: progress)
            evaluations = Evaluations(store, space: bound)
        }
        let isComplete =
            evaluations.finishedCount + evaluations.failedCount == evaluations.distinctCount
        guard evaluations.finishedCount > 0 else {
            guard isComplete, let failure = evaluations.firstFailure else { throw .cancelled }
            throw .everyCandidateFailed(count: evaluations.failedCount, first: failure.reason)
        }
        let ranking = Ranking(evaluations, objective: settings.objective)
        return OptimizationResult(
            optimizer: self,
            evaluations: evaluations,
            ranking: ranking,
            selection: isComplete
                ? try select(evaluations, ranking, sweep.evaluator, executor) : nil
        )
    }

    var sweep: Sweep {
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(table: table, settings: simulation),
            splits: plan.splits
        )
        return Sweep(space: bound, evaluator: evaluator, objective: settings.objective)
    }

    /// The figures of one candidate in every split.
    public func figures(of candidate: Candidate) throws(OptimizationError) -> [SplitFigures] {
        let evaluator = WindowEvaluator(
            simulator: ReferenceSimulator(table: table, settings: simulation),
            splits: plan.splits
        )
        return try figures(of: candidate, evaluator)
    }

    private func figures(
        of candidate: Candidate,
        _ evaluator: WindowEvaluator
    ) throws(OptimizationError) -> [SplitFigures] {
        do {
            let allocation = try Allocation(
                symbols: candidate.symbols,
                weights: candidate.weights
            )
            let position = try Position(allocation, in: table)
            let hold = try evaluator.buyAndHold(position)
            let (train, test) = try evaluator.windows(position, candidate.policy)
            return plan.splits.indices.map { index in
                SplitFigures(
                    split: plan.splits[index],
                    train: train[index],
                    test: test[index],
                    trainBuyAndHold: hold.train[index],
                    testBuyAndHold: hold.test[index]
                )
            }
        } catch {
            throw .backtest(error)
        }
    }

    private func select(
        _ evaluations: Evaluations,
        _ ranking: Ranking,
        _ evaluator: WindowEvaluator,
        _ executor: some ParallelExecutor
    ) throws(OptimizationError) -> Selection {
        let choices = plan.splits.enumerated().compactMap { index, split in
            evaluations.bestInTraining(ofSplit: index).map { best in
                (split: split, candidate: space[best.id - 1], trainObjective: best.value)
            }
        }
        let best = space[ranking.ids[0] - 1]
        let median = space[ranking.medianID - 1]
        let found = Mutex(SelectionParts())
        // Independent of each other, and each longer than a hand-over.
        executor.forEach(count: 4, cancellation: nil) { part in
            switch part {
            case 0:
                let record = Result { () throws(BacktestError) in
                    try WalkForwardRecord(choices: choices, table: table, settings: simulation)
                }
                found.withLock { $0.record = record }
            case 1, 2:
                let result = Result { () throws(OptimizationError) in
                    try figures(of: part == 1 ? best : median, evaluator)
                }
                found.withLock { part == 1 ? ($0.best = result) : ($0.median = result) }
            default:
                let sensitivities =
                    evaluations.countedSensitivities
                    ?? Sensitivity.all(
                        space: space,
                        evaluations: evaluations,
                        objective: settings.objective,
                        on: executor
                    )
                found.withLock { $0.sensitivities = sensitivities }
            }
        }
        let parts = found.withLock { $0 }
        guard let bestFigures = try parts.best?.get(), let medianFigures = try parts.median?.get(),
            let recorded = parts.record
        else { preconditionFailure("every part is run") }
        let record: WalkForwardRecord
        do {
            record = try recorded.get()
        } catch {
            throw .backtest(error)
        }
        let objective = settings.objective
        let differences = zip(bestFigures, medianFigures).map { best, median in
            objective.value(of: best.test, buyAndHold: best.testBuyAndHold)
                - objective.value(of: median.test, buyAndHold: median.testBuyAndHold)
        }
        let defined = differences.filter { !$0.isNaN }
        return Selection(
            walkForward: record,
            bestFigures: bestFigures,
            comparison: Comparison(
                best: best,
                median: median,
                differences: differences,
                test: defined.isEmpty ? nil : PairedTest(differences: defined, seed: settings.seed)
            ),
            sensitivities: parts.sensitivities
        )
    }

    /// What a selection is made of, as far as it has been found.
    private struct SelectionParts {
        var record: Result<WalkForwardRecord, BacktestError>?
        var best: Result<[SplitFigures], OptimizationError>?
        var median: Result<[SplitFigures], OptimizationError>?
        var sensitivities: [Sensitivity] = []
    }
}
