import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Testing
import Validation

@Suite struct RankingTests {
    @Test(arguments: Objective.singles)
    func ordersDistinctCandidatesByTheirTestObjective(criterion: Objective) throws {
        let result = try SmallStudy.optimizer(criterion).run(on: SequentialExecutor())
        let ids = result.ranking.ids
        let values = try ids.map { criterion.testValue(of: try #require(result.summary(ofID: $0))) }
        #expect(Set(ids) == Set(result.evaluations.finished.map(\.id)))
        #expect(ids.count == 196)
        for place in 1..<ids.count {
            let isOrdered =
                values[place - 1] > values[place]
                || values[place - 1] == values[place] && ids[place - 1] < ids[place]
            #expect(isOrdered, "place \(place)")
        }
        #expect(result.best.id == ids[0])
        #expect(result.ranking.medianID == ids[97])
    }

    @Test func putsCandidatesWithoutAnObjectiveLast() throws {
        // A and B only rise: no drawdown, no Calmar ratio. C falls and rises.
        let bars = 60
        let table = HandmadePrices.table([
            "A": (0..<bars).map { 100 + Double($0) },
            "B": (0..<bars).map { 200 + Double($0) },
            "C": (0..<bars).map { $0.isMultiple(of: 2) ? 100 : 50 },
        ])
        let space = try SearchSpace(
            name: "undefined",
            allocations: .sets(
                AssetSets(
                    sets: [["A", "B"], ["A", "C"], ["B", "C"]],
                    weightings: [2: [[0.5, 0.5]]]
                )
            ),
            policies: PolicySpace(
                thresholds: [0.9, 0.95],
                methods: [.threshold],
                calendarDays: [1],
                minimumIntervalHours: [0],
                momentumVetoes: [false]
            )
        )
        var settings = OptimizationSettings(objective: .calmar, odds: .off)
        settings.walkForward.windowDays = 20
        settings.walkForward.testWindows = 2
        let optimizer = try Optimizer(table: table, space: space, settings: settings)
        let result = try optimizer.run(on: SequentialExecutor())
        #expect(result.ranking.ids.count == 6)
        #expect(result.ranking.ids.suffix(2) == [1, 2])
        #expect(try #require(result.summary(ofID: 1)).testCalmar.isNaN)
        // Nor does an undefined training objective win, though its id is the lowest.
        let selection = try #require(result.selection)
        #expect(selection.walkForward.selections.allSatisfy { $0.candidate.id > 2 })
        #expect(selection.walkForward.selections.count == 2)
    }

    @Test func stillChoosesWhenNoObjectiveIsDefined() throws {
        let table = HandmadePrices.table([
            "A": (0..<60).map { 100 + Double($0) }, "B": (0..<60).map { 200 + Double($0) },
        ])
        var settings = OptimizationSettings(objective: .calmar, odds: .off)
        settings.walkForward.windowDays = 20
        settings.walkForward.testWindows = 2
        let optimizer = try Optimizer(
            table: table,
            space: .automatic(for: table),
            settings: settings
        )
        let result = try optimizer.run(on: SequentialExecutor())
        let selection = try #require(result.selection)
        #expect(result.best.id == 1)
        #expect(selection.walkForward.selections.map(\.candidate.id) == [1, 1])
        #expect(selection.comparison.test == nil)
        #expect(selection.comparison.differences.allSatisfy { $0.isNaN })
        #expect(selection.sensitivities.isEmpty)
    }
}
