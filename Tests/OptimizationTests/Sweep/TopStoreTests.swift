import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct TopStoreTests {
    /// The best of a study whose candidates are all kept are those that are kept, with the same
    /// bits, whoever runs the blocks.
    @Test(arguments: [1, 2, 3, 8], [1, 7, 40, 100_000])
    func keepsTheBest(workers: Int, limit: Int) throws {
        let whole = try run(.all, on: SequentialExecutor())
        let top = try run(.top(limit), on: ThreadPool(workerCount: workers))
        let kept = min(limit, whole.ranking.ids.count)
        #expect(top.ranking.ids == Array(whole.ranking.ids.prefix(kept)))
        for id in top.ranking.ids {
            let (one, other) = (top.summary(ofID: id), whole.summary(ofID: id))
            #expect(one.map(bits) == other.map(bits))
        }
        #expect(top.evaluations.finishedCount == whole.evaluations.finishedCount)
        #expect(top.evaluations.failedCount == 0)
        let lines = top.selection?.walkForward.selections.map(\.candidate.id)
        #expect(lines == whole.selection?.walkForward.selections.map(\.candidate.id))
        if kept < whole.ranking.ids.count, let last = whole.ranking.ids.last {
            guard case .notKept = top.evaluations[id: last] else {
                Issue.record("the worst candidate is kept")
                return
            }
        }
    }

    @Test func countsSensitivitiesOfAll() throws {
        let whole = try run(.all, on: SequentialExecutor())
        let top = try run(.top(3), on: ThreadPool(workerCount: 3))
        let exact = try #require(whole.selection).sensitivities.filter { $0.factor != "weights" }
        let counted = try #require(top.selection).sensitivities
        #expect(counted.map(\.factor) == exact.map(\.factor))
        #expect(exact.count >= 5)
        for (one, other) in zip(counted, exact) {
            #expect(one.levels.map(\.label) == other.levels.map(\.label))
            for (level, expected) in zip(one.levels, other.levels) {
                #expect(level.count == expected.count)
                #expect(abs(level.mean - expected.mean) < 1e-14)
                #expect(abs(level.median - expected.median) <= 0.004 * abs(expected.median) + 0.002)
                #expect(level.best == expected.best)
                #expect(level.shareAboveBuyAndHold == expected.shareAboveBuyAndHold)
            }
        }
    }

    /// Workers count in totals of their own where they would have to wait for each other.
    @Test func mergesWhatWorkersHaveCounted() throws {
        let table = SyntheticPrices.randomWalk(bars: 400, symbols: 4, interval: 86_400, seed: 5)
        let space = try BoundSpace(Self.space(), table: table)
        let factors = SensitivityFactors(space)
        var whole = SensitivityTotals(factors)
        var parts = [whole, whole, whole]
        for slot in 0..<space.distinctCount {
            let value = Double(slot * 37 % 101) / 8 - 3
            whole.add(slot, value, isAhead: slot % 3 == 0, factors)
            parts[slot * 5 % 3].add(slot, value, isAhead: slot % 3 == 0, factors)
        }
        parts[1].merge(parts[2])
        parts[1].merge(parts[0])
        let expected = whole.sensitivities(factors)
        #expect(expected.count >= 5)
        #expect(parts[1].sensitivities(factors) == expected)
    }

    @Test func findsACandidateNearTheMedian() throws {
        let whole = try run(.all, on: SequentialExecutor())
        let top = try run(.top(3), on: ThreadPool(workerCount: 2))
        let values = [whole.ranking.medianID, top.ranking.medianID].map { id in
            whole.summary(ofID: id).map { Objective.sharpe.testValue(of: $0) } ?? .nan
        }
        #expect(abs(values[0] - values[1]) <= 0.004 * abs(values[0]))
    }

    private func run(
        _ keep: Keep,
        on executor: some ParallelExecutor
    ) throws -> OptimizationResult {
        let table = SyntheticPrices.randomWalk(bars: 1_200, symbols: 4, interval: 86_400, seed: 4)
        let settings = OptimizationSettings(
            walkForward: WalkForward(windowDays: 200, testWindows: 3),
            objective: .sharpe,
            keep: keep,
            odds: .off
        )
        let optimizer = try Optimizer(table: table, space: Self.space(), settings: settings)
        return try optimizer.run(on: executor)
    }

    private static func space() throws -> SearchSpace {
        try SearchSpace(
            name: "grid",
            allocations: .sets(
                AssetSets(
                    sets: [["S1", "S2"], ["S2", "S3", "S4"], ["S1", "S2"], ["S4", "S1"]],
                    weightings: [
                        2: [[0.5, 0.5], [0.75, 0.25], [0.5, 0.5]],
                        3: .simplex(SimplexGrid(size: 3, parts: 5)),
                    ]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.02, 0.1],
                methods: [.threshold, .calendar, .hybrid],
                calendarDays: [20, 90],
                minimumIntervalHours: [0, 200],
                momentumVetoes: [false, true]
            )
        )
    }
}
