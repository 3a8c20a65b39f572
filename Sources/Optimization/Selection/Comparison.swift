public import Backtesting
public import Validation

/// The best candidate against the median one, split by split.
public struct Comparison: Sendable {
    /// The candidate with the best mean test objective.
    public let best: Candidate
    /// The candidate in the middle of the ranking.
    public let median: Candidate
    /// The best's test objective in each split, less the median's.
    public let differences: [Double]
    /// Whether the mean difference is plausibly zero. The best was chosen on these very windows, so
    /// the test is too kind to it; a large p-value is telling, a small one is not proof. Nil when the objective is undefined in every split.
    public let test: PairedTest?
}

/// One candidate in one split.
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

    /// Train return less that of buying and holding.
    public var trainOutperformance: Double { train.totalReturn - trainBuyAndHold.totalReturn }
    /// Test return less that of buying and holding.
    public var testOutperformance: Double { test.totalReturn - testBuyAndHold.totalReturn }
}
