import Optimization
import Validation

/// The odds that a result is luck, for `--json`.
struct OddsJSON: Encodable {
    struct Track: Encodable {
        let sharpe: Double?
        let sharpeInterval: [Double?]
        let cagrInterval: [Double?]
        let maxDrawdownInterval: [Double?]
        let informationRatio: Double?
        let probabilityOfSkill: Double?
        let minimumYears: Double?

        init(_ track: TrackRecord, _ odds: SelectionOdds) {
            let annual = odds.periodsPerYear.squareRoot()
            func pair(_ range: ClosedRange<Double>) -> [Double?] {
                [range.lowerBound.defined, range.upperBound.defined]
            }
            sharpe = (track.sharpe.sharpe * annual).defined
            sharpeInterval = pair(track.intervals.sharpeRatio.interval())
            cagrInterval = pair(track.intervals.cagr.interval())
            maxDrawdownInterval = pair(track.intervals.maxDrawdown.interval())
            informationRatio = (track.information.sharpe * annual).defined
            probabilityOfSkill = track.probabilityOfSkill.defined
            minimumYears = (track.minimumLength / odds.periodsPerYear).defined
        }
    }

    struct Overfitting: Encodable {
        let probability: Double?
        let blocks: Int
        let splits: Int
        let probabilityOfLoss: Double?
        let degradationSlope: Double?
        let degradationIntercept: Double?
        let degradationR2: Double?
        let logitEdges: [Double]
        let logitCounts: [Int]
    }

    struct Superiority: Encodable {
        let consistentP: Double?
        let lowerP: Double?
        let upperP: Double?
        let realityCheckP: Double?
        let resamples: Int
        let blockLength: Double
    }

    let benchmark: String
    let periods: Int
    let barsPerPeriod: Int
    let judged: Int
    let candidates: Int
    let effectiveTrials: Double?
    let expectedBestInformationRatio: Double?
    let deflatedSharpe: Double?
    let deflatedSharpeByCount: Double?
    let record: Track
    let best: Track
    let overfitting: Overfitting
    let superiority: Superiority

    init(_ odds: SelectionOdds) {
        benchmark = odds.benchmark.rawValue
        periods = odds.periods
        barsPerPeriod = odds.barsPerPeriod
        judged = odds.judged
        candidates = odds.candidates
        effectiveTrials = odds.trials.effectiveTrials.defined
        expectedBestInformationRatio = odds.expectedBest.defined
        deflatedSharpe = odds.deflated.defined
        deflatedSharpeByCount = odds.deflatedByCount.defined
        record = Track(odds.record, odds)
        best = Track(odds.best, odds)
        let found = odds.overfitting
        let histogram = found.logitHistogram()
        overfitting = Overfitting(
            probability: found.probability.defined,
            blocks: found.blocks,
            splits: found.selections.count,
            probabilityOfLoss: found.probabilityOfLoss.defined,
            degradationSlope: found.degradation.slope.defined,
            degradationIntercept: found.degradation.intercept.defined,
            degradationR2: found.degradation.rSquared.defined,
            logitEdges: histogram.edges,
            logitCounts: histogram.counts
        )
        let test = odds.superiority
        superiority = Superiority(
            consistentP: test.spa.consistent.defined,
            lowerP: test.spa.lower.defined,
            upperP: test.spa.upper.defined,
            realityCheckP: test.realityCheck.upper.defined,
            resamples: test.resamples,
            blockLength: test.blockLength
        )
    }
}
