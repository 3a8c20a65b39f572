public import Backtesting
import DataParallel
import Synchronization
public import Validation

/// The out-of-sample record: in each split the training winner, run on the test windows.
///
/// In walk-forward analysis nothing in it was chosen with knowledge of the bars it is measured on or of
/// later ones. In the other schemes training also uses later data: nobody could have traded the record.
/// Where windows are tested by several splits there are several paths, and the curve is that of the path in
/// the middle.
public struct WalkForwardRecord: Sendable {
    /// What was chosen in one split and how it did.
    public struct Selection: Sendable {
        /// The split.
        public let split: Split
        /// The candidate with the best training objective; the lowest id among equals.
        public let candidate: Candidate
        /// Its training objective.
        public let trainObjective: Double
        /// Its metrics on the training window; the mean over several as in ``SplitFigures``.
        public let train: WindowMetrics
        /// Its metrics on the test window; the mean over several as in ``SplitFigures``.
        public let test: WindowMetrics
        /// Buying and holding its portfolio over the test window.
        public let buyAndHold: WindowMetrics

        /// Test return less that of buying and holding.
        public var outperformance: Double { test.totalReturn - buyAndHold.totalReturn }
    }

    /// One selection per split, in their order; none for a split in which no candidate met what the
    /// objective requires, whose test windows then are not in the record.
    public let selections: [Selection]
    /// The record of each path; one, unless windows are tested by several splits.
    public let paths: [PathRecord]
    /// The number of the path that everything below is of: the only one, or the one whose outperformance is
    /// in the middle (the lower of the middle two; the lowest number among equals).
    public let shownPath: Int
    /// The test windows of ``equity``, in time order, as bars of the table.
    public let windows: [Range<Int>]
    /// Bar starts of the stitched test windows in UTC seconds.
    public let timestamps: [Int64]
    /// The value at each bar: every test window starts with what the one before it ended with, and
    /// pays to invest anew.
    public let equity: [Double]
    /// The same for buying and holding each window's portfolio.
    public let buyAndHoldEquity: [Double]
    /// The metrics of ``equity``; rebalances, turnover and costs are sums over the windows.
    public let metrics: WindowMetrics
    /// The metrics of ``buyAndHoldEquity``.
    public let buyAndHold: WindowMetrics
    /// The figures of ``equity`` that need the whole curve.
    public let curve: CurveStatistics

    /// Total return less that of buying and holding.
    public var outperformance: Double { metrics.totalReturn - buyAndHold.totalReturn }

    /// How the paths are spread; nil when there is one.
    public var distribution: PathDistribution? {
        paths.count > 1 ? PathDistribution(paths) : nil
    }

    /// - Parameters:
    ///   - choices: The training winners of splits of the plan, at least one, in order.
    ///   - plan: The splits and the paths through their tests.
    init(
        choices: [(split: Split, candidate: Candidate, trainObjective: Double)],
        plan: SplitPlan,
        evaluator: WindowEvaluator,
        on executor: some ParallelExecutor
    ) throws(BacktestError) {
        let stitcher = Stitcher(choices: choices, plan: plan, evaluator: evaluator)
        selections = try Self.selections(choices, stitcher.places, evaluator, executor)
        let walked = plan.paths.filter { $0.parts.contains { stitcher.winners[$0.split] != nil } }
        let records = try concurrently(walked.count, executor) { (index) throws(BacktestError) in
            try stitcher.stitch(walked[index]).record(number: walked[index].number)
        }
        let middle = records.indices.sorted {
            (records[$0].outperformance, $0) < (records[$1].outperformance, $1)
        }[(records.count - 1) / 2]
        let shown = try stitcher.stitch(walked[middle])
        paths = records
        shownPath = walked[middle].number
        windows = shown.windows
        timestamps = shown.timestamps
        equity = shown.equity.equity
        buyAndHoldEquity = shown.hold.equity
        metrics = records[middle].metrics
        buyAndHold = records[middle].buyAndHold
        curve = CurveStatistics(equity: shown.equity.equity)
    }

