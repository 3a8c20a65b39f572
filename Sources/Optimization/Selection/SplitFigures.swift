public import Backtesting
public import Validation

/// One candidate in one split.
///
/// In a split with several windows of a kind each is a backtest of its own, and the figures are their means
/// weighted by bars; rebalances, turnover and costs are sums.
public struct SplitFigures: Sendable {
    /// The split.
    public let split: Split
    /// The candidate on the training window.
    public let train: WindowMetrics
    /// The candidate on the test window.
    public let test: WindowMetrics
    /// Buying and holding over the training window.
    public let trainBuyAndHold: WindowMetrics
    /// Buying and holding over the test window.
    public let testBuyAndHold: WindowMetrics
    /// Each test window by itself, in time order.
    public let tests: [SegmentFigures]

    /// Train return less that of buying and holding.
    public var trainOutperformance: Double { train.totalReturn - trainBuyAndHold.totalReturn }
    /// Test return less that of buying and holding.
    public var testOutperformance: Double { test.totalReturn - testBuyAndHold.totalReturn }
}

/// One candidate in one window.
public struct SegmentFigures: Sendable {
    /// The window's bars.
    public let bars: Range<Int>
    /// The candidate.
    public let metrics: WindowMetrics
    /// Buying and holding.
    public let buyAndHold: WindowMetrics
}

extension [SplitFigures] {
    /// The test windows of all splits, each once, in time order.
    public var testWindows: [SegmentFigures] {
        var known: Set<Range<Int>> = []
        return flatMap(\.tests).filter { known.insert($0.bars).inserted }
            .sorted { $0.bars.lowerBound < $1.bars.lowerBound }
    }
}
