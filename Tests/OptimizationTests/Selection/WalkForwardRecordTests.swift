import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Testing
import Validation

@Suite struct WalkForwardRecordTests {
    /// The best training objective over all listed candidates, found by trying them all.
    @Test(arguments: Objective.singles)
    func selectsTheBestInTrainingWithTheLowestID(criterion: Objective) throws {
        let optimizer = try SmallStudy.optimizer(criterion)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.selection).walkForward
        let figures = try (0..<optimizer.space.count).map {
            try optimizer.figures(of: optimizer.space[$0])
        }
        #expect(record.selections.map(\.split) == optimizer.plan.splits)
        for (index, selection) in record.selections.enumerated() {
            var best = (id: 0, value: -Double.infinity)
            for (candidate, splits) in figures.enumerated() {
                let window = splits[index]
                let value = objective(criterion, window.train, window.trainBuyAndHold)
                if value > best.value { best = (candidate + 1, value) }
            }
            #expect(selection.candidate.id == best.id)
            #expect(selection.candidate == optimizer.space[best.id - 1])
            #expect(selection.trainObjective == best.value)
            let chosen = figures[best.id - 1][index]
            #expect(bits(selection.train) == bits(chosen.train))
            #expect(bits(selection.test) == bits(chosen.test))
            #expect(bits(selection.buyAndHold) == bits(chosen.testBuyAndHold))
        }
    }

    @Test func breaksTiesByTheLowestID() throws {
        // No policy ever trades, so that every objective is 0; 20 policies make two blocks.
        let space = try SearchSpace(
            name: "ties",
            allocations: SmallStudy.space().allocations,
            policies: PolicySpace(
                thresholds: (0..<20).map { 0.9 + Double($0) / 1_000 },
                methods: [.threshold],
                calendarDays: [1],
                minimumIntervalHours: [0],
                momentumVetoes: [false]
            )
        )
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: space,
            settings: SmallStudy.settings()
        )
        for workers in [1, 2, 3, 8] {
            let result = try optimizer.run(on: ThreadPool(workerCount: workers))
            #expect(result.ranking.ids == Array(1...140))
            let record = try #require(result.selection).walkForward
            #expect(record.selections.map(\.candidate.id) == [1, 1, 1])
            #expect(record.outperformance == 0)
        }
    }

    @Test func laysTestWindowsEndToEnd() throws {
        let optimizer = try SmallStudy.optimizer()
        let result = try optimizer.run(on: SequentialExecutor())
        let record = try #require(result.selection).walkForward
        let windows = try record.selections.map {
            try SmallStudy.backtest($0.candidate, $0.split.test, in: optimizer)
        }
        var equity: [Double] = []
        var hold: [Double] = []
        var cost = 0.0
        for window in windows {
            let scale = (equity.last ?? 10_000) / 10_000
            cost += window.metrics.costPaid * scale
            equity += window.equity.map { $0 * scale }
            hold += window.buyAndHoldEquity.map { [scale = (hold.last ?? 10_000) / 10_000] in
                $0 * scale
            }
        }
        #expect(record.equity == equity)
        #expect(record.buyAndHoldEquity == hold)
        #expect(record.timestamps == Array(SmallStudy.table.timestamps[120..<300]))
        // The growth of the windows multiplies.
        let growth = windows.reduce(1) { $0 * (1 + $1.metrics.totalReturn) }
        #expect(abs(record.metrics.totalReturn - (growth - 1)) < 1e-12)
        #expect(record.metrics.bars == 180)
        let rebalances = windows.reduce(0) { $0 + $1.metrics.rebalanceCount }
        #expect(rebalances > 0)
        #expect(record.metrics.rebalanceCount == rebalances)
        #expect(record.metrics.turnover == windows.reduce(0) { $0 + $1.metrics.turnover })
        #expect(record.metrics.costPaid == cost)
        #expect(record.curve == CurveStatistics(equity: equity))
        #expect(
            record.outperformance
                == record.metrics.totalReturn - record.buyAndHold.totalReturn
        )
    }
}
