import DataParallel
import Optimization
import Synchronization
import Testing

@Suite struct CancellationTests {
    @Test(arguments: [1, 2, 3, 8])
    func throwsWhenNothingWasFinished(workers: Int) throws {
        let optimizer = try SmallStudy.optimizer()
        let token = CancellationToken()
        token.cancel()
        let error = #expect(throws: OptimizationError.self) {
            try optimizer.run(on: ThreadPool(workerCount: workers), cancellation: token)
        }
        #expect(error == .cancelled)
        #expect(error?.description == "stopped before anything was finished")
    }

    @Test(arguments: [1, 2])
    func returnsWhatWasFinished(workers: Int) throws {
        let optimizer = try SmallStudy.optimizer()
        let whole = fingerprint(try optimizer.run(on: SequentialExecutor()))
        let token = CancellationToken()
        let result = try optimizer.run(
            on: ThreadPool(workerCount: workers),
            cancellation: token
        ) { progress in
            if progress.finished >= 40 { token.cancel() }
        }
        #expect(!result.isComplete)
        #expect(result.selection == nil)
        let evaluations = result.evaluations
        #expect(evaluations.finishedCount >= 28)
        #expect(evaluations.finishedCount < evaluations.distinctCount)
        #expect(result.ranking.ids.count == evaluations.finishedCount)
        // What was finished is right, the rest is marked.
        let part = fingerprint(result)
        #expect(part.contains("pending"))
        for (one, other) in zip(part, whole) where one != "pending" { #expect(one == other) }
        #expect(result.summary(ofID: result.best.id) != nil)
    }

    @Test(arguments: [1, 3])
    func reportsProgressUpToTheEnd(workers: Int) throws {
        let optimizer = try SmallStudy.optimizer()
        let log = Mutex<[Int]>([])
        _ = try optimizer.run(on: ThreadPool(workerCount: workers)) { progress in
            log.withLock { $0.append(progress.finished) }
            #expect(progress.total == 196)
        }
        let counts = log.withLock { $0.sorted() }
        // The portfolios of each of 3 sets of symbols are a block.
        #expect(counts.count == 3)
        #expect(counts.last == 196)
        #expect(Set(counts).count == counts.count)
    }
}
