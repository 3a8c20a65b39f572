import Backtesting
import DataParallel
import MarketData
import Validation

/// What candidates made above their benchmark in the test windows, period by period.
///
/// The benchmark of a study that maximises outperformance is buying and holding the candidate's own
/// portfolio; of every other study it is buying and holding all symbols of the space in equal parts, since
/// there the choice of the portfolio is what is judged.
struct JudgedReturns: Sendable {
    /// The candidates' slots, one for each column, ascending.
    let slots: [Int]
    /// Return less that of the benchmark.
    let differences: ReturnMatrix
    /// The periods.
    let periods: ReturnPeriods
    /// The returns of the first benchmark: of the only one, unless each candidate has its own.
    private let benchmarkReturns: [Double]

    /// A portfolio with a policy, bound to columns.
    private struct Run: Sendable {
        let weighting: Weighting
        let policy: RebalancingPolicy

        var runsInLanes: Bool {
            policy.runsInLanes && (weighting.isSettledByWindow || policy.method == .never)
        }
    }

    /// Runs of the same columns, at most a group of lanes.
    private struct Group: Sendable {
        let columns: [Int]
        /// Where its values go.
        let places: Range<Int>
        let runs: [Run]
    }

    /// Simulates candidates over the test windows.
    ///
    /// - Parameters:
    ///   - slots: Distinct candidates, ascending.
    ///   - isAgainstOwn: Whether each is compared with holding its own portfolio.
    ///   - cancellation: When it is cancelled, the result is nil.
    /// - Complexity: O(candidates x bars x symbols).
    init?(
        of slots: [Int],
        space: BoundSpace,
        evaluator: WindowEvaluator,
        isAgainstOwn: Bool,
        on executor: any ParallelExecutor,
        cancellation: CancellationToken?
    ) {
        let table = evaluator.simulator.table
        let capital = evaluator.simulator.settings.capital
        let periods = ReturnPeriods(evaluator.testWindows.map(\.bars), interval: table.interval)
        let candidates = slots.map { slot in
            (slot: slot, ordinal: slot / space.space.policies.distinctIndices.count)
        }
        // Buying and holding each portfolio comes first.
        var owners: [Int] = []
        var entries: [(columns: [Int], run: Run)] = []
        if isAgainstOwn {
            var last: Int?
            for candidate in candidates {
                if candidate.ordinal != last {
                    let position = space.allocations.position(ofOrdinal: candidate.ordinal)
                    entries.append(
                        (position.columns, Run(weighting: position.weighting, policy: .never))
                    )
                    last = candidate.ordinal
                }
                owners.append(entries.count - 1)
            }
        } else {
            let columns = Set(space.space.allocations.symbols.compactMap(table.index(ofSymbol:)))
                .sorted()
            let share = 1 / Double(columns.count)
            entries.append(
                (
                    columns,
                    Run(
                        weighting: .fixed(Array(repeating: share, count: columns.count)),
                        policy: .never
                    )
                )
            )
            owners = Array(repeating: 0, count: candidates.count)
        }
        let benchmarkCount = entries.count
        for candidate in candidates {
            let position = space.allocations.position(ofOrdinal: candidate.ordinal)
            let policies = space.space.policies
            let policy = policies[
                policies.distinctIndices[candidate.slot % policies.distinctIndices.count]
            ]
            entries.append((position.columns, Run(weighting: position.weighting, policy: policy)))
        }
        let groups = Self.groups(entries)
        let count = periods.count
        var returns = Array(repeating: 0.0, count: entries.count * count)
        returns.withUnsafeMutableBufferPointer { buffer in
            // Each group writes its own places alone.
            nonisolated(unsafe) let buffer = buffer
            executor.forEach(count: groups.count, cancellation: cancellation) { index in
                let group = groups[index]
                for (place, values) in zip(
                    group.places,
                    Self.values(of: group, periods, evaluator)
                ) {
                    let own = periods.returns(of: values, capital: capital)
                    for (period, value) in own.enumerated() {
                        buffer[place * count + period] = value
                    }
                }
            }
        }
        if let cancellation, cancellation.isCancelled { return nil }
        // A candidate that fails has no place among the others.
        let sound = candidates.indices.filter { candidate in
            let first = (benchmarkCount + candidate) * count
            let own = owners[candidate] * count
            return (0..<count).allSatisfy {
                returns[first + $0].isFinite && returns[own + $0].isFinite
            }
        }
        var differences: [Double] = []
        differences.reserveCapacity(sound.count * count)
        for candidate in sound {
            let first = (benchmarkCount + candidate) * count
            let own = owners[candidate] * count
            for period in 0..<count {
                differences.append(returns[first + period] - returns[own + period])
            }
        }
        self.slots = sound.map { slots[$0] }
        self.periods = periods
        benchmarkReturns = Array(returns[..<count])
        self.differences = ReturnMatrix(
            periods: count,
            columns: sound.count,
            values: differences
        )
    }

    /// The benchmark's returns in some of the test windows.
    func benchmark(of some: [Range<Int>]) -> [Double] {
        var returns: [Double] = []
        var first = 0
        for window in periods.windows {
            if some.contains(where: { $0.lowerBound == window.start }) {
                returns += benchmarkReturns[first..<first + window.ends.count]
            }
            first += window.ends.count
        }
        return returns
    }

    private static func groups(_ entries: [(columns: [Int], run: Run)]) -> [Group] {
        var groups: [Group] = []
        var first = 0
        while first < entries.count {
            let columns = entries[first].columns
            var end = first + 1
            while end < entries.count, end - first < 8 * LaneGroup.width,
                entries[end].columns == columns
            {
                end += 1
            }
            groups.append(
                Group(
                    columns: columns,
                    places: first..<end,
                    runs: entries[first..<end].map(\.run)
                )
            )
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
        let columns = evaluator.prepare(group.columns)
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
                    columns: group.columns,
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
                    Position(columns: group.columns, weighting: weighting),
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
