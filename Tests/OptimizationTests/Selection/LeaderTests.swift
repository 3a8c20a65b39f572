import Backtesting
import DataParallel
import TestSupport
import Testing
import Validation

@testable import Optimization

@Suite struct LeaderTests {
    /// The ranking in its order, each candidate listed or counted as alike.
    @Test func coverTheRanking() throws {
        let result = try SmallStudy.optimizer().run(on: ThreadPool(workerCount: 2))
        let leaders = try #require(result.selection).leaders
        #expect(leaders.count > 10)
        var rank = 1
        for leader in leaders {
            #expect(leader.rank == rank)
            #expect(leader.id == result.ranking.ids[rank - 1])
            rank += leader.alike + 1
        }
        #expect(leaders.count == 50 || rank == result.ranking.ids.count + 1)
        #expect(leaders.contains { $0.alike > 0 })
        let candidates = leaders.map { result.optimizer.space[$0.id - 1] }
        for (leader, candidate) in zip(leaders, candidates) {
            for id in result.ranking.ids[leader.rank..<leader.rank + leader.alike] {
                #expect(result.optimizer.space[id - 1].weights == candidate.weights)
            }
        }
    }

    /// The curve passes through the values of a backtest of the test windows, laid end to end.
    @Test func curvesAreThoseOfBacktests() throws {
        let optimizer = try SmallStudy.optimizer()
        let result = try optimizer.run(on: SequentialExecutor())
        let leaders = try #require(result.selection).leaders
        for leader in leaders {
            var value = optimizer.settings.capital
            for split in optimizer.plan.splits {
                let run = try SmallStudy.backtest(
                    optimizer.space[leader.id - 1],
                    split.testSegments[0],
                    in: optimizer
                )
                value *= 1 + run.metrics.totalReturn
                let meets = leader.equity.contains { (one: Double) in abs(one / value - 1) < 1e-9 }
                #expect(meets)
            }
            #expect(leader.equity[0] == optimizer.settings.capital)
            let last = leader.equity[leader.equity.count - 1]
            #expect(abs(last / value - 1) < 1e-9)
            #expect(leader.equity.count > 50 && leader.equity.count < 200)
        }
    }

    /// A portfolio without cash is invested whole, and its rebalances add up to its turnover.
    @Test func exposureIsWhatIsInvested() throws {
        let result = try SmallStudy.optimizer().run(on: SequentialExecutor())
        let selection = try #require(result.selection)
        #expect(selection.best.exposure.count == selection.best.equity.count)
        #expect(selection.best.exposure.allSatisfy { abs($0 - 1) < 1e-9 })
        #expect(selection.best.rebalances.count == selection.best.metrics.rebalanceCount)
        let turnover = selection.best.rebalances.reduce(0.0) { $0 + $1.notional / $1.valueBefore }
        #expect(abs(turnover - selection.best.metrics.turnover) < 1e-12)
    }
}
