import Backtesting
import MarketData
import Validation

/// Runs candidates over all windows of a split plan.
struct WindowEvaluator: Sendable {
    let simulator: ReferenceSimulator
    private let lanes: LaneSimulator
    let splits: [Split]
    /// Training windows that start at the same bar share one pass over the longest.
    private let trainGroups: [TrainGroup]

    private struct TrainGroup {
        let start: Int
        /// Ascending ends, of consecutive splits.
        var ends: [Int]
    }

    init(simulator: ReferenceSimulator, splits: [Split]) {
        self.simulator = simulator
        lanes = LaneSimulator(simulator)
        self.splits = splits
        var groups: [TrainGroup] = []
        for split in splits {
            if let last = groups.indices.last, groups[last].start == split.train.lowerBound {
                groups[last].ends.append(split.train.upperBound)
            } else {
                groups.append(
                    TrainGroup(start: split.train.lowerBound, ends: [split.train.upperBound])
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

    /// The metrics of every train and test window of several policies for one position.
    ///
    /// - Parameter policies: From 1 to ``LaneGroup/width``.
    func windows(
        _ position: Position,
        _ policies: [RebalancingPolicy]
    ) -> [Result<CandidateWindows, BacktestError>] {
        let group = LaneGroup(position, policies)
        var windows = policies.map { _ in CandidateWindows(splitCount: splits.count) }
        var isSound = Array(repeating: true, count: policies.count)
        do throws(BacktestError) {
            for trainGroup in trainGroups {
                try lanes.measure(group, start: trainGroup.start, ends: trainGroup.ends) {
                    candidate,
                    _,
                    metrics in
                    guard let metrics else { return isSound[candidate] = false }
                    windows[candidate].train.append(metrics)
                }
            }
            for split in splits {
                try lanes.measure(
                    group,
                    start: split.test.lowerBound,
                    ends: [split.test.upperBound]
                ) { candidate, _, metrics in
                    guard let metrics else { return isSound[candidate] = false }
                    windows[candidate].test.append(metrics)
                }
            }
        } catch {
            return policies.map { _ in .failure(error) }
        }
        return policies.indices.map { candidate in
            if isSound[candidate] { return .success(windows[candidate]) }
            do throws(BacktestError) {
                let (train, test) = try self.windows(position, policies[candidate])
                return .success(CandidateWindows(train: train, test: test))
            } catch {
                return .failure(error)
            }
        }
    }

    func buyAndHold(_ position: Position) throws(BacktestError) -> BuyAndHoldWindows {
        let (train, test) = try windows(position, .never)
        return BuyAndHoldWindows(train: train, test: test)
    }
}

/// The metrics of one candidate, in split order.
struct CandidateWindows {
    var train: [WindowMetrics] = []
    var test: [WindowMetrics] = []

    init(splitCount: Int) {
        train.reserveCapacity(splitCount)
        test.reserveCapacity(splitCount)
    }

    init(train: [WindowMetrics], test: [WindowMetrics]) {
        self.train = train
        self.test = test
    }
}
