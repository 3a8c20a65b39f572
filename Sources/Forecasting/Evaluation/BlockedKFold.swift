/// Cross-validation by contiguous blocks: each is tested once, all others are learned from, less the rows
/// beside it.
///
/// Training rows lie after the test as well as before it, so it tells how well a relation holds throughout
/// and not how well the future is forecast; that is what ``RollingOrigin`` is for. Forecasting models are run
/// on it as ``BlockedForecasts``. Sources: P. Burman,
/// E. Chow, D. Nolan, "A cross-validatory method for dependent data", Biometrika 81 (2), 1994; M. López de
/// Prado, "Advances in Financial Machine Learning", 2018, chapter 7 (purging).
public struct BlockedKFold: Sendable, Equatable {
    /// One test block and what is learned from.
    public struct Fold: Sendable, Equatable {
        /// The rows to learn from: what lies before the test block, and what lies after it.
        public let train: [Range<Int>]
        /// The rows to test on.
        public let test: Range<Int>
    }

    /// The number of blocks.
    public var folds: Int
    /// Rows on either side of a test block that are not learned from.
    public var purge: Int

    /// Makes a scheme.
    public init(folds: Int, purge: Int = 0) {
        self.folds = folds
        self.purge = purge
    }

    /// The folds of so many rows: blocks in time order whose lengths differ by one at most, the longer
    /// ones first.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for fewer than two folds or
    ///   a purge out of range, ``ForecastingError/tooShort(what:needed:available:)`` for fewer rows than
    ///   folds, or if a fold has no row to learn from.
    public func plan(count: Int) throws(ForecastingError) -> [Fold] {
        guard folds >= 2 else {
            throw .invalidSetting(name: "folds", value: "\(folds)", requirement: "is at least 2")
        }
        guard 0...1_000_000_000 ~= purge else {
            throw .invalidSetting(
                name: "purge",
                value: "\(purge)",
                requirement: "is from 0 to 1000000000"
            )
        }
        guard count >= folds else {
            throw .tooShort(
                what: "a cross-validation of \(folds) folds",
                needed: folds,
                available: count
            )
        }
        var plan: [Fold] = []
        var start = 0
        for fold in 0..<folds {
            let end = start + count / folds + (fold < count % folds ? 1 : 0)
            let before = 0..<max(0, start - min(purge, start))
            let after = min(count, end + min(purge, count - end))..<count
            let train = [before, after].filter { !$0.isEmpty }
            guard !train.isEmpty else {
                throw .tooShort(
                    what: "fold \(fold + 1) with a purge of \(purge)",
                    needed: end - start + purge + 1,
                    available: count
                )
            }
            plan.append(Fold(train: train, test: start..<end))
            start = end
        }
        return plan
    }
}
