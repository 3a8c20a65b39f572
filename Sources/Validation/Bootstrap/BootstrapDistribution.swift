/// What a figure is in the sample and in resamples of it.
public struct BootstrapDistribution: Sendable, Equatable {
    /// The figure of the sample.
    public let estimate: Double
    /// The figures of the resamples in ascending order.
    public let sorted: [Double]

    init(estimate: Double, resampled: [Double]) {
        self.estimate = estimate
        sorted = resampled.sorted()
    }

    /// The percentile confidence interval: the resamples' percentiles `(1 - level) / 2` and
    /// `(1 + level) / 2` by linear interpolation (Efron & Tibshirani 1993, chapter 13).
    ///
    /// - Parameter level: Above 0 and below 1; 0.95 is a 95 % interval.
    public func interval(level: Double = 0.95) -> ClosedRange<Double> {
        precondition(level > 0 && level < 1, "a confidence level is between 0 and 1")
        let lower = Moments.percentile(50 * (1 - level), ofSorted: sorted)
        let upper = Moments.percentile(50 * (1 + level), ofSorted: sorted)
        return lower...max(lower, upper)
    }

    /// The resamples' standard deviation (ddof 1); NaN for one resample.
    public var standardError: Double {
        Moments.standardDeviation(sorted, ddof: 1)
    }
}
