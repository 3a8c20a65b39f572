import Backtesting
import DataParallel
import MarketData
import Validation

/// Runs candidates over all windows of a split plan.
struct WindowEvaluator: Sendable {
    let simulator: ReferenceSimulator
    let lanes: LaneSimulator
    /// What is run, and which split is made of what.
    let layout: SplitWindows
    /// What policies that use forecasts look at.
    let signals: ForecastSignals

    init(simulator: ReferenceSimulator, layout: SplitWindows, signals: ForecastSignals = .none) {
        self.simulator = simulator
        lanes = LaneSimulator(simulator)
        self.layout = layout
        self.signals = signals
    }

    /// The splits, in order.
    var splits: [Split] { layout.splits }

    /// The test windows of all splits, each once, in time order, and where training begins in the first split
    /// that tests it; that matters to forecasts alone, whose splits share no test window.
    var testWindows: [(bars: Range<Int>, trainingStart: Int)] {
        var starts: [Range<Int>: Int] = [:]
        for split in splits {
            for segment in split.testSegments where starts[segment] == nil {
                starts[segment] = split.trainingStart
            }
        }
        return starts.sorted { $0.key.lowerBound < $1.key.lowerBound }.map { ($0.key, $0.value) }
    }

    /// The same with some training windows and nothing else: windows that begin where training ranges do.
    func alone(_ windows: [Range<Int>]) -> WindowEvaluator {
        WindowEvaluator(
            simulator: simulator,
            lanes: lanes,
            layout: SplitWindows(training: windows),
            signals: signals
        )
    }

    private init(
        simulator: ReferenceSimulator,
        lanes: LaneSimulator,
        layout: SplitWindows,
        signals: ForecastSignals
    ) {
        self.simulator = simulator
        self.lanes = lanes
        self.layout = layout
        self.signals = signals
    }

    /// The metrics of every window, in the layout's order.
    func windows(
        _ position: Position,
        _ policy: RebalancingPolicy
    ) throws(BacktestError) -> [WindowMetrics] {
        var windows: [WindowMetrics] = []
        windows.reserveCapacity(layout.count)
        for group in layout.groups {
            windows += try simulator.metrics(
                position,
                policy,
                start: group.start,
                ends: group.ends,
                signals: signals.table(for: policy, start: group.origin ?? group.start)
            )
        }
        return windows
    }

    /// The figures of a candidate in some splits.
    func figures(
        of candidate: Candidate,
        splits: some Sequence<Int>
    ) throws(BacktestError) -> [SplitFigures] {
        let position = try Position(candidate.allocation, in: simulator.table)
        let hold = try windows(position, .never)
        let own = try windows(position, candidate.policy)
        return splits.map { layout.figures(ofSplit: $0, own, hold: hold) }
    }

    /// The metrics of every window of policies for the same columns, by the members' places; nil if
    /// cancelled.
    ///
    /// - Complexity: O(bars x symbols) for each policy that behaves in its own way in a window.
    func windows(
        _ columns: LaneColumns,
        _ families: [PolicyFamily],
        cancellation: CancellationToken?
    ) -> [Result<[WindowMetrics], BacktestError>]? {
        let count = families.reduce(0) { $0 + $1.members.count }
        var windows = (0..<count).map { _ in
            var windows: [WindowMetrics] = []
            windows.reserveCapacity(layout.count)
            return windows
        }
        var isSound = Array(repeating: true, count: count)
        // A group that holds one with rules runs the slower loop.
        let inLanes =
            families.filter { $0.runsInLanes && !$0.usesRules }
            + families.filter { $0.runsInLanes && $0.usesRules }
        for family in families where !family.runsInLanes {
            for member in family.members { isSound[member.place] = false }
        }
        for group in layout.groups {
            if let cancellation, cancellation.isCancelled { return nil }
            let settled = settle(inLanes, columns.columns, at: group.start)
            if settled.count < inLanes.count {
                // The reference says what is wrong with the others.
                let places = Set(settled.flatMap { $0.family.members.map(\.place) })
                for member in inLanes.flatMap(\.members) where !places.contains(member.place) {
                    isSound[member.place] = false
                }
            }
            do throws(BacktestError) {
                try measure(columns, settled, group) { member, metrics in
                    guard let metrics else { return isSound[member] = false }
                    windows[member].append(metrics)
                }
            } catch {
                return Array(repeating: .failure(error), count: count)
            }
        }
        var results: [Result<[WindowMetrics], BacktestError>] = windows.map { .success($0) }
        for family in families {
            for member in family.members where !isSound[member.place] {
                if let cancellation, cancellation.isCancelled { return nil }
                results[member.place] = Result { () throws(BacktestError) in
                    let position = Position(
                        columns: columns.columns,
                        weighting: family.weighting
                    )
                    return try self.windows(position, member.policy)
                }
            }
        }
        return results
    }

    /// A family, and its weights in the windows that start at a bar.
    private struct SettledFamily {
        let family: PolicyFamily
        let weights: [Double]
    }

    /// Estimates the weights of families from the bars before one, each weighting once; without those that
    /// cannot be estimated.
    private func settle(
        _ families: [PolicyFamily],
        _ columns: [Int],
        at start: Int
    ) -> [SettledFamily] {
        var known: [Weighting: [Double]?] = [:]
        return families.compactMap { family in
            if let weights = family.weighting.fixed {
                return SettledFamily(family: family, weights: weights)
            }
            let weights: [Double]?
            if let found = known[family.weighting] {
                weights = found
            } else {
                weights = try? family.weighting.weights(
                    from: start,
                    columns: columns,
                    in: simulator.table
                )
                known[family.weighting] = .some(weights)
            }
            return weights.map { SettledFamily(family: family, weights: $0) }
        }
    }

    /// Runs the windows of a group. The first member of each family stands for those that would do
    /// the same; the others are run after it, in the same way.
    private func measure(
        _ columns: LaneColumns,
        _ families: [SettledFamily],
        _ group: SplitWindows.Group,
        _ body: (_ member: Int, WindowMetrics?) -> Void
    ) throws(BacktestError) {
        var waiting = families
        var outcomes: [LaneOutcome] = []
        while !waiting.isEmpty {
            var others: [SettledFamily] = []
            for first in stride(from: 0, to: waiting.count, by: LaneGroup.width) {
                let run = waiting[first..<min(first + LaneGroup.width, waiting.count)]
                outcomes.removeAll(keepingCapacity: true)
                try lanes.measure(
                    LaneGroup(
                        columns,
                        run.map {
                            LaneCandidate(
                                weights: $0.weights,
                                policy: $0.family.members[0].policy
                            )
                        }
                    ),
                    start: group.start,
                    ends: group.ends
                ) { _, _, outcome in outcomes.append(outcome) }
                for (lane, settled) in run.enumerated() {
                    let family = settled.family
                    let ends = stride(from: lane, to: outcomes.count, by: run.count)
                    let alike = family.alike(upTo: outcomes[lane + outcomes.count - run.count])
                    for member in family.members[..<alike] {
                        for end in ends { body(member.place, outcomes[end].metrics) }
                    }
                    if let rest = family.dropping(alike) {
                        others.append(SettledFamily(family: rest, weights: settled.weights))
                    }
                }
            }
            waiting = others
        }
    }

    /// What all policies for the same columns have in common.
    func prepare(_ columns: [Int]) -> LaneColumns { lanes.prepare(columns) }
}