    /// Every winner over all windows once, however many splits it wins.
    private static func selections(
        _ choices: [(split: Split, candidate: Candidate, trainObjective: Double)],
        _ places: [Int],
        _ evaluator: WindowEvaluator,
        _ executor: some ParallelExecutor
    ) throws(BacktestError) -> [Selection] {
        let wins = Dictionary(grouping: choices.indices) { choices[$0].candidate.id }
            .sorted { $0.key < $1.key }.map(\.value)
        let made = try concurrently(wins.count, executor) { (winner) throws(BacktestError) in
            let won = wins[winner]
            let figures = try evaluator.figures(
                of: choices[won[0]].candidate,
                splits: won.map { places[$0] }
            )
            return zip(won, figures).map { index, figures in
                let choice = choices[index]
                return (
                    index,
                    Selection(
                        split: choice.split,
                        candidate: choice.candidate,
                        trainObjective: choice.trainObjective,
                        train: figures.train,
                        test: figures.test,
                        buyAndHold: figures.testBuyAndHold
                    )
                )
            }
        }
        return made.flatMap(\.self).sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// The results of `body` for `0..<count`, in order; the error of the lowest index, if there is one.
private func concurrently<Value: Sendable>(
    _ count: Int,
    _ executor: some ParallelExecutor,
    _ body: @Sendable (Int) throws(BacktestError) -> Value
) throws(BacktestError) -> [Value] {
    let made = Mutex([Result<Value, BacktestError>?](repeating: nil, count: count))
    executor.forEach(count: count, cancellation: nil) { index in
        let result = Result { () throws(BacktestError) in try body(index) }
        made.withLock { $0[index] = result }
    }
    var values: [Value] = []
    for result in made.withLock({ $0 }) {
        guard let result else { preconditionFailure("nothing is cancelled") }
        values.append(try result.get())
    }
    return values
}

/// Lays the test windows of a path end to end.
private struct Stitcher: Sendable {
    /// The winner of each split of the plan; nil where there is none.
    let winners: [Candidate?]
    /// The places in the plan of the splits that have one.
    let places: [Int]
    let evaluator: WindowEvaluator

    init(
        choices: [(split: Split, candidate: Candidate, trainObjective: Double)],
        plan: SplitPlan,
        evaluator: WindowEvaluator
    ) {
        let candidates = Dictionary(
            uniqueKeysWithValues: choices.map { ($0.split.number, $0.candidate) }
        )
        winners = plan.splits.map { candidates[$0.number] }
        places = winners.indices.filter { [winners] in winners[$0] != nil }
        self.evaluator = evaluator
    }

    func stitch(_ path: BacktestPath) throws(BacktestError) -> StitchedPath {
        let simulator = evaluator.simulator
        var stitched = StitchedPath(settings: simulator.settings)
        for part in path.parts {
            guard let candidate = winners[part.split] else { continue }
            let split = evaluator.splits[part.split]
            stitched.append(
                try Backtest(
                    allocation: candidate.allocation,
                    policy: candidate.policy,
                    table: simulator.table,
                    window: split.testSegments[part.segment],
                    settings: simulator.settings,
                    signals: evaluator.signals.table(
                        for: candidate.policy,
                        start: split.trainingStart
                    )
                )
            )
        }
        return stitched
    }
}

/// A path and its buying and holding.
private struct StitchedPath {
    let barsPerYear: Double
    var windows: [Range<Int>] = []
    var timestamps: [Int64] = []
    var equity: StitchedCurve
    var hold: StitchedCurve

    init(settings: SimulationSettings) {
        barsPerYear = settings.barsPerYear
        equity = StitchedCurve(capital: settings.capital)
        hold = StitchedCurve(capital: settings.capital)
    }

    mutating func append(_ window: Backtest) {
        equity.append(window.equity, window.metrics)
        hold.append(window.buyAndHoldEquity, window.buyAndHold)
        windows.append(window.window)
        timestamps += window.timestamps
    }

    func record(number: Int) -> PathRecord {
        PathRecord(
            number: number,
            metrics: equity.metrics(barsPerYear: barsPerYear),
            buyAndHold: hold.metrics(barsPerYear: barsPerYear)
        )
    }
}
