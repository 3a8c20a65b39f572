import DataParallel
import Foundation
import Testing

@Suite(.timeLimit(.minutes(30))) struct JoinTests {
    @Test(arguments: workerCounts)
    func returnsBothResultsInOrder(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for index in 0..<1_000 {
            let (a, b) = pool.join({ index }, { "\(index)" })
            #expect(a == index)
            #expect(b == "\(index)")
        }
    }

    @Test(arguments: sharingWorkerCounts)
    func returnsTheResultOfAStolenBody(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for index in 0..<200 {
            let (a, b) = joinStolen(on: pool, { index }, { "\(index)" })
            #expect(a == index)
            #expect(b == "\(index)")
        }
    }

    @Test func runsInOrderWhereThereIsNobodyElse() {
        let recorder = CallRecorder()
        ThreadPool(workerCount: 1).run {
            _ = join({ _ = join({ recorder.note(0) }, { recorder.note(1) }) }, { recorder.note(2) })
        }
        #expect(recorder.calls == [0, 1, 2])
    }

    @Test(arguments: workerCounts)
    func nestsTenDeep(workers: Int) {
        func leaves(_ depth: Int) -> [Int] {
            if depth == 0 { return [1] }
            let (a, b) = join({ leaves(depth - 1) }, { leaves(depth - 1) })
            return a + b
        }
        let pool = ThreadPool(workerCount: workers)
        #expect(pool.run { leaves(10) } == Array(repeating: 1, count: 1_024))
    }

    @Test(arguments: workerCounts)
    func computesFibonacciNumbers(workers: Int) {
        #expect(ThreadPool(workerCount: workers).run { fibonacci(20) } == 6_765)
    }

    @Test(arguments: workerCounts)
    func joinsAMillionTimes(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let sum = pool.run { () -> Int in
            var sum = 0
            for index in 0..<1_000_000 {
                let (a, b) = join({ index }, { 1 })
                sum += a + b
            }
            return sum
        }
        #expect(sum == 1_000_000 * 999_999 / 2 + 1_000_000)
    }

    /// The deque holds 4,096 jobs: deeper forks run here.
    @Test(arguments: workerCounts)
    func forksDeeperThanTheDequeHolds(workers: Int) {
        @Sendable func descend(_ depth: Int) -> Int {
            if depth == 0 { return 0 }
            let (below, here) = join({ descend(depth - 1) }, { 1 })
            return below + here
        }
        let pool = ThreadPool(workerCount: workers)
        let sum = Counter()
        let done = Flag()
        let thread = Thread {
            for _ in 0..<3 where pool.run({ descend(10_000) }) == 10_000 { sum.increment() }
            done.raise()
        }
        thread.stackSize = 256 << 20
        thread.start()
        done.wait()
        #expect(sum.value == 3)
    }

    /// The same with the right side nested, where nothing piles up.
    @Test(arguments: workerCounts)
    func forksDeepOnTheRight(workers: Int) {
        @Sendable func descend(_ depth: Int) -> Int {
            if depth == 0 { return 0 }
            let (here, below) = join({ 1 }, { descend(depth - 1) })
            return below + here
        }
        #expect(ThreadPool(workerCount: workers).run { descend(1_000) } == 1_000)
    }

    @Test(arguments: workerCounts)
    func nestsAScopeInAJoinInAScope(workers: Int) {
        let ran = Counter()
        ThreadPool(workerCount: workers).scope { scope in
            for _ in 0..<20 {
                scope.spawn { scope in
                    _ = join(
                        {
                            // Spawned above the job of `b`: it must not be mistaken for it.
                            for _ in 0..<5 { scope.spawn { _ in ran.increment() } }
                        },
                        {
                            DataParallel.scope { inner in
                                for _ in 0..<5 {
                                    inner.spawn { _ in _ = join({ ran.increment() }, {}) }
                                }
                            }
                        }
                    )
                }
            }
        }
        #expect(ran.value == 200)
    }

    /// While a scope inside `a` waits it may take `b` itself.
    @Test(arguments: workerCounts)
    func waitingScopeInAMayRunB(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for index in 0..<2_000 {
            let (a, b) = pool.join(
                { () -> Int in
                    let ran = Counter()
                    scope { scope in
                        scope.spawn { _ in ran.increment() }
                    }
                    return ran.value
                },
                { index }
            )
            #expect(a == 1)
            #expect(b == index)
        }
    }

    @Test(arguments: workerCounts)
    func usesThePoolOfTheWorkerItRunsOn(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let counts = pool.run { join({ currentWorkerCount() }, { currentWorkerCount() }) }
        #expect(counts == (workers, workers))
        #expect(currentWorkerCount() == ThreadPool.shared.workerCount)
    }
}
