public import Backtesting
public import DataParallel
public import MarketData
import Synchronization
public import Validation

/// Finds the candidates of a search space that hold out of sample, by walk-forward analysis or another
/// scheme of splits.
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
    /// Makes the models whose forecasts the candidates use.
    let maker: ForecastModel.Maker
    let bound: BoundSpace
    /// The windows that the splits are made of.
    let layout: SplitWindows

    /// Binds a space to prices and plans the splits; nothing is run yet.
    ///
    /// - Parameters:
    ///   - table: The prices.
    ///   - space: What is searched.
    ///   - settings: What else the study does.
    ///   - models: Makes the models that policies of the space use; those of the catalog by default.
    /// - Throws: ``OptimizationError`` when a setting cannot be used, the data is too short, or no
    ///   portfolio of the space can be made from the table's symbols.
    public init(
        table: PriceTable,
        space: SearchSpace,
        settings: OptimizationSettings = OptimizationSettings(),
        models: @escaping ForecastModel.Maker = ForecastModel.catalog
    ) throws(OptimizationError) {
        try settings.search.check(objective: settings.objective, keep: settings.keep)
        maker = models
        self.table = table
        self.settings = settings
        bound = try BoundSpace(space, table: table)
        do {
            simulation = try SimulationSettings(
                table: table,
                capital: settings.capital,
                costs: settings.costs,
                income: settings.income,
                barsPerYear: settings.barsPerYear
            )
        } catch {
            throw .backtest(error)
        }
        let warmUp = bound.space.allocations.barsNeeded
        let kept = "the first \(warmUp) bars are kept for estimating weights"
        guard warmUp == 0 || warmUp < table.barCount else {
            throw .invalidSpace(
                "there are \(table.barCount) bars, and \(kept); use a shorter 'lookback_bars'"
            )
        }
        do {
            plan = try settings.splits.plan(
                timestamps: Array(table.timestamps.dropFirst(warmUp)),
                interval: table.interval
            ).shifted(by: warmUp)
        } catch {
            guard warmUp > 0 else { throw .validation(error) }
            throw .invalidSpace("\(error) (\(kept); a shorter 'lookback_bars' leaves more)")
        }
        let usesForecasts = !bound.space.policies.models.isEmpty
        if usesForecasts, settings.splits.trainsOnLaterBars { throw .forecastsNeedWalkForward }
        if usesForecasts,
            let place = table.listings.firstIndex(where: { $0.count < table.barCount })
        {
            throw .forecastsNeedCommonUniverse(symbol: table.symbols[place])
        }
        if settings.search.method == .halving, settings.splits.trainsOnLaterBars {
            throw .halvingNeedsWalkForward
        }
        layout = SplitWindows(plan.splits, tellsOriginsApart: usesForecasts)
    }

    /// The space as it is searched: symbols without prices are gone from it.
    public var space: SearchSpace { bound.space }
    /// The number of candidates that behave differently and are evaluated.
    public var distinctCount: Int { bound.distinctCount }
    /// The number of windows that a candidate is run over.
    public var windowCount: Int { layout.count }
    /// The number of windows over which distinct candidates are run.
    public var backtestCount: Int {
        let (count, overflow) = distinctCount.multipliedReportingOverflow(by: layout.count)
        return overflow ? .max : count
    }
    /// What differs from what was asked for, in sentences.
    public var notes: [String] { bound.notes + plan.notes + weightNotes + listingNotes + laneNotes }

    /// The symbols that models are fitted on: those of the space, in the order of the table's columns.
    public var modelledSymbols: [String] { modelledColumns.map { table.symbols[$0] } }

    private var modelledColumns: [Int] {
        Set(space.allocations.symbols.compactMap { table.index(ofSymbol: $0) }).sorted()
    }

    /// Fits models over `table`, by default the study's own.
    func signalMaker(over table: PriceTable? = nil) -> SignalMaker {
        SignalMaker(
            table: table ?? self.table,
            columns: modelledColumns,
            seed: settings.seed,
            maker: maker
        )
    }

    /// The signals that candidates need: of all models, or of one.
    func signals(
        only model: Int? = nil,
        on executor: some ParallelExecutor,
        cancellation: CancellationToken?
    ) throws(OptimizationError) -> ForecastSignals {
        let models = space.policies.models
        if models.isEmpty { return .none }
        guard
            let signals = ForecastSignals(
                signalMaker(),
                models: models,
                only: model.map { [$0] },
                splits: plan.splits,
                on: executor,
                cancellation: cancellation
            )
        else { throw .cancelled }
        return signals
    }

    /// Evaluates every distinct candidate, or those that a search proposes, over every split, then selects
    /// and ranks.
    ///
    /// - Parameters:
    ///   - executor: Where the work runs.
    ///   - cancellation: When it is cancelled, what is finished is returned and marked incomplete.
    ///   - budget: When it is spent, nothing more is begun; what is finished is a result, and its
    ///     ``OptimizationResult/search`` says what it does not cover.
    ///   - journal: What it holds is not done again, and what is finished is kept in it.
    ///   - progress: Called from any worker, possibly several at once, as blocks finish.
    /// - Throws: ``OptimizationError/everyCandidateFailed(count:first:)``,
    ///   ``OptimizationError/cancelled`` when nothing was finished,
    ///   ``OptimizationError/journalUnusable(_:)``, or ``OptimizationError/invalidSpace(_:)`` when a grid
    ///   has too many policies.
    /// - Complexity: O(distinct candidates x bars x symbols).
    public func run(
        on executor: some ParallelExecutor,
        cancellation: CancellationToken? = nil,
        budget: TimeBudget? = nil,
        journal: (any StudyJournal)? = nil,
        progress: (@Sendable (SweepProgress) -> Void)? = nil
    ) throws(OptimizationError) -> OptimizationResult {
        guard settings.search.method == .grid else {
            return try search(
                on: executor,
                cancellation: cancellation,
                budget: budget,
                journal: journal,
                progress: progress
            )
        }
        let sweep = try sweep(try signals(on: executor, cancellation: cancellation))
        let control = { known in
            SweepControl(
                total: distinctCount,
                finished: known,
                cancellation: cancellation,
                budget: budget,
                progress: progress
            )
        }
        let journaled = journal.map {
            JournaledSweep(sweep: sweep, journal: $0, blocks: 0..<sweep.blocks.count)
        }
        let evaluations: Evaluations
        if let limit = settings.keep.limit(of: distinctCount) {
            let store = topStore(limit)
            if let journaled {
                try journaled.run(into: store, on: executor, control)
            } else {
                sweep.run(into: store, on: executor, control: control(0))
            }
            evaluations = Evaluations(store, space: bound)
        } else {
            let store = FullStore(count: distinctCount, splitCount: plan.splits.count)
            if let journaled {
                journaled.run(into: store, on: executor, control)
            } else {
                sweep.run(into: store, on: executor, control: control(0))
            }
            evaluations = Evaluations(store, space: bound)
        }
        let evaluated = evaluations.evaluatedCount
        let isWhole = evaluated == evaluations.distinctCount
        let wasCancelled = !isWhole && cancellation?.isCancelled == true
        return try result(
            of: evaluations,
            search: budget == nil
                ? nil
                : SearchRecord(
                    settings: settings.search,
                    evaluatedCount: evaluated,
                    distinctCount: distinctCount,
                    end: isWhole ? .complete : wasCancelled ? .cancelled : .timeBudget
                ),
            wasCancelled: wasCancelled,
            sweep.evaluator,
            executor,
            cancellation
        )
    }

    /// Ranks what was evaluated, and selects from it unless the run was cancelled.
    func result(
        of evaluations: Evaluations,
        search: SearchRecord?,
        wasCancelled: Bool,
        _ evaluator: WindowEvaluator,
        _ executor: some ParallelExecutor,
        _ cancellation: CancellationToken?
    ) throws(OptimizationError) -> OptimizationResult {
        guard evaluations.finishedCount > 0 else {
            guard !wasCancelled, let failure = evaluations.firstFailure else { throw .cancelled }
            throw .everyCandidateFailed(count: evaluations.failedCount, first: failure.reason)
        }
        let ranking = Ranking(evaluations, objective: settings.objective)
        if !wasCancelled { try checkRequirements(evaluations, ranking) }
        return OptimizationResult(
            optimizer: self,
            evaluations: evaluations,
            ranking: ranking,
            selection: wasCancelled
                ? nil : try select(evaluations, ranking, evaluator, executor, cancellation),
            search: search
        )
    }

    /// A study with requirements needs a candidate that meets them.
    private func checkRequirements(
        _ evaluations: Evaluations,
        _ ranking: Ranking
    ) throws(OptimizationError) {
        let requirements = settings.objective.requirements
        guard !requirements.isEmpty else { return }
        let isAllowed = evaluations.finished.contains { $0.summary.meetsRequirements }
        let isChosen = plan.splits.indices.contains { split in
            evaluations.bestInTraining(ofSplit: split) != nil
        }
        guard isAllowed && isChosen else {
            let list = requirements.map(\.description).joined(separator: ", ")
            let places = isAllowed ? "in a training window" : "in every test window"
            throw .requirementsNotMet(
                "(\(list)) \(places)" + closeness(evaluations, requirements)
            )
        }
    }

    /// How close the candidates come to each requirement, on average over the test windows.
    private func closeness(_ evaluations: Evaluations, _ requirements: [Requirement]) -> String {
        requirements.map { requirement in
            let means = evaluations.finished.map { requirement.metric.testMean(of: $0.summary) }
                .filter { !$0.isNaN }
            let wantsMore = requirement.relation == .above || requirement.relation == .atLeast
            let best = wantsMore ? means.max() : means.min()
            return best.map {
                "; the \(wantsMore ? "largest" : "least") mean test \(requirement.metric.rawValue)"
                    + " is \(($0 * 1e4).rounded() / 1e4)"
            } ?? ""
        }.joined()
    }

    /// - Throws: ``OptimizationError/invalidSpace(_:)`` when there are too many policies to list.
    func sweep(_ signals: ForecastSignals) throws(OptimizationError) -> Sweep {
        guard space.policies.count <= PolicySpace.largestGridCount else {
            throw .invalidSpace(
                "\(space.policies.count) rebalancing settings are too many for a grid; list at most"
                    + " \(PolicySpace.largestGridCount), or sample them with --search"
            )
        }
        return Sweep(space: bound, evaluator: evaluator(signals), objective: settings.objective)
    }

    func evaluator(_ signals: ForecastSignals) -> WindowEvaluator {
        WindowEvaluator(
            simulator: ReferenceSimulator(table: table, settings: simulation),
            layout: layout,
            signals: signals
        )
    }

    /// The figures of one candidate in every split; a model that it uses is fitted again.
    public func figures(of candidate: Candidate) throws(OptimizationError) -> [SplitFigures] {
        guard let forecast = candidate.policy.forecast else {
            return try figures(of: candidate, evaluator(.none))
        }
        let signals = try signals(
            only: forecast.signal,
            on: SequentialExecutor(),
            cancellation: nil
        )
        return try figures(of: candidate, evaluator(signals))
    }

    private func figures(
        of candidate: Candidate,
        _ evaluator: WindowEvaluator
    ) throws(OptimizationError) -> [SplitFigures] {
        do {
            return try evaluator.figures(of: candidate, splits: plan.splits.indices)
        } catch {
            throw .backtest(error)
        }
    }

    private func select(
        _ evaluations: Evaluations,
        _ ranking: Ranking,
        _ evaluator: WindowEvaluator,
        _ executor: some ParallelExecutor,
        _ cancellation: CancellationToken?
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
        executor.forEach(count: 7, cancellation: nil) { part in
            switch part {
            case 0:
                let record = Result { () throws(BacktestError) in
                    try WalkForwardRecord(
                        choices: choices,
                        plan: plan,
                        evaluator: evaluator,
                        on: executor
                    )
                }
                found.withLock { $0.record = record }
            case 1, 2:
                let result = Result { () throws(OptimizationError) in
                    try figures(of: part == 1 ? best : median, evaluator)
                }
                found.withLock { part == 1 ? ($0.best = result) : ($0.median = result) }
            case 3, 4:
                let run = Result { () throws(BacktestError) in
                    try StitchedRun.pair(part == 3 ? best : median, evaluator)
                }
                found.withLock { part == 3 ? ($0.bestRun = run) : ($0.medianRun = run) }
            case 5:
                let table = FactorTable(evaluations, space: bound, objective: settings.objective)
                let sensitivities =
                    evaluations.countedSensitivities
                    ?? Sensitivity.all(table, isSearch: evaluations.knownIDs != nil, on: executor)
                let sampled = evaluations.sample.map { Set($0.map(\.0)) }
                let landscape = Landscape(
                    table,
                    winner: best.id,
                    sample: sampled.map { sampled in { sampled.contains(bound.slot(ofID: $0)) } },
                    on: executor
                )
                found.withLock { ($0.sensitivities, $0.landscape) = (sensitivities, landscape) }
            default:
                let leaders = Leader.all(
                    ranking,
                    evaluations,
                    space: bound,
                    evaluator: evaluator,
                    on: executor
                )
                found.withLock { $0.leaders = leaders }
            }
        }
        let parts = found.withLock { $0 }
        guard let bestFigures = try parts.best?.get(), let medianFigures = try parts.median?.get(),
            let recorded = parts.record, let bestRan = parts.bestRun,
            let medianRan = parts.medianRun, let landscape = parts.landscape
        else { preconditionFailure("every part is run") }
        let record: WalkForwardRecord
        let bestRun: StitchedPair
        let medianRun: StitchedPair
        do {
            record = try recorded.get()
            bestRun = try bestRan.get()
            medianRun = try medianRan.get()
        } catch {
            throw .backtest(error)
        }
        let (odds, missingOdds) = odds(
            SelectionOdds.Subject(
                space: bound,
                evaluator: evaluator,
                evaluations: evaluations,
                settings: settings,
                record: record,
                best: bestRun.run,
                bestBuyAndHold: bestRun.buyAndHold
            ),
            executor,
            cancellation
        )
        let objective = settings.objective
        let windows = zip(bestFigures.testWindows, medianFigures.testWindows)
        let differences = windows.map { best, median in
            objective.value(of: best.metrics, buyAndHold: best.buyAndHold)
                - objective.value(of: median.metrics, buyAndHold: median.buyAndHold)
        }
        let defined = differences.filter { !$0.isNaN }
        return Selection(
            walkForward: record,
            best: bestRun.run,
            bestBuyAndHold: bestRun.buyAndHold,
            median: medianRun.run,
            medianBuyAndHold: medianRun.buyAndHold,
            bestFigures: bestFigures,
            comparison: Comparison(
                best: best,
                median: median,
                differences: differences,
                test: defined.isEmpty ? nil : PairedTest(differences: defined, seed: settings.seed)
            ),
            odds: odds,
            missingOdds: missingOdds,
            sensitivities: parts.sensitivities,
            landscape: landscape,
            leaders: parts.leaders
        )
    }

    /// The odds that the result is luck, or why there are none.
    private func odds(
        _ subject: SelectionOdds.Subject,
        _ executor: some ParallelExecutor,
        _ cancellation: CancellationToken?
    ) -> (SelectionOdds?, missing: String) {
        guard settings.odds.candidates > 0 else { return (nil, "they were not asked for") }
        do throws(ValidationError) {
            let odds = try SelectionOdds(subject, on: executor, cancellation: cancellation)
            return (odds, odds == nil ? "stopped before they were known" : "")
        } catch {
            return (nil, error.description)
        }
    }

    private typealias StitchedPair = (run: StitchedRun, buyAndHold: StitchedRun)

    /// What a selection is made of, as far as it has been found.
    private struct SelectionParts {
        var record: Result<WalkForwardRecord, BacktestError>?
        var best: Result<[SplitFigures], OptimizationError>?
        var median: Result<[SplitFigures], OptimizationError>?
        var bestRun: Result<StitchedPair, BacktestError>?
        var medianRun: Result<StitchedPair, BacktestError>?
        var sensitivities: [Sensitivity] = []
        var landscape: Landscape?
        var leaders: [Leader] = []
    }
}
