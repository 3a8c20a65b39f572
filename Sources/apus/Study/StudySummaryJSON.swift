import Backtesting
import Foundation
import MarketData
import Optimization
import Reporting
import Validation

/// What `--json` prints: one object.
struct StudySummaryJSON: Encodable {
    struct Data: Encodable {
        let source: String
        let bars: Int
        let symbols: [String]
        let firstBar: String
        let lastBar: String
        let intervalSeconds: Int64
        let barsPerYear: Double
        let digest: String
    }

    struct Window: Encodable {
        let from: String
        let to: String
        let bars: Int

        init(_ range: Range<Int>, in table: PriceTable) {
            from = UTCTime.format(table.timestamps[range.lowerBound])
            to = UTCTime.format(table.endTime(of: range))
            bars = range.count
        }
    }

    struct Strategy: Encodable {
        let configID: Int
        let assets: [String]
        let weights: [Double]
        let estimatedWeights: String?
        let method: String
        let threshold: Double
        let calendarDays: Int
        let minIntervalHours: Int
        let momentumFilter: Bool
        /// The trading rule, where it is not the standard one.
        let rule: String?
        /// Policy and model, of candidates that use forecasts.
        let forecast: String?
        let testOutperformance: Double?
        let testReturn: Double?
        let testSharpe: Double?
        let testDrawdown: Double?
        let testWinRate: Double?
        let trainOutperformance: Double?
        let generalizationGap: Double?

        enum CodingKeys: String, CodingKey {
            case configID = "config_id"
            case assets, weights, method, threshold, rule, forecast
            case estimatedWeights = "estimated_weights"
            case calendarDays = "calendar_days"
            case minIntervalHours = "min_interval_hours"
            case momentumFilter = "momentum_filter"
            case testOutperformance = "test_outperformance"
            case testReturn = "test_return"
            case testSharpe = "test_sharpe"
            case testDrawdown = "test_drawdown"
            case testWinRate = "test_win_rate"
            case trainOutperformance = "train_outperformance"
            case generalizationGap = "generalization_gap"
        }

        init(_ candidate: Candidate, _ summary: CandidateSummary?, in space: SearchSpace) {
            configID = candidate.id
            assets = candidate.symbols
            weights = candidate.weights
            estimatedWeights = candidate.weighting.estimate?.label
            method = candidate.policy.method.rawValue
            threshold = candidate.policy.threshold
            calendarDays = candidate.policy.calendarDays
            minIntervalHours = candidate.policy.minimumIntervalHours
            momentumFilter = candidate.policy.momentumVeto
            let label = candidate.policy.rule.label
            rule = label.isEmpty ? nil : label
            forecast =
                candidate.policy.forecast == nil
                ? nil : space.policies.forecastDescription(candidate.policy)
            testOutperformance = summary?.testOutperformance.defined
            testReturn = summary?.testReturn.defined
            testSharpe = summary?.testSharpe.defined
            testDrawdown = summary?.testDrawdown.defined
            testWinRate = summary?.testWinRate.defined
            trainOutperformance = summary?.trainOutperformance.defined
            generalizationGap = summary?.generalizationGap.defined
        }
    }

    struct SplitSelection: Encodable {
        let split: Int
        /// Of walk-forward studies, whose splits have one range of each kind.
        let train: Window?
        let test: Window?
        /// Of other studies.
        let trainSegments: [Window]?
        let testSegments: [Window]?
        let configID: Int
        let trainMetrics: MetricsJSON
        let testMetrics: MetricsJSON
        let outperformance: Double?
        /// The recommended candidate in the same split.
        let bestTrainMetrics: MetricsJSON
        let bestTestMetrics: MetricsJSON

        init(
            _ chosen: WalkForwardRecord.Selection,
            _ best: SplitFigures,
            isWalkForward: Bool,
            in table: PriceTable
        ) {
            let split = chosen.split
            func windows(_ segments: [Range<Int>]) -> [Window] {
                segments.map { Window($0, in: table) }
            }
            self.split = split.number
            train = isWalkForward ? Window(split.train, in: table) : nil
            test = isWalkForward ? Window(split.test, in: table) : nil
            trainSegments = isWalkForward ? nil : windows(split.trainSegments)
            testSegments = isWalkForward ? nil : windows(split.testSegments)
            configID = chosen.candidate.id
            trainMetrics = MetricsJSON(chosen.train)
            testMetrics = MetricsJSON(chosen.test)
            outperformance = chosen.outperformance.defined
            bestTrainMetrics = MetricsJSON(best.train)
            bestTestMetrics = MetricsJSON(best.test)
        }
    }

    /// The out-of-sample record: of walk-forward studies, of folds, or of the path in the middle.
    struct Record: Encodable {
        let metrics: MetricsJSON
        let buyAndHold: MetricsJSON
        /// The median candidate over the same windows.
        let medianConfigID: Int
        let medianMetrics: MetricsJSON
        let outperformance: Double?
        let selections: [SplitSelection]
        /// Of combinatorial studies.
        let shownPath: Int?
        let distribution: DistributionJSON?
        let paths: [PathJSON]?

