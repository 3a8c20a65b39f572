import DataParallel
import Foundation
import Testing

@Suite(.timeLimit(.minutes(30))) struct ForeignThreadTests {
    /// More threads than there are guest slots.
    @Test(arguments: workerCounts)
    func manyThreadsCallInAtOnce(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let inside = Counter()
        let right = Counter()
        onThreads(100) { index in
            let (number, count) = pool.run { () -> (Int, Int) in
                // Nobody leaves before everybody is in.
                inside.increment()
                waitUntil { inside.value == 100 }
                return (fibonacci(10 + index % 3), currentWorkerCount())
            }
            if number == [55, 89, 144][index % 3], count == workers { right.increment() }
        }
        #expect(right.value == 100)
    }

    @Test(arguments: workerCounts)
    func manyThreadsOpenScopesAtOnce(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let inside = Counter()
        let ran = Counter()
        onThreads(100) { _ in
            pool.scope { scope in
                inside.increment()
                waitUntil { inside.value == 100 }
                for _ in 0..<100 {
                    scope.spawn { _ in _ = join({ ran.increment() }, { ran.increment() }) }
                }
            }
        }
        #expect(ran.value == 20_000)
    }

    /// A pool of one worker never uses a second thread, however many call in.
    @Test func threadsOfASingleWorkerPoolWorkAlone() {
        let pool = ThreadPool(workerCount: 1)
        let inside = Counter()
        let astray = Counter()
        onThreads(100) { _ in
            pool.run {
                inside.increment()
                waitUntil { inside.value == 100 }
                for _ in 0..<10 {
                    _ = join({}, { if currentWorkerCount() != 1 { astray.increment() } })
                }
            }
        }
        #expect(astray.value == 0)
    }

    @Test(arguments: workerCounts)
    func threadsComeAndGo(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let right = Counter()
        onThreads(8) { thread in
            for round in 0..<200 {
                dawdle(thread, round)
                if pool.run({ fibonacci(6) }) == 8 { right.increment() }
            }
        }
        #expect(right.value == 1_600)
    }

    /// A (B (A (…))): every region forks on the pool it is in.
    @Test(arguments: workerCounts, workerCounts)
    func poolsNestInEachOther(first: Int, second: Int) {
        let a = ThreadPool(workerCount: first)
        let b = ThreadPool(workerCount: second)
        let (numbers, counts) = a.run { () -> ([Int], [Int]) in
            let (left, right) = join(
                { b.run { join({ a.join({ fibonacci(8) }, { 1 }).0 }, { fibonacci(9) }) } },
                { b.run { join({ fibonacci(10) }, { a.run { fibonacci(11) } }) } }
            )
            let inner = b.run { (currentWorkerCount(), a.run { currentWorkerCount() }) }
            return ([left.0, left.1, right.0, right.1], [currentWorkerCount(), inner.0, inner.1])
        }
        #expect(numbers == [21, 34, 55, 89])
        #expect(counts == [first, second, first])
    }

    @Test(arguments: workerCounts)
    func callsBetweenPoolsFromEveryLevel(workers: Int) {
        let pools = [ThreadPool(workerCount: workers), ThreadPool(workerCount: 2)]
        @Sendable func descend(_ depth: Int) -> Int {
            if depth == 0 { return 1 }
            let (a, b) = pools[depth % 2].join({ descend(depth - 1) }, { descend(depth - 1) })
            return a + b
        }
        #expect(descend(10) == 1_024)
    }

    /// 64 workers take turns on whatever processors there are.
    @Test func worksWithFarMoreWorkersThanProcessors() {
        let pool = ThreadPool(workerCount: 64)
        #expect(pool.run { fibonacci(18) } == 2_584)
        let ran = Counter()
        pool.scope { scope in
            for index in 0..<2_000 {
                scope.spawn { _ in
                    dawdle(64, index)
                    ran.increment()
                }
            }
        }
        #expect(ran.value == 2_000)
    }

    /// All 64 really take part: each waits for the other 63.
    @Test func everyWorkerTakesPart() {
        let inside = Counter()
        ThreadPool(workerCount: 64).scope { scope in
            for _ in 0..<64 {
                scope.spawn { _ in
                    inside.increment()
                    waitUntil { inside.value == 64 }
                }
            }
        }
        #expect(inside.value == 64)
    }
}
