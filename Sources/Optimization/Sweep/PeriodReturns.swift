import Backtesting
import DataParallel
import MarketData

/// What portfolios make in each period of the test windows.
struct PeriodReturns: Sendable {
    /// A portfolio with a policy, bound to columns.
    struct Run: Sendable {
        let columns: [Int]
        let weighting: Weighting
        let policy: RebalancingPolicy

        init(_ position: Position, _ policy: RebalancingPolicy) {
            columns = position.columns
            weighting = position.weighting
            self.policy = policy
        }

        /// A distinct candidate of a space.
        init(slot: Int, of space: BoundSpace) {
            let policies = space.space.policies
            let (ordinal, place) = slot.quotientAndRemainder(
                dividingBy: policies.distinctIndices.count
            )
            self.init(
                space.allocations.position(ofOrdinal: ordinal),
                policies[policies.distinctIndices[place]]
            )
        }

        fileprivate var runsInLanes: Bool {
            policy.runsInLanes && (weighting.isSettledByWindow || policy.method == .never)
        }
    }

    /// Runs of the same columns, at most a few groups of lanes.
    private struct Group: Sendable {
        /// Where its values go.
        let places: Range<Int>
        let runs: [Run]
    }

    /// Run by run, see ``ReturnPeriods/returns(of:capital:)``; NaN from where one fails.
    let values: [Double]

    /// Simulates runs; those of the same columns should stand side by side. Nil if cancelled.
    ///
    /// - Complexity: O(runs x bars x symbols).
    init?(
        of runs: [Run],
        _ periods: ReturnPeriods,
        evaluator: WindowEvaluator,
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?
    ) {
        let capital = evaluator.simulator.settings.capital
        let groups = Self.groups(runs)
        let count = periods.count
        var values = Array(repeating: 0.0, count: runs.count * count)
        values.withUnsafeMutableBufferPointer { buffer in
            // Each group writes its own places alone.
            nonisolated(unsafe) let buffer = buffer
            executor.forEach(count: groups.count, cancellation: cancellation) { index in
                let group = groups[index]
                let found = Self.values(of: group, periods, evaluator)
                for (place, own) in zip(group.places, found) {
                    for (period, value) in periods.returns(of: own, capital: capital).enumerated() {
                        buffer[place * count + period] = value
                    }
                }
            }
        }
        if let cancellation, cancellation.isCancelled { return nil }
        self.values = values
    }

    private static func groups(_ runs: [Run]) -> [Group] {
        var groups: [Group] = []
        var first = 0
        while first < runs.count {
            let columns = runs[first].columns
            var end = first + 1
            while end < runs.count, end - first < 8 * LaneGroup.width,
                runs[end].columns == columns
            {
                end += 1
            }
            groups.append(Group(places: first..<end, runs: Array(runs[first..<end])))
            first = end
        }
        return groups
    }

    /// What the runs of a group are worth at the end of each period; NaN from where one fails.
    private static func values(
        of group: Group,
        _ periods: ReturnPeriods,
        _ evaluator: WindowEvaluator
    ) -> [[Double]] {
        var values = group.runs.map { _ in Array(repeating: Double.nan, count: periods.count) }
        let columns = evaluator.prepare(group.runs[0].columns)
        let tests = evaluator.testWindows
        let lanes = group.runs.indices.filter { group.runs[$0].runsInLanes }
        let inLanes =
            lanes.filter { !group.runs[$0].policy.usesRules }
            + lanes.filter { group.runs[$0].policy.usesRules }
        let byReference = group.runs.indices.filter { !group.runs[$0].runsInLanes }
        var first = 0
        for window in periods.windows {
            // One that fails stays NaN here; the sweep has recorded why.
            let weights = inLanes.map { run in
                try? group.runs[run].weighting.weights(
                    from: window.start,
                    columns: group.runs[0].columns,
                    in: evaluator.simulator.table
                )
            }
            let settled = zip(inLanes, weights).compactMap { run, weights in
                weights.map { (run: run, weights: $0) }
            }
            for some in stride(from: 0, to: settled.count, by: LaneGroup.width) {
                let members = settled[some..<min(some + LaneGroup.width, settled.count)]
                evaluator.lanes.equity(
                    LaneGroup(
                        columns,
                        members.map {
                            LaneCandidate(
                                weights: $0.weights,
                                policy: group.runs[$0.run].policy
                            )
                        }
                    ),
                    start: window.start,
                    ends: window.ends
                ) { lane, end, value in
                    values[members[members.startIndex + lane].run][first + end] = value
                }
            }
            for run in byReference {
                let (weighting, policy) = (group.runs[run].weighting, group.runs[run].policy)
                let trainStart = tests[window.split].trainingStart
                let equity = try? evaluator.simulator.equity(
                    Position(columns: group.runs[run].columns, weighting: weighting),
                    policy,
                    start: window.start,
                    ends: window.ends,
                    signals: evaluator.signals.table(for: policy, start: trainStart)
                )
                for (end, value) in (equity ?? []).enumerated() { values[run][first + end] = value }
            }
            first += window.ends.count
        }
        return values
    }
}
