#if os(Linux)

import DataParallel
import Foundation
import Testing

/// What a pool does to its process; each in a process of its own, where nobody else has threads.
@Suite(.timeLimit(.minutes(30))) struct ProcessTests {
    @Test func leavesNothingBehind() async {
        await #expect(processExitsWith: .success) {
            @Sendable func use(_ round: Int) {
                let pool = ThreadPool(workerCount: [1, 2, 3, 8][round % 4])
                precondition(pool.run { fibonacci(6) } == 8)
                if round % 3 == 0 {
                    let done = Flag()
                    pool.submit { done.raise() }
                    done.wait()
                }
            }
            for round in 0..<100 { use(round) }
            let threads = threadCount()
            let files = openFileCount()
            let bytes = residentBytes()
            for round in 0..<1_000 { use(round) }
            // The entry of a thread that has been waited for may linger for a moment.
            waitUntil { threadCount() <= threads }
            precondition(openFileCount() <= files)
            precondition(residentBytes() < bytes + 8 << 20)
        }
    }

    @Test func startsAsManyThreadsAsItNeeds() async {
        await #expect(processExitsWith: .success) {
            let before = threadCount()
            let pool = ThreadPool(workerCount: 4, name: "count")
            // The calling thread is the fourth.
            precondition(threadCount() == before + 3)
            for _ in 0..<10 { precondition(pool.run { fibonacci(10) } == 55) }
            precondition(threadCount() == before + 3)
            let done = Flag()
            pool.submit { done.raise() }
            done.wait()
            precondition(threadCount() == before + 4)
        }
    }

    @Test func namesItsThreads() async {
        await #expect(processExitsWith: .success) {
            let pool = ThreadPool(workerCount: 4, name: "named")
            pool.submit {}
            waitUntil {
                Set(threadNames()).isSuperset(of: ["named-0", "named-1", "named-2", "named-3"])
            }
            let long = ThreadPool(workerCount: 2, name: "a name of more than 15 bytes")
            waitUntil { threadNames().contains("a name of more ") }
            withExtendedLifetime((pool, long)) {}
        }
    }

    /// 200 ms of idling at a hundredth of a processor at most, with every kind of worker asleep.
    @Test(arguments: [2, 8, 64])
    func idlePoolUsesNoProcessorTime(workers: Int) async {
        await #expect(processExitsWith: .success) { [workers] in
            let pool = ThreadPool(workerCount: workers)
            precondition(pool.run { fibonacci(15) } == 610)
            let done = Flag()
            pool.submit { done.raise() }
            done.wait()
            pause(milliseconds: 100)
            // The least of a few: something else in the process may use some.
            let used = (0..<5).map { _ in
                let start = processorSeconds()
                pause(milliseconds: 200)
                return processorSeconds() - start
            }
            precondition(used.min().map { $0 < 0.002 } == true, "\(used)")
            withExtendedLifetime(pool) {}
        }
    }

    /// A worker that waits long for a stolen body sleeps, even when jobs from outside are waiting.
    @Test func waitingUsesNoProcessorTime() async {
        await #expect(processExitsWith: .success) {
            let pool = ThreadPool(workerCount: 3)
            let release = Flag()
            let done = Counter()
            for _ in 0..<3 {
                pool.submit {
                    _ = join({}, { while !release.isRaised { pause(milliseconds: 5) } })
                    done.increment()
                }
            }
            for _ in 0..<10 { pool.submit { done.increment() } }
            pause(milliseconds: 50)
            let used = (0..<5).map { _ in
                let start = processorSeconds()
                pause(milliseconds: 200)
                return processorSeconds() - start
            }
            release.raise()
            waitUntil { done.value == 13 }
            precondition(used.min().map { $0 < 0.02 } == true, "\(used)")
        }
    }

    @Test(arguments: ["1", "3", "70"])
    func sharedPoolFollowsTheEnvironment(count: String) async {
        await #expect(processExitsWith: .success) { [count] in
            setenv("APUS_NUM_THREADS", count, 1)
            precondition("\(ThreadPool.shared.workerCount)" == count)
            precondition("\(currentWorkerCount())" == count)
            precondition(fibonacci(12) == 144)
        }
    }

    @Test func sharedPoolHasAWorkerForEachProcessor() async {
        await #expect(processExitsWith: .success) {
            unsetenv("APUS_NUM_THREADS")
            precondition(ThreadPool.shared.workerCount == Processors.available())
            precondition(fibonacci(12) == 144)
        }
    }

    /// The process ends while workers sleep, search and work.
    @Test func processMayExitWithPoolsAtWork() async {
        await #expect(processExitsWith: .success) {
            let pool = ThreadPool(workerCount: 8)
            for _ in 0..<8 { pool.submit { while true { _ = fibonacci(5) } } }
            pause(milliseconds: 20)
            exit(0)
        }
    }
}

#endif
