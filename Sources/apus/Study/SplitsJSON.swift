import Optimization
import Reporting
import Validation

/// How the data is split, for `--json`.
struct SplitsJSON: Encodable {
    let scheme: String
    let splits: Int
    let testWindows: Int
    let paths: Int
    let trainsOnLaterData: Bool
    let purgeBars: Int
    let embargoBars: Int
    let windowDays: Int?
    let folds: Int?
    let groups: Int?
    let testGroups: Int?

    init(_ scheme: SplitScheme, _ plan: SplitPlan) {
        self.scheme = scheme.key
        splits = plan.splits.count
        testWindows = plan.splits.testWindows.count
        paths = plan.paths.count
        trainsOnLaterData = scheme.trainsOnLaterBars
        var (windowDays, folds, groups, testGroups): (Int?, Int?, Int?, Int?)
        switch scheme {
        case .walkForward(let settings):
            windowDays = settings.windowDays
            (purgeBars, embargoBars) = (settings.purgeBars, settings.embargoBars)
        case .purgedKFold(let settings):
            folds = settings.folds
            (purgeBars, embargoBars) = (settings.purgeBars, settings.embargoBars)
        case .combinatorialPurged(let settings):
            (groups, testGroups) = (settings.groups, settings.testGroups)
            (purgeBars, embargoBars) = (settings.purgeBars, settings.embargoBars)
        }
        (self.windowDays, self.folds) = (windowDays, folds)
        (self.groups, self.testGroups) = (groups, testGroups)
    }
}

/// One path through the data.
struct PathJSON: Encodable {
    let path: Int
    let metrics: MetricsJSON
    let outperformance: Double?

    init(_ record: PathRecord) {
        path = record.number
        metrics = MetricsJSON(record.metrics)
        outperformance = record.outperformance.defined
    }
}

/// How the records of paths are spread.
struct DistributionJSON: Encodable {
    struct SpreadJSON: Encodable {
        let minimum: Double?
        let lowerQuartile: Double?
        let median: Double?
        let upperQuartile: Double?
        let maximum: Double?

        init(_ spread: Spread) {
            minimum = spread.minimum.defined
            lowerQuartile = spread.lowerQuartile.defined
            median = spread.median.defined
            upperQuartile = spread.upperQuartile.defined
            maximum = spread.maximum.defined
        }
    }

    let totalReturn: SpreadJSON
    let outperformance: SpreadJSON
    let sharpeRatio: SpreadJSON
    let maxDrawdown: SpreadJSON
    let shareAboveBuyAndHold: Double?

    init(_ distribution: PathDistribution) {
        totalReturn = SpreadJSON(distribution.totalReturn)
        outperformance = SpreadJSON(distribution.outperformance)
        sharpeRatio = SpreadJSON(distribution.sharpeRatio)
        maxDrawdown = SpreadJSON(distribution.maxDrawdown)
        shareAboveBuyAndHold = distribution.shareAboveBuyAndHold.defined
    }
}
