import DataParallel
import Foundation
import Testing

/// Many small regions with pauses between them, so that workers fall asleep and are woken all the
/// time. A wake-up that gets lost ends in the time limit.
@Suite(.timeLimit(.minutes(30))) struct SleepStressTests {
    static let counts = [2, 3, 8, 64]

    /// Long enough for workers to fall asleep, or just about, or not nearly.
    private func idle(_ seed: Int, _ round: Int) {
        switch draw(seed, round, below: 8) {
        case 0: pause(milliseconds: 0.3)
        case 1: pause(milliseconds: 0.08)
        case 2, 3: dawdle(seed, round)
        default: break
        }
    }

    private func region(_ pool: ThreadPool, _ seed: Int, _ round: Int) {
        switch draw(seed, round, below: 3) {
        case 0: _ = joinStolen(on: pool, {}, { dawdle(seed, round) })
        case 1: #expect(pool.run { fibonacci(5) } == 5)
        default:
            let ran = Counter()
            pool.scope { scope in
                for task in 0..<4 {
                    scope.spawn { scope in
                        if task == 0 { idle(seed, round + 1) }
                        scope.spawn { _ in ran.increment() }
                    }
                }
            }
            #expect(ran.value == 4)
        }
    }

    @Test(arguments: counts)
    func guestsFindSleepingWorkers(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<1_500 {
            region(pool, workers, round)
            idle(workers + 1, round)
        }
    }

    @Test(arguments: counts)
    func jobsFromOutsideFindSleepingWorkers(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<1_500 {
            await pool.run { _ in
                region(pool, workers, round)
                idle(workers + 1, round)
            }
        }
    }

    @Test(arguments: counts)
    func guestsAndJobsFromOutsideMeet(workers: Int) async {
        let pool = ThreadPool(workerCount: workers)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<3 {
                group.addTask {
                    for round in 0..<400 {
                        await pool.run { _ in _ = joinForked(pool, task, round) }
                        await Task.yield()
                    }
                }
            }
            group.addTask {
                onThreads(2) { thread in
                    for round in 0..<400 {
                        pool.run { _ = joinForked(pool, 10 + thread, round) }
                        idle(20 + thread, round)
                    }
                }
            }
        }
    }

    /// A join that may or may not find somebody to share with: with several regions at once, no
    /// body may insist on a second worker.
    private func joinForked(_ pool: ThreadPool, _ seed: Int, _ round: Int) -> (Int, Int) {
        join(
            {
                idle(seed, round)
                return fibonacci(3)
            },
            {
                idle(seed + 1, round)
                return fibonacci(4)
            }
        )
    }

    /// The latch of a stolen body is set at every moment of its owner's way to sleep.
    @Test(arguments: counts)
    func ownersOfStolenBodiesAreWoken(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        for round in 0..<600 {
            let (_, b) = joinStolen(
                on: pool,
                {},
                { () -> Int in
                    // Around the time after which a waiting worker goes to sleep.
                    let end = DispatchTime.now().uptimeNanoseconds + UInt64(20_000 + 200 * round)
                    while DispatchTime.now().uptimeNanoseconds < end {}
                    return round
                }
            )
            #expect(b == round)
        }
    }
}
