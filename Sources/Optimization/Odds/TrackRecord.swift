import DataParallel
public import Validation

/// What the returns of one run over the test windows prove.
public struct TrackRecord: Sendable {
    /// Of the returns themselves, per period.
    public let sharpe: SharpeEstimate
    /// Of the returns above the benchmark's, per period: the information ratio.
    public let information: SharpeEstimate
    /// The probability that the true information ratio is above 0.
    public let probabilityOfSkill: Double
    /// Periods that it takes to show at 95 % that the information ratio is above 0, if it is as measured;
    /// infinite when it is not above 0.
    public let minimumLength: Double
    /// Ranges of the annualised Sharpe ratio, of the return and of the drawdown at 95 %.
    public let intervals: BootstrapIntervals

    init(
        returns: [Double],
        benchmark: [Double],
        periodsPerYear: Double,
        resamples: Int,
        seed: UInt64,
        on executor: any ParallelExecutor
    ) throws(ValidationError) {
        sharpe = SharpeEstimate(returns: returns)
        information = SharpeEstimate(returns: zip(returns, benchmark).map { $0 - $1 })
        probabilityOfSkill = information.probability(above: 0)
        minimumLength = information.minimumTrackRecordLength(above: 0, confidence: 0.95)
        intervals = try BootstrapIntervals(
            returns: returns,
            periodsPerYear: periodsPerYear,
            resamples: resamples,
            seed: seed,
            on: executor
        )
    }
}
