/// Weights that follow from prices, and when they are estimated.
///
/// Weights that hold from bar t on are estimated from closes before t alone.
public struct EstimatedWeights: Sendable, Hashable {
    /// When weights are estimated.
    public enum Refresh: String, Sendable, Hashable, CaseIterable {
        /// Once per window, from closes before its first bar; they are the targets throughout.
        case window
        /// At the window's first bar, and anew at each rebalance at bar t from closes before t. Drift is
        /// measured against the weights aimed at so far; what is traded aims at the new ones.
        case rebalance
    }

    /// How weights are estimated.
    public let estimator: WeightEstimator
    /// When they are.
    public let refresh: Refresh

    /// Creates estimated weights.
    ///
    /// - Parameters:
    ///   - estimator: How weights are estimated.
    ///   - refresh: When they are.
    public init(_ estimator: WeightEstimator, refresh: Refresh = .window) {
        self.estimator = estimator
        self.refresh = refresh
    }

    /// Whether the weights of a window are known when it begins: those of ``Refresh/window``, and equal ones,
    /// which stay what they are however often they are estimated.
    public var isSettledByWindow: Bool { refresh == .window || !estimator.rule.usesReturns }

    /// Whether both give the same weights at every bar of any prices, whatever they are called: equal weights
    /// look at neither covariances nor the lookback. Inverse volatilities depend on the covariance rule,
    /// whose shrinkage moves variances, too.
    ///
    /// - Parameter other: Other estimated weights.
    public func behavesLike(_ other: Self) -> Bool {
        if self == other { return true }
        return estimator.rule == .equal && other.estimator.rule == .equal
            && estimator.limits == other.estimator.limits
    }
}
