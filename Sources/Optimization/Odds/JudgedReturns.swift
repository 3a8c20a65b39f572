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
        let periods = ReturnPeriods(evaluator.testWindows.map(\.bars), interval: table.interval)
        let candidates = slots.map { slot in
            (slot: slot, ordinal: slot / space.space.policies.distinctIndices.count)
        }
        // Buying and holding each portfolio comes first.
        var owners: [Int] = []
        var runs: [PeriodReturns.Run] = []
        if isAgainstOwn {
            var last: Int?
            for candidate in candidates {
                if candidate.ordinal != last {
                    let position = space.allocations.position(ofOrdinal: candidate.ordinal)
                    runs.append(PeriodReturns.Run(position, .never))
                    last = candidate.ordinal
                }
                owners.append(runs.count - 1)
            }
        } else {
            let columns = Set(space.space.allocations.symbols.compactMap(table.index(ofSymbol:)))
                .sorted()
            let share = 1 / Double(columns.count)
            let parts = Array(repeating: share, count: columns.count)
            runs.append(
                PeriodReturns.Run(Position(columns: columns, weighting: .fixed(parts)), .never)
            )
            owners = Array(repeating: 0, count: candidates.count)
        }
        let benchmarkCount = runs.count
        for candidate in candidates {
            runs.append(PeriodReturns.Run(slot: candidate.slot, of: space))
        }
        guard
            let made = PeriodReturns(
                of: runs,
                periods,
                evaluator: evaluator,
                on: executor,
                cancellation: cancellation
            )
        else { return nil }
        let count = periods.count
        let returns = made.values
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
}
