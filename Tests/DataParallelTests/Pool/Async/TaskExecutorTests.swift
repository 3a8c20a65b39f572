import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct TaskExecutorTests {
    @Test(arguments: workerCounts)
    func tasksRunOnThePool(workers: Int) async {
        let pool = ThreadPool(workerCount: workers, name: "tasks")
        let task = Task(executorPreference: pool) {
            var names = [threadName()]
            for _ in 0..<10 {
                await Task.yield()
                names.append(threadName())
            }
            return names
        }
        let names = await task.value
        #expect(names.allSatisfy { $0.hasPrefix("tasks-") })
    }

    @Test(arguments: workerCounts)
    func taskGroupsRunOnThePool(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        let sum = await withTaskExecutorPreference(pool) {
            await withTaskGroup(of: Int.self) { group in
                for index in 0..<500 {
                    group.addTask {
                        await Task.yield()
                        return currentWorkerCount() == workers ? index : -1_000_000
                    }
                }
                return await group.reduce(0, +)
            }
        }
        #expect(sum == 499 * 500 / 2)
    }

    /// Between two suspensions a task may change its thread: each join uses the worker it is on.
    @Test(arguments: workerCounts)
    func joinsBetweenSuspensions(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        let wrong = Counter()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask(executorPreference: pool) {
                    for round in 0..<100 {
                        let (a, b) = join({ task }, { round })
                        await Task.yield()
                        let (c, d) = join({ fibonacci(4) }, { currentWorkerCount() })
                        if (a, b, c, d) != (task, round, 3, workers) { wrong.increment() }
                        await Task.yield()
                    }
                }
            }
        }
        #expect(wrong.value == 0)
    }

    /// A task may hold the last reference to the pool it runs on.
    @Test(arguments: workerCounts)
    func taskOutlivesEveryOtherReference(workers: Int) async {
        for _ in 0..<20 {
            let task: Task<Int, Never>
            do {
                let pool = ThreadPool(workerCount: workers)
                task = Task(executorPreference: pool) {
                    var sum = 0
                    for _ in 0..<10 {
                        await Task.yield()
                        sum += fibonacci(5)
                    }
                    return sum
                }
            }
            #expect(await task.value == 50)
        }
    }
}
