import DataParallel
import Testing

@Suite(.timeLimit(.minutes(30))) struct SubmitTests {
    @Test(arguments: workerCounts, [1, 10, 10_000])
    func runsEveryJobOnce(workers: Int, count: Int) {
        let pool = ThreadPool(workerCount: workers)
        let ran = Counter()
        for _ in 0..<count { pool.submit { ran.increment() } }
        waitUntil { ran.value >= count }
        #expect(ran.value == count)
    }

    /// One worker takes the jobs in the order in which they came.
    @Test func runsJobsInOrderOnOneWorker() {
        let pool = ThreadPool(workerCount: 1)
        let recorder = CallRecorder()
        let done = Flag()
        for index in 0..<5_000 { pool.submit { recorder.note(index) } }
        pool.submit { done.raise() }
        done.wait()
        #expect(recorder.calls == Array(0..<5_000))
    }

    @Test(arguments: workerCounts)
    func jobsSubmitJobs(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let ran = Counter()
        @Sendable func submit(_ depth: Int) {
            ran.increment()
            guard depth > 0 else { return }
            for _ in 0..<2 { pool.submit { submit(depth - 1) } }
        }
        pool.submit { submit(9) }
        waitUntil { ran.value == 1_023 }
    }

    /// As many jobs run at a time as the pool has workers: each of them waits for all others.
    @Test(arguments: workerCounts)
    func usesAllWorkers(workers: Int) {
        let pool = ThreadPool(workerCount: workers)
        let inside = Counter()
        let ended = Counter()
        for _ in 0..<workers {
            pool.submit {
                inside.increment()
                waitUntil { inside.value == workers }
                ended.increment()
            }
        }
        waitUntil { ended.value == workers }
    }

    /// A pool that goes away runs what it was given before.
    @Test(arguments: workerCounts)
    func runsQueuedJobsWhenThePoolIsReleased(workers: Int) {
        let ran = Counter()
        for round in 0..<50 {
            do {
                let pool = ThreadPool(workerCount: workers)
                for index in 0..<100 {
                    pool.submit {
                        if index % 10 == 0 { dawdle(round, index) }
                        ran.increment()
                    }
                }
            }
            #expect(ran.value == 100 * (round + 1))
        }
    }

    /// The last reference goes away on a worker, which cannot wait for itself.
    @Test(arguments: workerCounts)
    func lastReferenceGoesOnAWorker(workers: Int) {
        for _ in 0..<100 {
            let handedOver = Flag()
            let ran = Counter()
            do {
                let pool = ThreadPool(workerCount: workers)
                let holder = Holder(pool)
                for _ in 0..<10 {
                    pool.submit {
                        handedOver.wait()
                        holder.release()
                        ran.increment()
                    }
                }
            }
            handedOver.raise()
            waitUntil { ran.value == 10 }
        }
    }
}
