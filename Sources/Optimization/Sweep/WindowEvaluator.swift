import Backtesting
import MarketData
import Validation

/// Runs candidates over all windows of a split plan.
struct WindowEvaluator: Sendable {
    let simulator: ReferenceSimulator
    let splits: [Split]
    /// Training windows that start at the same bar share one pass over the longest.
    private let trainGroups: [TrainGroup]

    private struct TrainGroup {
        let start: Int
        /// Ascending ends and the splits they belong to.
        var ends: [Int]
        var splits: [Int]
    }

    init(simulator: ReferenceSimulator, splits: [Split]) {
        self.simulator = simulator
        self.splits = splits
        var groups: [TrainGroup] = []
        for (index, split) in splits.enumerated() {
            if let last = groups.indices.last, groups[last].start == split.train.lowerBound {
                groups[last].ends.append(split.train.upperBound)
                groups[last].splits.append(index)
            } else {
                groups.append(
                    TrainGroup(
                        start: split.train.lowerBound,
                        ends: [split.train.upperBound],
                        splits: [index]
                    )
                )
            }
        }
        trainGroups = groups
    }

    /// The metrics of every train and test window, in split order.
    func windows(
        _ position: Position,
        _ policy: RebalancingPolicy
    ) throws(BacktestError) -> (train: [WindowMetrics], test: [WindowMetrics]) {
        var train: [WindowMetrics] = []
        train.reserveCapacity(splits.count)
        for group in trainGroups {
            train += try simulator.metrics(position, policy, start: group.start, ends: group.ends)
        }
        var test: [WindowMetrics] = []
        test.reserveCapacity(splits.count)
        for split in splits {
            test.append(try simulator.metrics(position, policy, window: split.test))
        }
        return (train, test)
    }

    func buyAndHold(_ position: Position) throws(BacktestError) -> BuyAndHoldWindows {
        let (train, test) = try windows(position, .never)
        return BuyAndHoldWindows(train: train, test: test)
    }
}
