import Backtesting
import DataParallel
import Synchronization
import Testing

@testable import Optimization

@Suite struct TimeBudgetTests {
    /// Spent when it has been asked so often.
    private static func budget(asks: Int) -> TimeBudget {
        let count = Mutex(0)
        return TimeBudget {
            count.withLock { count in
                count += 1
                return count > asks
            }
        }
    }

    @Test(arguments: SearchStudyTests.methods)
    func keepsWhatWasFound(method: SearchSettings.Method) throws {
        let optimizer = try SearchStudyTests.optimizer(method, trials: 1_500)
        let result = try optimizer.run(
            on: ThreadPool(workerCount: 2),
            budget: Self.budget(asks: 0)
        )
        let record = try #require(result.search)
        #expect(result.isComplete)
        #expect(record.hasTimeBudget)
        #expect(record.endedByTimeBudget)
        #expect(record.evaluatedCount > 0)
        #expect(record.evaluatedCount < optimizer.distinctCount)
        #expect(result.notes.contains { $0.contains("time budget") && $0.contains("machine") })
        #expect(result.notes.contains { $0.hasPrefix("The time budget ended the run: ") })
        #expect(result.selection?.walkForward.selections.count == 3)
        if method != .halving {
            #expect(record.searches.allSatisfy { $0.proposed.count < 1_500 })
            #expect(record.coverage.contains("of 1500"))
            // More time, more trials.
            let more = try optimizer.run(
                on: SequentialExecutor(),
                budget: Self.budget(asks: 1)
            )
            let counts = [record, try #require(more.search)].map { $0.searches[0].proposed.count }
            #expect(counts[0] < counts[1])
            let whole = more.search?.searches[0].proposed.prefix(counts[0])
            #expect(whole.map(Array.init) == record.searches[0].proposed)
        }
    }

    @Test func leavesOutBlocksOfAGrid() throws {
        let optimizer = try SearchStudyTests.optimizer(.grid)
        let result = try optimizer.run(on: SequentialExecutor(), budget: Self.budget(asks: 3))
        let record = try #require(result.search)
        let evaluations = result.evaluations
        #expect(result.isComplete)
        #expect(record.settings.method == .grid)
        #expect(record.endedByTimeBudget)
        #expect(record.evaluatedCount == evaluations.finishedCount)
        #expect(evaluations.finishedCount > 0)
        #expect(evaluations.finishedCount < evaluations.distinctCount)
        #expect(record.coverage.contains("\(evaluations.distinctCount - record.evaluatedCount)"))
        #expect(record.coverage.contains("not covered"))
        let whole = try optimizer.run(on: SequentialExecutor())
        #expect(whole.search == nil)
        for (id, summary) in evaluations.finished {
            #expect(whole.summary(ofID: id).map(bits) == bits(summary))
        }
    }

    @Test func saysSoWhenItWasEnough() throws {
        let optimizer = try SearchStudyTests.optimizer(.random, trials: 20)
        let result = try optimizer.run(
            on: SequentialExecutor(),
            budget: TimeBudget(seconds: 86_400)
        )
        #expect(result.search?.endedByTimeBudget == false)
        #expect(result.notes.contains { $0.contains("Everything that was planned was done") })
        let grid = try SearchStudyTests.optimizer(.grid).run(
            on: SequentialExecutor(),
            budget: TimeBudget(seconds: 86_400)
        )
        #expect(grid.search?.endedByTimeBudget == false)
        #expect(grid.search?.share == 1)
    }

    @Test(arguments: SearchStudyTests.methods)
    func isCancelledLikeAGrid(method: SearchSettings.Method) throws {
        let token = CancellationToken()
        token.cancel()
        let optimizer = try SearchStudyTests.optimizer(method)
        #expect(throws: OptimizationError.cancelled) {
            try optimizer.run(on: ThreadPool(workerCount: 2), cancellation: token)
        }
    }

    @Test func keepsWhatWasFinishedWhenCancelled() throws {
        let token = CancellationToken()
        let result = try SearchStudyTests.optimizer(.tpe, trials: 100).run(
            on: ThreadPool(workerCount: 2),
            cancellation: token
        ) { progress in
            #expect(progress.total <= 300)
            #expect(progress.best != nil)
            if progress.finished >= 48 { token.cancel() }
        }
        #expect(!result.isComplete)
        #expect(result.search?.endedByTimeBudget == false)
        let known = try #require(result.evaluations.knownIDs)
        #expect(known.count > 10 && known.count <= 48)
    }
}
