public import DataParallel

/// How many independent trials the candidates of a search amount to: clusters of candidates whose
/// returns are correlated.
///
/// A search tries thousands of candidates, many of them nearly the same. For the deflated Sharpe
/// ratio (``SharpeEstimate/deflated(trials:variance:)``) they count once; see D. H. Bailey,
/// M. Lopez de Prado, "The deflated Sharpe ratio", Journal of Portfolio Management 40 (2014), on
/// independent trials. Clusters are joined by average linkage of the correlation as long as the
/// mean correlation between their members is at least ``minimumCorrelation``: trials whose returns
/// correlate more than that count as one.
///
/// The cut is fixed. A cut that is chosen by the data, as by silhouettes, finds a few clusters even
/// in pure noise, where every trial is independent, and the deflation would be too kind.
///
/// Columns without variance (candidates that never trade) form one cluster together. The result is
/// the same to the last bit at any number of threads.
public struct TrialClusters: Sendable, Equatable {
    /// The least mean correlation between clusters that are joined.
    public static let minimumCorrelation = 0.5
    /// The most columns that are looked at; of more, a sample is.
    public static let maximumSample = 2_000

    /// The number of clusters. When only a sample was looked at, the estimate with those unseen:
    /// `S + f1 (f1 - 1) / (2 (f2 + 1))` with S clusters in the sample, f1 of them of one member and
    /// f2 of two, at most the number of columns; A. Chao, "Nonparametric estimation of the number
    /// of classes in a population", Scandinavian Journal of Statistics 11 (1984), in its
    /// bias-corrected form. It is a lower bound when many clusters are unseen.
    public let effectiveTrials: Double
    /// The number of candidates.
    public let columns: Int
    /// The number of candidates that were looked at, evenly spaced.
    public let examined: Int
    /// The number of members of each cluster among the candidates looked at, descending.
    public let sizes: [Int]
    /// The mean correlation between two candidates that were looked at and whose returns vary; NaN
    /// for fewer than two.
    public let meanCorrelation: Double

    /// Clusters candidates by their returns.
    ///
    /// - Parameters:
    ///   - returns: Of all candidates over the same periods; they must be finite. With fewer than
    ///     two periods nothing varies and there is one cluster.
    ///   - executor: Shares the correlations among threads.
    /// - Throws: ``ValidationError/noCandidates``, or
    ///   ``ValidationError/returnNotUsable(candidate:period:value:)`` for a return that is not finite.
    /// - Complexity: O(n^2 T) time and O(n^2) memory for T periods and n columns looked at, at most
    ///   ``maximumSample``; at most 64 MB for as many.
    public init(
        of returns: ReturnMatrix,
        on executor: some ParallelExecutor = SequentialExecutor()
    ) throws(ValidationError) {
        try self.init(of: returns, sample: Self.maximumSample, on: executor)
    }

    /// Clusters with another limit to the number of columns looked at.
    package init(
        of returns: ReturnMatrix,
        sample: Int,
        on executor: some ParallelExecutor
    ) throws(ValidationError) {
        try returns.check(minimumPeriods: 0, on: executor)
        let columns = returns.columns
        let examined = min(columns, sample)
        let correlations = CorrelationMatrix(
            returns,
            columns: (0..<examined).map { $0 * columns / examined },
            on: executor
        )
        meanCorrelation = correlations.mean
        var sizes = AverageLinkage.clusterSizes(
            correlations.values,
            count: correlations.columns.count,
            limit: Self.minimumCorrelation
        )
        if correlations.constantColumns > 0 {
            sizes.append(correlations.constantColumns)
            sizes.sort(by: >)
        }
        self.sizes = sizes
        self.columns = columns
        self.examined = examined
        effectiveTrials =
            examined == columns
            ? Double(sizes.count) : min(Double(columns), Self.withUnseen(sizes))
    }

    /// The Chao1 estimate of the number of clusters.
    private static func withUnseen(_ sizes: [Int]) -> Double {
        let single = Double(sizes.count { $0 == 1 })
        let double = Double(sizes.count { $0 == 2 })
        return Double(sizes.count) + single * (single - 1) / (2 * (double + 1))
    }
}
