/// Combinatorial purged cross-validation: the data is cut into N groups, and every choice of k of them is
/// the test of one split (Lopez de Prado 2018, Advances in Financial Machine Learning, ch. 12).
///
/// Every group is tested `C(N - 1, k - 1)` times, so that the test groups make `C(N, k) k / N` paths, each
/// through the whole data: the j-th time that a group is tested goes to path j. A single walk through
/// history is one number; the paths are a distribution.
///
/// Groups are contiguous and as equal as can be: the first `T mod N` of them have one bar more. All bars
/// are used. Training also uses bars after those it is judged on.
public struct CombinatorialPurged: Sendable, Equatable {
    /// The most splits.
    public static let mostSplits = 10_000

    /// The number of groups, N: 2 or more.
    public var groups: Int
    /// The number of groups that a split tests, k: from 1 to N - 1.
    public var testGroups: Int
    /// Bars left out of training right before every test group.
    public var purgeBars: Int
    /// Bars left out of training right after every test group.
    public var embargoBars: Int
    /// The fewest bars that a group must have; shorter training segments are left out.
    public var minimumBars: Int

    /// Creates a scheme; 6 groups and 2 of them tested are the book's example.
    public init(
        groups: Int = 6,
        testGroups: Int = 2,
        purgeBars: Int = 0,
        embargoBars: Int = 0,
        minimumBars: Int = 10
    ) {
        self.groups = groups
        self.testGroups = testGroups
        self.purgeBars = purgeBars
        self.embargoBars = embargoBars
        self.minimumBars = minimumBars
    }

    /// The number of splits, `C(N, k)`; nil when it is above ``mostSplits`` or the settings give none.
    public var splitCount: Int? {
        // There are at least as many splits as groups.
        guard groups <= Self.mostSplits, testGroups >= 1, testGroups < groups else { return nil }
        // C(N, k) = C(N, N - k); every partial product is a binomial coefficient, at most the last one.
        var count = 1
        for factor in 1...min(testGroups, groups - testGroups) {
            count = count * (groups - factor + 1) / factor
            if count > Self.mostSplits { return nil }
        }
        return count
    }

    /// The number of paths, `C(N, k) k / N`; nil when ``splitCount`` is.
    public var pathCount: Int? { splitCount.map { $0 * testGroups / groups } }

    /// Turns timestamps into splits, by test groups in lexicographic order, and their paths.
    ///
    /// Neighbouring test groups stay test segments of their own: each is a window that several splits
    /// share. Neighbouring training groups are one segment.
    ///
    /// - Parameters:
    ///   - timestamps: Bar starts in UTC seconds, strictly increasing.
    ///   - interval: The bar interval in seconds; the data ends one interval after the last bar.
    /// - Throws: ``ValidationError`` when a setting is out of range, there would be too many splits,
    ///   groups have too few bars, or purge and embargo leave nothing to train on in some split.
    /// - Complexity: O(C(N, k) N).
    public func plan(
        timestamps: [Int64],
        interval: Int64
    ) throws(ValidationError) -> SplitPlan {
        guard groups >= 2 else {
            throw .settingOutOfRange(name: "groups", value: groups, minimum: 2)
        }
        guard testGroups >= 1 else {
            throw .settingOutOfRange(name: "test groups", value: testGroups, minimum: 1)
        }
        guard testGroups < groups else {
            throw .settingTooLarge(name: "test groups", value: testGroups, maximum: groups - 1)
        }
        guard splitCount != nil else {
            throw .tooManySplits(
                groups: groups,
                testGroups: testGroups,
                maximum: Self.mostSplits
            )
        }
        return try GroupedSplits(
            noun: "group",
            groups: groups,
            testGroups: testGroups,
            purgeBars: purgeBars,
            embargoBars: embargoBars,
            minimumBars: minimumBars
        ).plan(timestamps: timestamps, interval: interval)
    }
}
