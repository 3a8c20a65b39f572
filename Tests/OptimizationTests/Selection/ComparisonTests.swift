import Backtesting
import DataParallel
import Optimization
import Testing
import Validation

@Suite struct ComparisonTests {
    @Test(arguments: [Objective.outperformance, .sharpe])
    func comparesTheBestWithTheMedianSplitBySplit(criterion: Objective) throws {
        let optimizer = try SmallStudy.optimizer(criterion)
        let result = try optimizer.run(on: SequentialExecutor())
        let comparison = try #require(result.selection).comparison
        let ids = result.ranking.ids
        #expect(comparison.best == optimizer.space[ids[0] - 1])
        #expect(comparison.best == result.best)
        // 196 candidates: the better of numbers 98 and 99.
        #expect(ids.count == 196)
        #expect(comparison.median == optimizer.space[ids[97] - 1])
        func values(_ candidate: Candidate) throws -> [Double] {
            try optimizer.plan.splits.map { split in
                let run = try SmallStudy.backtest(candidate, split.test, in: optimizer)
                return objective(criterion, run.metrics, run.buyAndHold)
            }
        }
        let best = try values(comparison.best)
        let median = try values(comparison.median)
        let differences = zip(best, median).map { $0 - $1 }
        #expect(comparison.differences == differences)
        #expect(comparison.test == PairedTest(differences: differences, seed: 3))
        #expect(differences.reduce(0, +) > 0)
    }

    @Test func keepsTheFiguresOfTheBest() throws {
        let optimizer = try SmallStudy.optimizer()
        let result = try optimizer.run(on: SequentialExecutor())
        let figures = try #require(result.selection).bestFigures
        #expect(figures.map(\.split) == optimizer.plan.splits)
        for window in figures {
            let test = try SmallStudy.backtest(result.best, window.split.test, in: optimizer)
            let train = try SmallStudy.backtest(result.best, window.split.train, in: optimizer)
            #expect(bits(window.test) == bits(test.metrics))
            #expect(bits(window.train) == bits(train.metrics))
            #expect(window.testOutperformance == test.outperformance)
            #expect(window.trainOutperformance == train.outperformance)
        }
    }
}
