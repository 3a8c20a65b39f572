import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct ScopeErrorTests {
    private func caught(_ body: () throws(Failure) -> Void) -> String? {
        do throws(Failure) {
            try body()
            return nil
        } catch {
            return error.name
        }
    }

    @Test(arguments: workerCounts)
    func throwsTheErrorOfItsBody(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for _ in 0..<200 {
            let name = caught { () throws(Failure) in
                try pool.scope { (scope) throws(Failure) in
                    scope.spawn { (_) throws(Failure) in throw Failure("task") }
                    throw Failure("body")
                }
            }
            #expect(name == "body")
        }
    }

    /// Nothing is left behind when the body throws: what started is waited for.
    @Test(arguments: workerCounts)
    func waitsForTasksWhenItsBodyThrows(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let running = Counter()
            _ = caught { () throws(Failure) in
                try pool.scope { (scope) throws(Failure) in
                    for index in 0..<20 {
                        scope.spawn { (_) throws(Failure) in
                            running.increment()
                            dawdle(round, index)
                            running.decrement()
                        }
                    }
                    dawdle(round, 20)
                    throw Failure("body")
                }
            }
            #expect(running.value == 0)
        }
    }

    /// Which error it is does not depend on who was faster.
    @Test(arguments: workerCounts)
    func throwsTheErrorOfTheFirstTask(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let failing = Set((0..<4).map { draw(round, $0, below: 50) })
            let name = caught { () throws(Failure) in
                try pool.scope { (scope) throws(Failure) in
                    for index in 0..<50 {
                        scope.spawn { (_) throws(Failure) in
                            dawdle(round, index)
                            if failing.contains(index) { throw Failure(index) }
                        }
                    }
                }
            }
            #expect(name == failing.min().map(String.init))
        }
    }

    /// The same with tasks in tasks: a task comes before those it spawned and after those of its
    /// elders.
    @Test(arguments: workerCounts)
    func throwsTheErrorOfTheFirstNestedTask(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let failing = Set((0..<4).map { 10 + draw(round, $0, below: 90) })
            let name = caught { () throws(Failure) in
                try pool.scope { (scope) throws(Failure) in
                    for tens in 1..<10 {
                        scope.spawn { (scope) throws(Failure) in
                            dawdle(round, tens)
                            for ones in 0..<10 {
                                scope.spawn { (_) throws(Failure) in
                                    dawdle(round, 10 * tens + ones)
                                    let number = 10 * tens + ones
                                    if failing.contains(number) { throw Failure(number) }
                                }
                            }
                        }
                    }
                }
            }
            #expect(name == failing.min().map(String.init))
        }
    }

    @Test(arguments: workerCounts)
    func skipsTasksAfterAnError(workers: Int) {
        let ran = Counter()
        let pool = ThreadPool(workerCount: workers)
        let name = caught { () throws(Failure) in
            try pool.scope { (scope) throws(Failure) in
                let failed = Flag()
                scope.spawn { (scope) throws(Failure) in
                    defer { failed.raise() }
                    throw Failure("first")
                }
                scope.spawn { (scope) throws(Failure) in
                    // With one worker the later task is first to run.
                    if workers > 1 { waitUntil { scope.isCancelled } }
                    scope.spawn { (_) throws(Failure) in ran.increment() }
                }
            }
        }
        #expect(name == "first")
        #expect(ran.value <= (workers == 1 ? 1 : 0))
    }

    @Test(arguments: workerCounts)
    func saysWhenItIsCancelled(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let seen = Flag()
        let name = caught { () throws(Failure) in
            try pool.scope { (scope) throws(Failure) in
                #expect(!scope.isCancelled)
                scope.spawn { (_) throws(Failure) in throw Failure("task") }
                // Runs the task if nobody else does.
                DataParallel.scope { _ in }
                if workers > 1 { waitUntil { scope.isCancelled } }
                if scope.isCancelled { seen.raise() }
            }
        }
        #expect(name == "task")
        #expect(seen.isRaised || workers == 1)
    }
}
