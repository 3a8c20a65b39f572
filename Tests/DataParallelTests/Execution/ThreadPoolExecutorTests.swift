import ConcurrencyTestSupport
import DataParallel
import Foundation
import Synchronization
import Testing

@Suite struct ThreadPoolTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 5, 8, 1000])
    func runsEveryPieceExactlyOnce(workers: Int, count: Int) {
        let recorder = CallRecorder()
        let executor = ThreadPool(workerCount: workers)
        executor.forEach(count: count) { recorder.note($0) }
        #expect(recorder.calls.sorted() == Array(0..<count))
        #expect(executor.workerCount == workers)
    }

    @Test(arguments: [1, 2, 3, 8])
    func fillsTheSameSlotsAsOneThread(workers: Int) {
        let count = 500
        let sequential = slots(count, on: SequentialExecutor())
        let threaded = slots(count, on: ThreadPool(workerCount: workers))
        #expect(threaded == sequential)
        #expect(Set(sequential).count == count)
    }

    @Test(arguments: [1, 2, 3, 8])
    func runsNothingWhenCancelledBefore(workers: Int) {
        let token = CancellationToken()
        token.cancel()
        let recorder = CallRecorder()
        ThreadPool(workerCount: workers).forEach(count: 100, cancellation: token) {
            recorder.note($0)
        }
        #expect(recorder.calls.isEmpty)
    }

    /// Every piece but the first waits for the cancellation, so no worker can have run a second
    /// one before it, and none may start one after.
    @Test(arguments: [1, 2, 3, 8])
    func startsNoPieceAfterCancellation(workers: Int) {
        let token = CancellationToken()
        let recorder = CallRecorder()
        ThreadPool(workerCount: workers).forEach(count: 10_000, cancellation: token) {
            recorder.note($0)
            if $0 == 0 { token.cancel() }
            while !token.isCancelled { Thread.sleep(forTimeInterval: 0) }
        }
        // The first piece, and at most one on each other worker that had started one by then.
        #expect(recorder.calls.contains(0))
        #expect(Set(recorder.calls).count == recorder.calls.count)
        #expect(recorder.calls.count <= workers)
    }

    @Test func runsPiecesOnAsManyThreadsAsItSays() {
        // Each of the three pieces waits for the other two: with fewer threads this never ends.
        let arrived = Atomic<Int>(0)
        ThreadPool(workerCount: 3).forEach(count: 3) { _ in
            arrived.add(1, ordering: .sequentiallyConsistent)
            while arrived.load(ordering: .sequentiallyConsistent) < 3 {
                Thread.sleep(forTimeInterval: 0)
            }
        }
        #expect(arrived.load(ordering: .sequentiallyConsistent) == 3)
    }

    @Test func canBeUsedInsideItself() {
        let recorder = CallRecorder()
        let executor = ThreadPool(workerCount: 2)
        executor.forEach(count: 3) { outer in
            executor.forEach(count: 4) { recorder.note(outer * 4 + $0) }
        }
        #expect(recorder.calls.sorted() == Array(0..<12))
    }

    /// Writes a number that only depends on the index into the slot of that index.
    private func slots(_ count: Int, on executor: some ParallelExecutor) -> [UInt64] {
        let results = Locked<[UInt64]>(Array(repeating: 0, count: count))
        executor.forEach(count: count, cancellation: nil) { index in
            var stream = RandomStream(seed: 7, stream: UInt64(index))
            let value = stream.next()
            results.withLock { $0[index] = value }
        }
        return results.withLock { $0 }
    }
}
