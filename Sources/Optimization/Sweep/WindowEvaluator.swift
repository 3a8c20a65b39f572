import Backtesting
import DataParallel
import MarketData
import Validation

/// Runs candidates over all windows of a split plan.
struct WindowEvaluator: Sendable {
    let simulator: ReferenceSimulator
    private let lanes: LaneSimulator
    let splits: [Split]
    /// Training windows that start at the same bar share one pass over the longest.
    private let trainGroups: [WindowGroup]

    /// Windows that start at the same bar and are run in one pass.
    private struct WindowGroup {
        let start: Int
        /// Ascending ends, of consecutive splits.
        var ends: [Int]
    }

    init(simulator: ReferenceSimulator, splits: [Split]) {
        self.simulator = simulator
        lanes = LaneSimulator(simulator)
        self.splits = splits
        var groups: [WindowGroup] = []
        for split in splits {
            if let last = groups.indices.last, groups[last].start == split.train.lowerBound {
                groups[last].ends.append(split.train.upperBound)
            } else {
                groups.append(
                    WindowGroup(start: split.train.lowerBound, ends: [split.train.upperBound])
                )
            }
        }
        trainGroups = groups
    }

    /// The number of bars that a candidate is run over.
    var barCount: Int {
        trainGroups.reduce(0) { $0 + ($1.ends.last ?? $1.start) - $1.start }
            + splits.reduce(0) { $0 + $1.test.count }
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

    /// The metrics of every train and test window of policies for the same columns, by the members'
    /// places; nil if cancelled.
    ///
    /// - Complexity: O(bars x symbols) for each policy that behaves in its own way in a window.
    func windows(
        _ columns: LaneColumns,
        _ families: [PolicyFamily],
        cancellation: CancellationToken?
    ) -> [Result<CandidateWindows, BacktestError>]? {
        let count = families.reduce(0) { $0 + $1.members.count }
        var windows = Array(repeating: CandidateWindows(splitCount: splits.count), count: count)
        var isSound = Array(repeating: true, count: count)
        let tests = splits.map {
            WindowGroup(start: $0.test.lowerBound, ends: [$0.test.upperBound])
        }
        for (index, group) in (trainGroups + tests).enumerated() {
            if let cancellation, cancellation.isCancelled { return nil }
            do throws(BacktestError) {
                try measure(columns, families, group) { member, metrics in
                    guard let metrics else { return isSound[member] = false }
                    if index < trainGroups.count {
                        windows[member].train.append(metrics)
                    } else {
                        windows[member].test.append(metrics)
                    }
                }
            } catch {
                return Array(repeating: .failure(error), count: count)
            }
        }
        var results: [Result<CandidateWindows, BacktestError>] = windows.map { .success($0) }
        for family in families {
            for member in family.members where !isSound[member.place] {
                results[member.place] = Result { () throws(BacktestError) in
                    let position = Position(columns: columns.columns, weights: family.weights)
                    let (train, test) = try self.windows(position, member.policy)
                    return CandidateWindows(train: train, test: test)
                }
            }
        }
        return results
    }

    /// Runs the windows of a group. The first member of each family stands for those that would do
    /// the same; the others are run after it, in the same way.
    private func measure(
        _ columns: LaneColumns,
        _ families: [PolicyFamily],
        _ group: WindowGroup,
        _ body: (_ member: Int, WindowMetrics?) -> Void
    ) throws(BacktestError) {
        var waiting = families
        var outcomes: [LaneOutcome] = []
        while !waiting.isEmpty {
            var others: [PolicyFamily] = []
            for first in stride(from: 0, to: waiting.count, by: LaneGroup.width) {
                let run = waiting[first..<min(first + LaneGroup.width, waiting.count)]
                outcomes.removeAll(keepingCapacity: true)
                try lanes.measure(
                    LaneGroup(
                        columns,
                        run.map { LaneCandidate(weights: $0.weights, policy: $0.members[0].policy) }
                    ),
                    start: group.start,
                    ends: group.ends
                ) { _, _, outcome in outcomes.append(outcome) }
                for (lane, family) in run.enumerated() {
                    let ends = stride(from: lane, to: outcomes.count, by: run.count)
                    let alike = family.alike(upTo: outcomes[lane + outcomes.count - run.count])
                    for member in family.members[..<alike] {
                        for end in ends { body(member.place, outcomes[end].metrics) }
                    }
                    if let rest = family.dropping(alike) { others.append(rest) }
                }
            }
            waiting = others
        }
    }

    /// What all policies for the same columns have in common.
    func prepare(_ columns: [Int]) -> LaneColumns { lanes.prepare(columns) }

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
