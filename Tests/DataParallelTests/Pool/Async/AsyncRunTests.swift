import DataParallel
import Foundation
import Testing

@Suite(.timeLimit(.minutes(30))) struct AsyncRunTests {
    @Test(arguments: workerCounts)
    func returnsTheResult(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        for n in 0..<20 {
            let number = await pool.run { _ in fibonacci(n) }
            #expect(number == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34][n % 10] || n >= 10)
        }
        #expect(await pool.run { _ in fibonacci(15) } == 610)
    }

    @Test(arguments: workerCounts)
    func runsOnItsOwnPool(workers: Int) async {
        let pool = ThreadPool(workerCount: workers, name: "own")
        let (count, name) = await pool.run { _ in (currentWorkerCount(), threadName()) }
        #expect(count == workers)
        #expect(name.hasPrefix("own-"))
    }

    @Test(arguments: workerCounts)
    func throwsTheError(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<100 {
            do throws(Failure) {
                try await pool.run { (_) throws(Failure) in throw Failure(round) }
                Issue.record("nothing was thrown")
            } catch {
                #expect(error == Failure(round))
            }
        }
    }

    @Test(arguments: workerCounts)
    func cancellingTheTaskCancelsTheToken(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        let started = Flag()
        let task = Task {
            await pool.run { token in
                started.raise()
                waitUntil { token.isCancelled }
                return token.isCancelled
            }
        }
        while !started.isRaised { await Task.yield() }
        task.cancel()
        #expect(await task.value)
    }

    @Test(arguments: workerCounts)
    func tokenOfACancelledTaskIsCancelled(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await pool.run { token in token.isCancelled }
        }
        task.cancel()
        #expect(await task.value)
    }

    /// Many more tasks wait than there are cooperative threads, for jobs that all wait for another
    /// task: had one of them blocked its thread, this would never end.
    @Test(arguments: workerCounts)
    func neverBlocksTheCallersThread(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        let release = Flag()
        let sum = await withTaskGroup(of: Int.self) { group in
            for index in 0..<200 {
                group.addTask {
                    await pool.run { _ in
                        release.wait()
                        return index
                    }
                }
            }
            group.addTask {
                for _ in 0..<100 { await Task.yield() }
                release.raise()
                return 0
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 199 * 200 / 2)
    }

    @Test(arguments: workerCounts)
    func manyTasksShareThePool(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { await pool.run { _ in fibonacci(12) } } }
            for await number in group { #expect(number == 144) }
        }
    }

    @Test(arguments: workerCounts)
    func releasesWhatItCaptured(workers: Int) async {
        let living = Counter()
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<200 {
            let object = Counted(round, living)
            let result = await pool.run { _ in Counted(object.value + 1, living) }
            #expect(result.value == round + 1)
        }
        while living.value > 0 { await Task.yield() }
    }
}
