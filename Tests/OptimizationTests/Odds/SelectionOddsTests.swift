import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct SelectionOddsTests {
    private static func odds(
        _ objective: Objective,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) throws -> SelectionOdds {
        var settings = SmallStudy.settings(objective)
        settings.odds = OddsSettings(candidates: 40, resamples: 50, blocks: 6)
        let optimizer = try Optimizer(
            table: SmallStudy.table,
            space: SmallStudy.space(),
            settings: settings
        )
        let selection = try #require(try optimizer.run(on: executor).selection)
        return try #require(selection.odds, "\(selection.missingOdds)")
    }

    @Test(arguments: [1, 2, 3, 8])
    func areTheSameOnAnyNumberOfThreads(threads: Int) throws {
        let expected = try Self.odds(.sharpe)
        let odds = try Self.odds(.sharpe, on: ThreadPool(workerCount: threads))
        #expect(odds.overfitting == expected.overfitting)
        #expect(odds.trials == expected.trials)
        #expect(odds.superiority.spa == expected.superiority.spa)
        #expect(odds.deflated == expected.deflated)
        #expect(odds.best.intervals == expected.best.intervals)
        #expect(odds.record.information == expected.record.information)
    }

    @Test func judgeAgainstWhatTheObjectiveIsAbout() throws {
        #expect(try Self.odds(.outperformance).benchmark == .ownPortfolio)
        #expect(try Self.odds(.outperformance).overfitting.performance == .mean)
        #expect(try Self.odds(.sharpe).benchmark == .equalParts)
        #expect(try Self.odds(.sharpe).overfitting.performance == .sharpe)
    }

    /// The returns of candidates are those of their backtests.
    @Test func judgedReturnsAreThoseOfBacktests() throws {
        let optimizer = try SmallStudy.optimizer()
        let evaluator = optimizer.evaluator(.none)
        let judged = try #require(
            JudgedReturns(
                of: Array(0..<optimizer.distinctCount),
                space: optimizer.bound,
                evaluator: evaluator,
                isAgainstOwn: true,
                on: SequentialExecutor(),
                cancellation: nil
            )
        )
        let capital = optimizer.settings.capital
        for (column, slot) in judged.slots.enumerated().filter({ $0.offset % 7 == 0 }) {
            let candidate = optimizer.space[optimizer.bound.id(ofSlot: slot) - 1]
            var expected: [Double] = []
            for window in judged.periods.windows {
                let run = try Backtest(
                    allocation: Allocation(symbols: candidate.symbols, weights: candidate.weights),
                    policy: candidate.policy,
                    table: optimizer.table,
                    window: window.start..<window.ends[window.ends.count - 1],
                    settings: optimizer.simulation
                )
                var before = (capital, capital)
                for end in window.ends {
                    let place = end - window.start - 1
                    let now = (run.equity[place], run.buyAndHoldEquity[place])
                    expected.append((now.0 / before.0 - 1) - (now.1 / before.1 - 1))
                    before = now
                }
            }
            #expect(Array(judged.differences[column: column]) == expected)
        }
    }

    @Test func nobodyIsChosenWhoDoesNotMeetARequirement() throws {
        var settings = SmallStudy.settings(.totalReturn)
        settings.objective.requirements = [Requirement(.maxDrawdown, .above, -0.12)]
        let study = try Optimizer(
            table: SmallStudy.table,
            space: SmallStudy.space(),
            settings: settings
        )
        do {
            let result = try study.run(on: SequentialExecutor())
            let record = try #require(result.selection).walkForward
            #expect(record.selections.allSatisfy { $0.train.maxDrawdown > -0.12 })
            let best = try #require(result.summary(ofID: result.best.id))
            #expect(best.meetsRequirements)
        } catch OptimizationError.requirementsNotMet(let text) {
            #expect(text.contains("max_drawdown > -0.12"))
        }
        settings.objective.requirements = [Requirement(.sharpe, .above, 1e9)]
        let impossible = try Optimizer(
            table: SmallStudy.table,
            space: SmallStudy.space(),
            settings: settings
        )
        #expect(throws: OptimizationError.self) { try impossible.run(on: SequentialExecutor()) }
    }
}