        init(_ selection: Selection, of optimizer: Optimizer) {
            let record = selection.walkForward
            let isWalkForward = !optimizer.settings.splits.trainsOnLaterBars
            metrics = MetricsJSON(record.metrics)
            buyAndHold = MetricsJSON(record.buyAndHold)
            medianConfigID = selection.median.candidate.id
            medianMetrics = MetricsJSON(selection.median.metrics)
            outperformance = record.outperformance.defined
            selections = selection.choicesAndBest.map { chosen, best in
                SplitSelection(chosen, best, isWalkForward: isWalkForward, in: optimizer.table)
            }
            distribution = record.distribution.map(DistributionJSON.init)
            shownPath = distribution == nil ? nil : record.shownPath
            paths = distribution == nil ? nil : record.paths.map(PathJSON.init)
        }
    }

    let digest: String
    let files: [String: String]
    let data: Data
    let search: SearchJSON
    let objective: String
    let requirements: [String]
    let space: String
    let candidates: Int
    let distinctCandidates: Int
    let failedCandidates: Int
    let backtests: Int
    let workers: Int
    let seconds: Double
    let verdict: String
    let best: Strategy
    let top: [Strategy]
    let splits: SplitsJSON
    /// The record under the name of what it is; the others are not there.
    let walkForward: Record?
    let kFold: Record?
    let combinatorial: Record?
    let odds: OddsJSON?
    let notes: [String]

    init(
        _ result: OptimizationResult,
        _ selection: Selection,
        input: StudyInput,
        digest: Digest,
        files: [String: String],
        workers: Int,
        seconds: Double
    ) {
        let optimizer = result.optimizer
        let table = optimizer.table
        self.digest = digest.description
        self.files = files
        data = Data(
            source: StudyHeader.source(input),
            bars: table.barCount,
            symbols: table.symbols,
            firstBar: UTCTime.format(table.timestamps[0]),
            lastBar: UTCTime.format(table.timestamps[table.barCount - 1]),
            intervalSeconds: table.interval,
            barsPerYear: optimizer.simulation.barsPerYear,
            digest: Digest(of: table).description
        )
        objective = optimizer.settings.objective.name
        search = SearchJSON(result)
        requirements = optimizer.settings.objective.requirements.map(\.description)
        space = optimizer.space.name
        candidates = optimizer.space.count
        distinctCandidates = optimizer.distinctCount
        failedCandidates = result.evaluations.failedCount
        backtests = search.evaluatedCandidates * optimizer.windowCount
        self.workers = workers
        self.seconds = seconds
        verdict = Verdict(result: result, selection: selection).level.rawValue
        best = Strategy(
            result.best,
            result.summary(ofID: result.best.id),
            in: optimizer.space
        )
        top = result.ranking.ids.prefix(10).map { id in
            Strategy(optimizer.space[id - 1], result.summary(ofID: id), in: optimizer.space)
        }
        odds = selection.odds.map { OddsJSON($0) }
        splits = SplitsJSON(optimizer.settings.splits, optimizer.plan)
        let record = Record(selection, of: optimizer)
        var (walkForward, kFold, combinatorial): (Record?, Record?, Record?)
        switch optimizer.settings.splits {
        case .walkForward: walkForward = record
        case .purgedKFold: kFold = record
        case .combinatorialPurged: combinatorial = record
        }
        self.walkForward = walkForward
        self.kFold = kFold
        self.combinatorial = combinatorial
        notes = input.prices.loaded.report.notes + result.notes
    }
}

/// The figures of one window; undefined ones are null.
struct MetricsJSON: Encodable {
    let bars: Int
    let totalReturn: Double?
    let volatility: Double?
    let sharpeRatio: Double?
    let sortinoRatio: Double?
    let maxDrawdown: Double?
    let cagr: Double?
    let calmarRatio: Double?
    let rebalanceCount: Int
    let turnover: Double?
    let costPaid: Double?

    init(_ metrics: WindowMetrics) {
        bars = metrics.bars
        totalReturn = metrics.totalReturn.defined
        volatility = metrics.volatility.defined
        sharpeRatio = metrics.sharpeRatio.defined
        sortinoRatio = metrics.sortinoRatio.defined
        maxDrawdown = metrics.maxDrawdown.defined
        cagr = metrics.cagr.defined
        calmarRatio = metrics.calmarRatio.defined
        rebalanceCount = metrics.rebalanceCount
        turnover = metrics.turnover.defined
        costPaid = metrics.costPaid.defined
    }
}

extension Double {
    /// Nil for NaN and infinities, which JSON cannot say.
    var defined: Double? { isFinite ? self : nil }
}

/// Encodes in the program's style: snake case, sorted keys, two spaces.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
