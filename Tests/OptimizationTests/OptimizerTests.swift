import Backtesting
import DataParallel
import MarketData
import Optimization
import TestSupport
import Testing
import Validation

@Suite struct OptimizerTests {
    @Test func countsWhatItWillDo() throws {
        let optimizer = try SmallStudy.optimizer()
        #expect(optimizer.space.count == 7 * 48)
        // threshold 4 x 2, calendar 2 x 2, hybrid 4 x 2 x 2.
        #expect(optimizer.distinctCount == 7 * 28)
        #expect(optimizer.plan.splits.count == 3)
        #expect(optimizer.backtestCount == 7 * 28 * 3 * 2)
        #expect(optimizer.notes.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        let optimizer = try SmallStudy.optimizer()
        let sequential = try optimizer.run(on: SequentialExecutor())
        let threaded = try optimizer.run(on: ThreadPool(workerCount: workers))
        #expect(fingerprint(threaded) == fingerprint(sequential))
        #expect(Set(fingerprint(sequential)).count > 50)
        #expect(threaded.ranking.ids == sequential.ranking.ids)
        let one = try #require(sequential.selection)
        let other = try #require(threaded.selection)
        #expect(
            other.walkForward.selections.map(\.candidate)
                == one.walkForward.selections.map(\.candidate)
        )
        #expect(other.walkForward.equity == one.walkForward.equity)
        #expect(bits(other.walkForward.metrics) == bits(one.walkForward.metrics))
        #expect(other.comparison.differences == one.comparison.differences)
        #expect(other.comparison.test == one.comparison.test)
        #expect(
            other.sensitivities.map { $0.levels.map(\.mean) }
                == one.sensitivities.map { $0.levels.map(\.mean) }
        )
    }

    /// Every listed candidate, also one that shares another's evaluation, against backtests of its
    /// own in every split.
    @Test func equalsSeparateBacktests() throws {
        let optimizer = try SmallStudy.optimizer()
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        #expect(result.isComplete)
        for id in stride(from: 1, through: optimizer.space.count, by: 5) {
            let candidate = optimizer.space[id - 1]
            let train = try optimizer.plan.splits.map {
                try SmallStudy.backtest(candidate, $0.train, in: optimizer)
            }
            let test = try optimizer.plan.splits.map {
                try SmallStudy.backtest(candidate, $0.test, in: optimizer)
            }
            let summary = try #require(result.summary(ofID: id))
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / 3 }
            let out = test.map(\.outperformance)
            #expect(summary.splitsTested == 3)
            #expect(summary.testOutperformance == mean(out))
            #expect(summary.testReturn == mean(test.map(\.metrics.totalReturn)))
            #expect(summary.testSharpe == mean(test.map(\.metrics.sharpeRatio)))
            #expect(summary.testDrawdown == mean(test.map(\.metrics.maxDrawdown)))
            #expect(summary.testSortino == mean(test.map(\.metrics.sortinoRatio)))
            #expect(summary.testCalmar == mean(test.map(\.metrics.calmarRatio)))
            #expect(summary.testVolatility == mean(test.map(\.metrics.volatility)))
            #expect(summary.testTurnover == mean(test.map(\.metrics.turnover)))
            #expect(summary.testCost == mean(test.map(\.metrics.costPaid)))
            #expect(summary.testRebalances == mean(test.map { Double($0.metrics.rebalanceCount) }))
            #expect(summary.testWinRate == Double(out.count { $0 > 0 }) / 3)
            let deviation = Moments.standardDeviation(out, ddof: 0)
            #expect(abs(summary.testConsistency - deviation) <= 1e-15)
            #expect(summary.trainOutperformance == mean(train.map(\.outperformance)))
            #expect(summary.trainReturn == mean(train.map(\.metrics.totalReturn)))
            #expect(summary.trainSharpe == mean(train.map(\.metrics.sharpeRatio)))
            #expect(summary.trainDrawdown == mean(train.map(\.metrics.maxDrawdown)))
            #expect(
                summary.generalizationGap
                    == summary.trainOutperformance - summary.testOutperformance
            )
        }
    }

    @Test func evaluatesDuplicatesOnceAndReportsThemAll() throws {
        let optimizer = try SmallStudy.optimizer()
        let evaluations = try optimizer.run(on: SequentialExecutor()).evaluations
        #expect(evaluations.listedCount == 336)
        #expect(evaluations.distinctCount == 196)
        #expect(evaluations.finishedCount == 196)
        #expect(evaluations.failedCount == 0)
        #expect(evaluations.firstFailure == nil)
        // Ids 1 and 3 differ in the calendar, which the threshold method does not look at; 5 and
        // 17 differ in the threshold, which the calendar method does not look at.
        #expect(evaluations.canonicalID(of: 3) == 1)
        #expect(evaluations.canonicalID(of: 17) == 5)
        #expect(evaluations.canonicalID(of: 9) == 9)
        #expect(evaluations.finished.map(\.id).sorted() == evaluations.finished.map(\.id))
        #expect(evaluations.finished.allSatisfy { evaluations.canonicalID(of: $0.id) == $0.id })
    }

    @Test func usesTheSettings() throws {
        let settings = OptimizationSettings(
            walkForward: WalkForward(windowDays: 20, testWindows: 9),
            costs: try TradingCosts(commission: 0.01, slippage: 0),
            capital: 50,
            barsPerYear: 100,
            odds: .off
        )
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: SmallStudy.space(),
            settings: settings
        )
        #expect(optimizer.simulation.capital == 50)
        #expect(optimizer.simulation.barsPerYear == 100)
        #expect(optimizer.simulation.costs.rate == 0.01)
        #expect(
            optimizer.notes == [
                "The data reaches back 100 days: 4 test windows of 20 days instead of 9."
            ]
        )
    }

    @Test func passesErrorsOn() throws {
        let space = try SmallStudy.space()
        let short = #expect(throws: OptimizationError.self) {
            try Optimizer(
                table: SmallStudy.table,
                space: space,
                settings: OptimizationSettings(
                    walkForward: WalkForward(windowDays: 365),
                    odds: .off
                )
            )
        }
        #expect(short?.description.hasPrefix("too little data for one walk-forward split") == true)
        #expect(short?.description.contains("--window-days 50 with --test-windows 1") == true)
        let capital = #expect(throws: OptimizationError.self) {
            try Optimizer(
                table: SmallStudy.table,
                space: space,
                settings: OptimizationSettings(
                    walkForward: SmallStudy.walkForward,
                    capital: 0,
                    odds: .off
                )
            )
        }
        #expect(capital?.description == "capital: 0.0 cannot be used; give a value above 0")
    }

    @Test func notesDroppedSymbolsBeforeTheSplits() throws {
        let table = SmallStudy.table.selecting(columns: [0, 1])
        let optimizer = try Optimizer(
            table: table,
            space: SmallStudy.space(),
            settings: OptimizationSettings(
                walkForward: WalkForward(windowDays: 30, testWindows: 3),
                odds: .off
            )
        )
        #expect(
            optimizer.notes == [
                "No prices for C: 7 portfolios became 4.",
                "The data reaches back 100 days: 2 test windows of 30 days instead of 3.",
            ]
        )
        // {A, B, C} became {A, B}, which is there already.
        #expect(optimizer.distinctCount == 2 * 28)
    }

    /// Prices after a split's training window are not known to its training figures.
    @Test func doesNotTrainOnLaterBars() throws {
        let before = try SmallStudy.optimizer()
        let split = before.plan.splits[1]
        let changed = try PriceTable(
            symbols: SmallStudy.table.symbols,
            timestamps: SmallStudy.table.timestamps,
            closes: SmallStudy.table.closes.enumerated().map { index, close in
                // Another shape for every symbol, not only another level.
                let factor = 1 + 0.01 * Double(index / 3 % 7) * Double(index % 3)
                return index / 3 >= split.train.upperBound ? close * factor : close
            }
        )
        let after = try Optimizer(
            table: changed,
            space: SmallStudy.space(),
            settings: SmallStudy.settings()
        )
        for index in stride(from: 0, to: before.space.count, by: 37) {
            let one = try before.figures(of: before.space[index])
            let other = try after.figures(of: after.space[index])
            for number in 0...1 {
                #expect(bits(one[number].train) == bits(other[number].train))
                #expect(bits(one[number].trainBuyAndHold) == bits(other[number].trainBuyAndHold))
            }
            #expect(bits(one[1].test) != bits(other[1].test))
            #expect(bits(one[2].train) != bits(other[2].train))
        }
        let first = try #require(try before.run(on: SequentialExecutor()).selection)
        let second = try #require(try after.run(on: SequentialExecutor()).selection)
        for number in 0...1 {
            #expect(
                first.walkForward.selections[number].candidate
                    == second.walkForward.selections[number].candidate
            )
        }
    }
}
