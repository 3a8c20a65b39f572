/// How data is split into bars to select on and bars to judge on.
public enum SplitScheme: Sendable, Equatable {
    /// Select on the past, judge on the window that follows, move on.
    case walkForward(WalkForward)
    /// Every fold is the test once, all others are for training.
    case purgedKFold(PurgedKFold)
    /// Every choice of some groups is the test once, all others are for training.
    case combinatorialPurged(CombinatorialPurged)

    /// Turns timestamps into splits.
    ///
    /// - Parameters:
    ///   - timestamps: Bar starts in UTC seconds, strictly increasing.
    ///   - interval: The bar interval in seconds; the data ends one interval after the last bar.
    /// - Returns: At least one split and one path.
    /// - Throws: ``ValidationError`` when a setting is out of range or the data is too short.
    public func plan(
        timestamps: [Int64],
        interval: Int64
    ) throws(ValidationError) -> SplitPlan {
        switch self {
        case .walkForward(let scheme):
            try scheme.plan(timestamps: timestamps, interval: interval)
        case .purgedKFold(let scheme):
            try scheme.plan(timestamps: timestamps, interval: interval)
        case .combinatorialPurged(let scheme):
            try scheme.plan(timestamps: timestamps, interval: interval)
        }
    }

    /// Whether training also uses bars after those it is judged on: what such a study says was never
    /// there to be traded. Only walk-forward analysis does not.
    public var trainsOnLaterBars: Bool {
        if case .walkForward = self { false } else { true }
    }
}
