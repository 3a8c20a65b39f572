import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct PathRecordTests {
    /// The best mean over training segments, weighted by bars, found by trying all candidates.
    @Test(arguments: Objective.singles, SmallStudy.segmented.prefix(2))
    func selectsTheBestInTraining(criterion: Objective, scheme: SplitScheme) throws {
        let optimizer = try SmallStudy.optimizer(scheme, criterion)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.selection).walkForward
        let figures = try (0..<optimizer.space.count).map {
            try optimizer.figures(of: optimizer.space[$0])
        }
        #expect(record.selections.map(\.split) == optimizer.plan.splits)
        for (index, selection) in record.selections.enumerated() {
            var best = -Double.infinity
            for splits in figures {
                let window = splits[index]
                let value = objective(criterion, window.train, window.trainBuyAndHold)
                if value > best { best = value }
            }
            let tolerance = 1e-12 * max(1, abs(best))
            #expect(abs(selection.trainObjective - best) <= tolerance)
            let chosen = figures[selection.candidate.id - 1][index]
            let value = objective(criterion, chosen.train, chosen.trainBuyAndHold)
            #expect(abs(value - best) <= tolerance)
            #expect(bits(selection.train) == bits(chosen.train))
            #expect(bits(selection.test) == bits(chosen.test))
            #expect(bits(selection.buyAndHold) == bits(chosen.testBuyAndHold))
        }
    }

    /// Every path from backtests of its windows by themselves.
    @Test(arguments: SmallStudy.segmented)
    func laysTheWindowsOfEveryPathEndToEnd(scheme: SplitScheme) throws {
        let optimizer = try SmallStudy.optimizer(scheme)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let record = try #require(result.selection).walkForward
        #expect(record.paths.map(\.number) == optimizer.plan.paths.map(\.number))
        var curves: [[Double]] = []
        for (path, own) in zip(optimizer.plan.paths, record.paths) {
            var equity: [Double] = []
            var hold: [Double] = []
            var rebalances = 0
            for part in path.parts {
                let selection = record.selections[part.split]
                let window = try SmallStudy.backtest(
                    selection.candidate,
                    selection.split.testSegments[part.segment],
                    in: optimizer
                )
                equity += window.equity.map { [scale = (equity.last ?? 10_000) / 10_000] in
                    $0 * scale
                }
                hold += window.buyAndHoldEquity.map { [scale = (hold.last ?? 10_000) / 10_000] in
                    $0 * scale
                }
                rebalances += window.metrics.rebalanceCount
            }
            #expect(equity.count == 300)
            let whole = WindowMetrics(
                equity: equity,
                initialValue: 10_000,
                barsPerYear: optimizer.simulation.barsPerYear
            )
            #expect(own.metrics.totalReturn == whole.totalReturn)
            #expect(own.metrics.sharpeRatio == whole.sharpeRatio)
            #expect(own.metrics.maxDrawdown == whole.maxDrawdown)
            #expect(own.metrics.rebalanceCount == rebalances)
            #expect(own.buyAndHold.totalReturn == hold[299] / 10_000 - 1)
            curves.append(equity)
        }
        #expect(record.equity == curves[record.shownPath - 1])
        #expect(record.timestamps == optimizer.table.timestamps)
        #expect(bits(record.metrics) == bits(record.paths[record.shownPath - 1].metrics))
        let sorted = record.paths.map(\.outperformance).sorted()
        #expect(record.outperformance == sorted[(sorted.count - 1) / 2])
    }

    @Test func aDistributionNeedsSeveralPaths() throws {
        let folds = try SmallStudy.optimizer(SmallStudy.segmented[0]).run(on: SequentialExecutor())
        let record = try #require(folds.selection).walkForward
        #expect(record.paths.count == 1)
        #expect(record.distribution == nil)
        let groups = try SmallStudy.optimizer(SmallStudy.segmented[1]).run(on: SequentialExecutor())
        let paths = try #require(groups.selection).walkForward.paths
        let distribution = try #require(groups.selection?.walkForward.distribution)
        #expect(distribution.pathCount == 5)
        let sharpe = paths.map(\.metrics.sharpeRatio).sorted()
        // Five values: the quartiles are the second and the fourth.
        #expect(
            distribution.sharpeRatio == Spread(sharpe)
                && [
                    distribution.sharpeRatio.minimum, distribution.sharpeRatio.lowerQuartile,
                    distribution.sharpeRatio.median, distribution.sharpeRatio.upperQuartile,
                    distribution.sharpeRatio.maximum,
                ] == sharpe
        )
        let deepest = try #require(paths.map(\.metrics.maxDrawdown).min())
        #expect(distribution.maxDrawdown.minimum == deepest)
        #expect(
            distribution.shareAboveBuyAndHold
                == Double(paths.count { $0.outperformance > 0 }) / 5
        )
        #expect(Set(sharpe).count > 1)
    }

    @Test func quartilesAreInterpolated() {
        let spread = Spread([4, 1, 3, 2])
        #expect(spread.minimum == 1 && spread.maximum == 4)
        #expect(spread.lowerQuartile == 1.75)
        #expect(spread.median == 2.5)
        #expect(spread.upperQuartile == 3.25)
        #expect(Spread([7]).lowerQuartile == 7)
    }

    /// 15 splits test 6 groups: 6 differences, not 15.
    @Test func theComparisonCountsEveryTestWindowOnce() throws {
        let optimizer = try SmallStudy.optimizer(SmallStudy.segmented[1])
        let result = try optimizer.run(on: SequentialExecutor())
        let comparison = try #require(result.selection).comparison
        let differences = try (0..<6).map { group in
            let window = group * 50..<(group + 1) * 50
            let best = try SmallStudy.backtest(comparison.best, window, in: optimizer)
            let median = try SmallStudy.backtest(comparison.median, window, in: optimizer)
            return best.outperformance - median.outperformance
        }
        #expect(comparison.differences == differences)
        #expect(comparison.test?.pairs == 6)
    }
}
