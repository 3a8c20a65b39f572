public import Backtesting
import Validation

/// One way through the data: every test window once, each run by the candidate that was chosen in training
/// of the split that the path takes the window from, laid end to end.
public struct PathRecord: Sendable {
    /// The path's number, counting from 1.
    public let number: Int
    /// The metrics of the stitched windows; rebalances, turnover and costs are sums over the windows.
    public let metrics: WindowMetrics
    /// The same for buying and holding each window's portfolio.
    public let buyAndHold: WindowMetrics

    /// Total return less that of buying and holding.
    public var outperformance: Double { metrics.totalReturn - buyAndHold.totalReturn }
}

/// How the records of several paths are spread.
public struct PathDistribution: Sendable {
    /// The number of paths.
    public let pathCount: Int
    /// Of the total returns.
    public let totalReturn: Spread
    /// Of the total returns less those of buying and holding.
    public let outperformance: Spread
    /// Of the Sharpe ratios.
    public let sharpeRatio: Spread
    /// Of the maximum drawdowns, at most 0: the minimum is the deepest.
    public let maxDrawdown: Spread
    /// The share of paths that beat buying and holding.
    public let shareAboveBuyAndHold: Double

    init(_ paths: [PathRecord]) {
        pathCount = paths.count
        totalReturn = Spread(paths.map(\.metrics.totalReturn))
        outperformance = Spread(paths.map(\.outperformance))
        sharpeRatio = Spread(paths.map(\.metrics.sharpeRatio))
        maxDrawdown = Spread(paths.map(\.metrics.maxDrawdown))
        shareAboveBuyAndHold = Double(paths.count { $0.outperformance > 0 }) / Double(paths.count)
    }
}

/// Minimum, quartiles and maximum of some values.
public struct Spread: Sendable, Equatable {
    /// The smallest value.
    public let minimum: Double
    /// The 25th percentile by linear interpolation.
    public let lowerQuartile: Double
    /// The 50th percentile by linear interpolation.
    public let median: Double
    /// The 75th percentile by linear interpolation.
    public let upperQuartile: Double
    /// The largest value.
    public let maximum: Double

    /// The spread of finite values.
    ///
    /// - Precondition: There is a value.
    /// - Complexity: O(n log n).
    init(_ values: [Double]) {
        precondition(!values.isEmpty, "nothing has no spread")
        let sorted = values.sorted()
        minimum = sorted[0]
        lowerQuartile = Moments.percentile(25, ofSorted: sorted)
        median = Moments.percentile(50, ofSorted: sorted)
        upperQuartile = Moments.percentile(75, ofSorted: sorted)
        maximum = sorted[sorted.count - 1]
    }
}
