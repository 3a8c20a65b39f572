import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct StatisticsTests {
    @Test func startAtZero() {
        let statistics = ThreadPool(workerCount: 3).statistics
        #expect(statistics.workers.count == 3)
        #expect(statistics.guests.isEmpty)
        #expect(statistics.total.forks == 0)
        #expect(statistics.total.tasks == 0)
        #expect(statistics.total.steals == 0)
    }

    @Test(arguments: workerCounts)
    func countEveryFork(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        pool.run { for _ in 0..<1_000 { _ = join({}, {}) } }
        #expect(pool.statistics.total.forks == 1_000)
        pool.scope { scope in for _ in 0..<500 { scope.spawn { _ in } } }
        #expect(pool.statistics.total.forks == 1_500)
        #expect(pool.statistics.total.tasks >= 500)
        #expect(pool.statistics.guests.count == 1)
    }

    @Test(arguments: workerCounts)
    func addUp(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        #expect(pool.run { fibonacci(18) } == 2_584)
        for round in 0..<100 {
            pool.scope { scope in
                for task in 0..<10 { scope.spawn { _ in dawdle(round, task) } }
            }
        }
        let statistics = pool.statistics
        let all = statistics.workers + statistics.guests
        #expect(statistics.total.forks == all.reduce(0) { $0 + $1.forks })
        #expect(statistics.total.tasks == all.reduce(0) { $0 + $1.tasks })
        #expect(statistics.total.forks == 4_180 + 1_000)
        #expect(statistics.total.steals <= statistics.total.tasks)
        #expect(statistics.total.steals <= statistics.total.forks)
        #expect(all.allSatisfy { $0.steals <= $0.tasks })
        #expect(all.allSatisfy { $0.busySeconds >= 0 })
        #expect(statistics.guests.allSatisfy { $0.busySeconds == 0 })
        if workers == 1 { #expect(statistics.total.steals == 0) }
    }

    @Test(arguments: sharingWorkerCounts)
    func countSteals(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for _ in 0..<100 { _ = joinStolen(on: pool, {}, {}) }
        #expect(pool.statistics.total.steals == 100)
    }

    @Test(arguments: workerCounts)
    func countTheTimeOfJobs(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        await pool.run { _ in pause(milliseconds: 20) }
        // The worker adds it up after the job has answered.
        while pool.statistics.total.busySeconds == 0 { await Task.yield() }
        #expect(pool.statistics.total.busySeconds >= 0.019)
        #expect(pool.statistics.total.tasks == 1)
    }
}
