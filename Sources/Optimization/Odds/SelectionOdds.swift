import Backtesting
import DataParallel
import MarketData
public import Validation

/// How likely it is that what was found is luck.
///
/// Candidates are judged by what they made above a benchmark in the test windows, period by period:
/// see ``benchmark``. Where there are very many, an even sample of them is.
public struct SelectionOdds: Sendable {
    /// What candidates are compared with.
    public enum Benchmark: String, Sendable {
        /// Buying and holding the candidate's own portfolio: only the rule is judged.
        case ownPortfolio = "buying and holding the same portfolio"
        /// Buying and holding all symbols in equal parts: the choice of the portfolio is judged, too.
        case equalParts = "buying and holding all symbols in equal parts"
    }

    /// What candidates are compared with.
    public let benchmark: Benchmark
    /// The number of periods over all test windows.
    public let periods: Int
    /// The bars of a period.
    public let barsPerPeriod: Int
    /// Periods in a year.
    public let periodsPerYear: Double
    /// How many candidates were judged.
    public let judged: Int
    /// How many there are.
    public let candidates: Int
    /// How many independent trials they amount to.
    public let trials: TrialClusters
    /// The variance of the candidates' information ratios, per period.
    public let variance: Double
    /// The walk-forward record, of which nothing was chosen with knowledge of its own future.
    public let record: TrackRecord
    /// The best-ranked candidate, chosen on these very periods.
    public let best: TrackRecord
    /// The probability that the best candidate's information ratio is above what the best of so many
    /// independent trials without skill would show: the deflated Sharpe ratio.
    public let deflated: Double
    /// The same if every candidate were an independent trial.
    public let deflatedByCount: Double
    /// How often the winner of one half of the periods is in the worse half of the other.
    public let overfitting: BacktestOverfitting
    /// Whether the best candidate is better than the benchmark, given how many were tried.
    public let superiority: SuperiorityTest

    /// What the best of so many trials without skill shows, annualised.
    public var expectedBest: Double {
        SharpeEstimate.expectedMaximum(trials: trials.effectiveTrials, variance: variance)
            * periodsPerYear.squareRoot()
    }
}

extension SelectionOdds {
    /// What is judged.
    struct Subject {
        let space: BoundSpace
        let evaluator: WindowEvaluator
        let evaluations: Evaluations
        let settings: OptimizationSettings
        let record: WalkForwardRecord
        let best: StitchedRun
        let bestBuyAndHold: StitchedRun
    }

    /// - Throws: `ValidationError` when there are too few periods or candidates to say anything.
    init?(
        _ subject: Subject,
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?
    ) throws(ValidationError) {
        let settings = subject.settings
        let isOwn = settings.objective.terms.allSatisfy { $0.metric == .outperformance }
        let slots = subject.evaluations.sampledSlots(atMost: settings.odds.candidates)
        guard
            let judged = JudgedReturns(
                of: slots,
                space: subject.space,
                evaluator: subject.evaluator,
                isAgainstOwn: isOwn,
                on: executor,
                cancellation: cancellation
            )
        else { return nil }
        let matrix = judged.differences
        let periods = judged.periods
        let perYear =
            subject.evaluator.simulator.settings.barsPerYear
            / Double(periods.barsPerPeriod)
        trials = try TrialClusters(of: matrix, on: executor)
        overfitting = try BacktestOverfitting(
            returns: matrix,
            blocks: settings.odds.blocks,
            performance: isOwn ? .mean : .sharpe,
            on: executor
        )
        superiority = try SuperiorityTest(
            differentials: matrix,
            resamples: settings.odds.resamples,
            seed: settings.seed,
            on: executor
        )
        func track(
            _ equity: [Double],
            _ hold: [Double],
            _ windows: [Range<Int>]
        ) throws(ValidationError) -> TrackRecord {
            let cut = ReturnPeriods(windows, barsPerPeriod: periods.barsPerPeriod)
            let capital = subject.evaluator.simulator.settings.capital
            return try TrackRecord(
                returns: cut.returns(ofStitched: equity, capital: capital),
                benchmark: isOwn
                    ? cut.returns(ofStitched: hold, capital: capital)
                    : judged.benchmark(of: windows),
                periodsPerYear: perYear,
                resamples: settings.odds.resamples,
                seed: settings.seed,
                on: executor
            )
        }
        record = try track(
            subject.record.equity,
            subject.record.buyAndHoldEquity,
            subject.record.windows
        )
        best = try track(
            subject.best.equity,
            subject.bestBuyAndHold.equity,
            subject.evaluator.testWindows.map(\.bars)
        )
        let ratios = (0..<matrix.columns).map { SharpeEstimate(returns: matrix[column: $0]).sharpe }
            .map { $0.isNaN ? 0 : $0 }
        let deviation = Moments.standardDeviation(ratios, ddof: 1)
        variance = ratios.count > 1 ? deviation * deviation : 0
        deflated = best.information.deflated(trials: trials.effectiveTrials, variance: variance)
        deflatedByCount = best.information.deflated(
            trials: Double(subject.evaluations.evaluatedCount),
            variance: variance
        )
        benchmark = isOwn ? .ownPortfolio : .equalParts
        self.periods = periods.count
        barsPerPeriod = periods.barsPerPeriod
        periodsPerYear = perYear
        self.judged = matrix.columns
        candidates = subject.evaluations.evaluatedCount
    }
}
