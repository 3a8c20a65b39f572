public import DataParallel

/// How far the figures of a return series could be off by chance, by the stationary bootstrap.
///
/// The figures of each resample are those of the series: with returns `r` of n periods, equity
/// `E[0] = 1`, `E[i] = E[i - 1] (1 + r[i])` and P periods a year, the Sharpe ratio
/// `mean(r) P / (sd(r, ddof 1) sqrt(P))` (0 if all returns are equal), the total return `E[n] - 1`,
/// the compound annual growth rate `E[n]^(P / n) - 1`, and the maximum drawdown
/// `min (E[t] - peak[t]) / peak[t]`, at most 0.
///
/// A percentile interval of the maximum drawdown describes histories that could have been; it is
/// biased for the expected drawdown, as a resample breaks losing runs that are longer than a block.
public struct BootstrapIntervals: Sendable, Equatable {
    /// The annualised Sharpe ratio.
    public let sharpeRatio: BootstrapDistribution
    /// The compounded return of all periods.
    public let totalReturn: BootstrapDistribution
    /// The compound annual growth rate: the return of a year.
    public let cagr: BootstrapDistribution
    /// The maximum drawdown, at most 0.
    public let maxDrawdown: BootstrapDistribution
    /// The mean block length of the resamples, in periods.
    public let blockLength: Double

    /// Resamples a return series.
    ///
    /// - Parameters:
    ///   - returns: One per period in time order, each finite and at least -1; at least two.
    ///   - periodsPerYear: Above 0.
    ///   - resamples: How many, at least 1.
    ///   - blockLength: The mean block length, from 1 to the number of returns; nil takes
    ///     ``BlockLength/optimal(of:)`` of the returns, at least 1.
    ///   - seed: Of the resamples; the result depends on nothing else, to the last bit.
    ///   - executor: What computes the resamples.
    /// - Throws: If there are too few returns, one is not finite or below -1, a setting is out of
    ///   its range, or returns are so large that a resample's figures are not finite.
    /// - Complexity: O(resamples x returns).
    public init(
        returns: [Double],
        periodsPerYear: Double,
        resamples: Int = 2_000,
        blockLength: Double? = nil,
        seed: UInt64,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(ValidationError) {
        guard returns.count >= 2 else { throw .tooFewReturns(count: returns.count, minimum: 2) }
        guard resamples >= 1 else {
            throw .settingOutOfRange(name: "resamples", value: resamples, minimum: 1)
        }
        guard periodsPerYear > 0, periodsPerYear.isFinite else {
            throw .periodsPerYearOutOfRange(periodsPerYear)
        }
        if let period = returns.firstIndex(where: { !($0 >= -1 && $0 < .infinity) }) {
            throw .returnNotUsable(candidate: 0, period: period, value: returns[period])
        }
        let bootstrap = try StationaryBootstrap(
            count: returns.count,
            meanBlockLength: blockLength
                ?? Self.usable(BlockLength.optimal(of: returns).stationary),
            seed: seed
        )
        let center = Moments.mean(returns)
        var observed = ReturnPath(center: center)
        for value in returns { observed.append(value) }
        let sample = observed.figures(periodsPerYear: periodsPerYear)
        let paths = executor.slots(count: resamples) { resample in
            var path = ReturnPath(center: center)
            returns.withUnsafeBufferPointer { returns in
                bootstrap.forEachPeriod(ofResample: resample) { path.append(returns[$0]) }
            }
            return path.figures(periodsPerYear: periodsPerYear)
        }
        guard sample.areFinite, paths.allSatisfy(\.areFinite) else { throw .growthNotFinite }
        func distribution(
            _ figure: (ReturnPath.Figures) -> Double
        ) -> BootstrapDistribution {
            BootstrapDistribution(estimate: figure(sample), resampled: paths.map(figure))
        }
        sharpeRatio = distribution(\.sharpeRatio)
        totalReturn = distribution(\.totalReturn)
        cagr = distribution(\.cagr)
        maxDrawdown = distribution(\.maxDrawdown)
        self.blockLength = bootstrap.meanBlockLength
    }

    /// A block length that a bootstrap can work with; 1 where the optimal one is undefined.
    static func usable(_ length: Double) -> Double {
        length > 1 ? length : 1
    }
}
