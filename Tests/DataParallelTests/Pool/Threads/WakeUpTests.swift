import DataParallel
import Testing

/// Work that is there is done by whoever is free, however the other workers wait.
@Suite(.timeLimit(.minutes(2))) struct WakeUpTests {
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
}
