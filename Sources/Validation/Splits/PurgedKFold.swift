/// Purged k-fold cross-validation: every part of the data is the test range once, and all others,
/// before it and after it, are for training (Lopez de Prado 2018, Advances in Financial Machine
/// Learning, ch. 7).
///
/// The folds are contiguous and as equal as can be: the first `T mod F` of them have one bar more. All
/// bars are used. Training also uses bars after the test range: figures say how a choice generalises,
/// not what trading would have made.
public struct PurgedKFold: Sendable, Equatable {
    /// The most folds.
    public static let mostFolds = 10_000

    /// The number of folds, F: 2 or more.
    public var folds: Int
    /// Bars left out of training right before the test range.
    public var purgeBars: Int
    /// Bars left out of training right after the test range.
    public var embargoBars: Int
    /// The fewest bars that a fold must have; shorter training segments are left out.
    public var minimumBars: Int

    /// Creates a scheme.
    public init(folds: Int = 5, purgeBars: Int = 0, embargoBars: Int = 0, minimumBars: Int = 10) {
        self.folds = folds
        self.purgeBars = purgeBars
        self.embargoBars = embargoBars
        self.minimumBars = minimumBars
    }

    /// Turns timestamps into one split for each fold, in time order.
    ///
    /// - Parameters:
    ///   - timestamps: Bar starts in UTC seconds, strictly increasing.
    ///   - interval: The bar interval in seconds; the data ends one interval after the last bar.
    /// - Returns: As many splits as there are folds, and one path.
    /// - Throws: ``ValidationError`` when a setting is out of range, folds have too few bars, or purge
    ///   and embargo leave nothing to train on.
    /// - Complexity: O(F).
    public func plan(
        timestamps: [Int64],
        interval: Int64
    ) throws(ValidationError) -> SplitPlan {
        guard folds <= Self.mostFolds else {
            throw .settingTooLarge(name: "folds", value: folds, maximum: Self.mostFolds)
        }
        return try GroupedSplits(
            noun: "fold",
            groups: folds,
            testGroups: 1,
            purgeBars: purgeBars,
            embargoBars: embargoBars,
            minimumBars: minimumBars
        ).plan(timestamps: timestamps, interval: interval)
    }
}
