import DataParallel
import Testing

/// Work that is there is done by whoever is free, however the other workers wait.
@Suite(.timeLimit(.minutes(30))) struct WakeUpTests {
    /// A task stays in the deque of the worker that spawned it; that worker comes back to it.
    @Test func workerRunsWhatItsTasksHaveSpawned() {
        let pool = ThreadPool(workerCount: 2)
        let inner = Flag()
        pool.scope { scope in
            scope.spawn { scope in
                scope.spawn { _ in inner.raise() }
            }
            // This thread runs none of them: only the pool's one other worker can.
            inner.wait()
        }
        #expect(inner.isRaised)
    }

    /// Waking moves the pool's own threads only: one that calls in and sleeps there may afterwards
    /// use all the processors that it could use before.
    @Test func callersKeepTheirProcessors() {
        let before = Processors.available()
        let pool = ThreadPool(workerCount: 3)
        for _ in 0..<50 {
            // This thread waits for the other side and is woken when that is done.
            _ = joinStolen(on: pool, {}, { pause(milliseconds: 1) })
            #expect(Processors.available() == before)
        }
    }

    /// A worker that sleeps for a join does not take jobs from outside, so waking it is no use.
    @Test func submittedJobFindsTheFreeWorkerPastOneThatWaitsForAJoin() {
        let pool = ThreadPool(workerCount: 3)
        let submitted = Flag()
        let done = Flag()
        pool.submit {
            // One worker runs `a` and then waits for `b`, which a second one runs.
            _ = joinStolen(on: pool, {}, { submitted.wait() })
            done.raise()
        }
        pause(milliseconds: 20)
        pool.submit { submitted.raise() }
        done.wait()
        #expect(done.isRaised)
    }

    /// The reserve worker stands aside for guests; when they are gone, it helps again.
    @Test func reserveHelpsAfterGuestsHaveGone() async {
        let pool = ThreadPool(workerCount: 2)
        await pool.run { _ in }
        pool.run {
            _ = joinStolen(
                on: pool,
                {
                    // The other worker is busy: these forks find the sleeping reserve.
                    for _ in 0..<20 {
                        pause(milliseconds: 0.5)
                        _ = join({}, {})
                    }
                },
                { pause(milliseconds: 10) }
            )
        }
        pause(milliseconds: 10)
        await pool.run { _ in _ = joinStolen(on: pool, {}, {}) }
    }

    /// A reserve that waits for a join is woken when the join is done, guests or not.
    @Test func reserveThatWaitsForAJoinIsWokenWhileAGuestIsInside() {
        let pool = ThreadPool(workerCount: 2)
        let started = Counter()
        let taken = Flag()
        let release = Flag()
        let done = Flag()
        for _ in 0..<2 {
            pool.submit {
                started.increment()
                waitUntil { started.value == 2 }
                // The other worker is free from here on and takes what the reserve forks.
                guard threadName() == "apus-1" else { return }
                _ = joinStolen(
                    on: pool,
                    {},
                    {
                        taken.raise()
                        release.wait()
                    }
                )
                done.raise()
            }
        }
        taken.wait()
        pause(milliseconds: 20)
        pool.run {
            for _ in 0..<100 { _ = join({}, {}) }
            release.raise()
            done.wait()
        }
        #expect(done.isRaised)
    }

    /// A task spawned while another pool is the current one still runs before its scope ends.
    @Test(arguments: workerCounts, workerCounts)
    func spawnsFromWithinAnotherPool(outer: Int, inner: Int) {
        let outerPool = ThreadPool(workerCount: outer)
        let innerPool = ThreadPool(workerCount: inner)
        let ran = Counter()
        outerPool.scope { scope in
            innerPool.run {
                for _ in 0..<10 { scope.spawn { _ in ran.increment() } }
            }
        }
        #expect(ran.value == 10)
    }

    /// The last reference to a pool may go away on its own worker while that works in another pool.
    @Test(arguments: workerCounts)
    func lastReferenceGoesOnItsWorkerInsideAnotherPool(workers: Int) {
        let other = ThreadPool(workerCount: 2)
        for _ in 0..<50 {
            let handedOver = Flag()
            let done = Flag()
            do {
                let pool = ThreadPool(workerCount: workers)
                let holder = Holder(pool)
                pool.submit {
                    handedOver.wait()
                    other.run { holder.release() }
                    done.raise()
                }
            }
            handedOver.raise()
            done.wait()
        }
    }
}
