import ConcurrencyTestSupport
import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct ScopeTests {
    @Test(arguments: workerCounts, [0, 1, 2, 100, 100_000])
    func endsAllTasksBeforeItReturns(workers: Int, count: Int) {
        let ran = Counter()
        ThreadPool(workerCount: workers).scope { scope in
            for _ in 0..<count { scope.spawn { _ in ran.increment() } }
        }
        #expect(ran.value == count)
    }

    @Test(arguments: workerCounts)
    func returnsTheResultOfItsBody(workers: Int) {
        let text = ThreadPool(workerCount: workers).scope { scope in
            scope.spawn { _ in }
            return "result"
        }
        #expect(text == "result")
    }

    @Test(arguments: workerCounts)
    func endsNestedTasksBeforeItReturns(workers: Int) {
        let ran = Counter()
        @Sendable func grow(_ scope: Scope<Never>, _ depth: Int) {
            ran.increment()
            guard depth > 0 else { return }
            for _ in 0..<3 { scope.spawn { grow($0, depth - 1) } }
        }
        ThreadPool(workerCount: workers).scope { grow($0, 7) }
        #expect(ran.value == 3_280)
    }

    /// A chain: every task spawns the next and ends.
    @Test(arguments: workerCounts)
    func followsAChainOfTasks(workers: Int) {
        let ran = Counter()
        @Sendable func next(_ scope: Scope<Never>, _ left: Int) {
            ran.increment()
            if left > 1 { scope.spawn { next($0, left - 1) } }
        }
        ThreadPool(workerCount: workers).scope { next($0, 2_000) }
        #expect(ran.value == 2_000)
    }

    @Test(arguments: workerCounts)
    func tasksReadWhatTheCallerHolds(workers: Int) {
        let numbers = Array(0..<1_000)
        let sums = Locked(Array(repeating: 0, count: 10))
        ThreadPool(workerCount: workers).scope { scope in
            for part in 0..<10 {
                scope.spawn { _ in
                    let sum = numbers[(part * 100)..<(part * 100 + 100)].reduce(0, +)
                    sums.withLock { $0[part] = sum }
                }
            }
        }
        #expect(sums.withLock { $0 } == (0..<10).map { $0 * 10_000 + 4_950 })
    }

    @Test(arguments: workerCounts)
    func tasksAreReleasedWhenTheScopeReturns(workers: Int) {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<50 {
            pool.scope { scope in
                for index in 0..<100 {
                    let object = Counted(index, living)
                    scope.spawn { _ in dawdle(round, object.value) }
                }
            }
            // The last task has ended, but its thread may still be letting go of it.
            waitUntil { living.value == 0 }
        }
    }

    @Test(arguments: workerCounts)
    func nestsScopes(workers: Int) {
        let ran = Counter()
        ThreadPool(workerCount: workers).scope { outer in
            for _ in 0..<10 {
                outer.spawn { _ in
                    scope { inner in
                        for _ in 0..<10 { inner.spawn { _ in ran.increment() } }
                    }
                }
            }
        }
        #expect(ran.value == 100)
    }

    /// Tasks of the outer scope may be spawned, and run, while an inner one waits.
    @Test(arguments: workerCounts)
    func innerTasksSpawnInTheOuterScope(workers: Int) {
        let ran = Counter()
        ThreadPool(workerCount: workers).scope { outer in
            scope { inner in
                for _ in 0..<10 {
                    inner.spawn { _ in
                        for _ in 0..<10 { outer.spawn { _ in ran.increment() } }
                    }
                }
            }
        }
        #expect(ran.value == 100)
    }

    @Test func usesTheSharedPoolWhereNoneIsNamed() {
        let counts = Locked<[Int]>([])
        scope { scope in
            for _ in 0..<10 {
                scope.spawn { _ in
                    let count = currentWorkerCount()
                    counts.withLock { $0.append(count) }
                }
            }
        }
        #expect(
            counts.withLock { $0 } == Array(repeating: ThreadPool.shared.workerCount, count: 10)
        )
    }

    /// Threads that do not work for the pool may spawn while the scope is open.
    @Test(arguments: workerCounts)
    func foreignThreadsSpawn(workers: Int) {
        let ran = Counter()
        ThreadPool(workerCount: workers).scope { scope in
            onThreads(4) { _ in
                for _ in 0..<100 { scope.spawn { _ in ran.increment() } }
            }
        }
        #expect(ran.value == 400)
    }
}
