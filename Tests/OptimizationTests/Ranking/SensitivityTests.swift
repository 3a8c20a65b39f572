import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Testing

@Suite struct SensitivityTests {
    /// Two portfolios, two thresholds, two methods: eight listed candidates, six distinct.
    private func result() throws -> OptimizationResult {
        let space = try SearchSpace(
            name: "tiny",
            allocations: .sets(
                AssetSets(sets: [["A", "B"], ["A", "C"]], weightings: [2: [[0.5, 0.5]]])
            ),
            policies: PolicySpace(
                thresholds: [0.01, 0.025],
                methods: [.threshold, .calendar],
                calendarDays: [5],
                minimumIntervalHours: [24],
                momentumVetoes: [false]
            )
        )
        return try Optimizer(table: SmallStudy.table, space: space, settings: SmallStudy.settings())
            .run(on: SequentialExecutor())
    }

    @Test func groupsListedCandidatesByEachFactorWithSeveralValues() throws {
        let result = try result()
        #expect(result.evaluations.distinctCount == 6)
        let sensitivities = try #require(result.selection).sensitivities
        #expect(sensitivities.map(\.factor) == ["asset set", "threshold", "method"])
        // Ids by threshold and method: 1 and 5 are .01 threshold, 2 and 6 .01 calendar, 3 and 7
        // .025 threshold, 4 and 8 .025 calendar.
        let groups: [[(String, [Int])]] = [
            [("A|B", [1, 2, 3, 4]), ("A|C", [5, 6, 7, 8])],
            [("0.01", [1, 2, 5, 6]), ("0.025", [3, 4, 7, 8])],
            [("threshold", [1, 3, 5, 7]), ("calendar", [2, 4, 6, 8])],
        ]
        for (sensitivity, expected) in zip(sensitivities, groups) {
            #expect(sensitivity.levels.map(\.label) == expected.map(\.0))
            for (level, ids) in zip(sensitivity.levels, expected.map(\.1)) {
                let values = try ids.map {
                    try #require(result.summary(ofID: $0)).testOutperformance
                }
                let sorted = values.sorted()
                #expect(level.count == 4)
                #expect(level.mean == (values[0] + values[1] + values[2] + values[3]) / 4)
                #expect(level.median == (sorted[1] + sorted[2]) / 2)
                #expect(level.best == sorted[3])
                #expect(level.shareAboveBuyAndHold == Double(values.count { $0 > 0 }) / 4)
            }
            let means = sensitivity.levels.map(\.mean)
            #expect(sensitivity.effect == abs(means[0] - means[1]))
            #expect(sensitivity.effect > 0)
        }
    }

    @Test func namesEveryFactor() throws {
        let whole = try SmallStudy.optimizer().run(on: SequentialExecutor())
        let sensitivities = try #require(whole.selection).sensitivities
        #expect(
            sensitivities.map(\.factor) == [
                "asset set", "weights", "threshold", "method", "calendar days", "momentum filter",
            ]
        )
        #expect(
            sensitivities.map { $0.levels.map(\.label) } == [
                ["A|B", "C|A", "A|B|C"],
                ["0.5/0.5", "0.75/0.25", "0.25/0.25/0.5", "0.5/0.25/0.25", "0.125/0.125/0.75"],
                ["0.01", "0.02", "0.04", "0.9"], ["threshold", "calendar", "hybrid"],
                ["5", "11"], ["off", "on"],
            ]
        )
        // Every listed candidate is in one level of each factor.
        for sensitivity in sensitivities {
            #expect(sensitivity.levels.reduce(0) { $0 + $1.count } == 336)
        }
    }
}
