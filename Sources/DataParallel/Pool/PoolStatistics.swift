import Synchronization
import _SystemShims

/// What a pool's workers have done since it started.
public struct PoolStatistics: Sendable {
    /// What one worker has done.
    public struct Worker: Sendable, Equatable {
        /// Jobs offered to other workers: one a join or spawn.
        public let forks: Int
        /// Jobs run that were stolen, injected or spawned; a join's own body is not counted.
        public let tasks: Int
        /// Jobs taken from other workers.
        public let steals: Int
        /// Times the worker went to sleep.
        public let parks: Int
        /// Seconds spent on jobs by the worker's thread; 0 for guests, whose time is their own.
        public let busySeconds: Double
    }

    /// The pool's own workers, in order.
    public let workers: [Worker]
    /// The threads that called in, by slot.
    public let guests: [Worker]

    /// The sum over all workers and guests.
    public var total: Worker {
        let all = workers + guests
        return Worker(
            forks: all.reduce(0) { $0 + $1.forks },
            tasks: all.reduce(0) { $0 + $1.tasks },
            steals: all.reduce(0) { $0 + $1.steals },
            parks: all.reduce(0) { $0 + $1.parks },
            busySeconds: all.reduce(0) { $0 + $1.busySeconds }
        )
    }
}

extension ThreadPool {
    /// What the workers have done so far. Reading it disturbs nobody; the counters of a worker that
    /// is busy may be a moment old.
    public var statistics: PoolStatistics {
        let ticksPerSecond = apus_ticks_per_microsecond() * 1e6
        let count = state.pointee.slotCount.load(ordering: .acquiring)
        let all = (0..<count).compactMap { index in
            state.pointee.worker(index).map { worker in
                PoolStatistics.Worker(
                    forks: worker.pointee.forks.load(ordering: .relaxed),
                    tasks: worker.pointee.counters.tasks.load(ordering: .relaxed),
                    steals: worker.pointee.counters.steals.load(ordering: .relaxed),
                    parks: worker.pointee.counters.parks.load(ordering: .relaxed),
                    busySeconds: Double(worker.pointee.counters.busyTicks.load(ordering: .relaxed))
                        / ticksPerSecond
                )
            }
        }
        return PoolStatistics(
            workers: Array(all.prefix(workerCount)),
            guests: Array(all.dropFirst(workerCount))
        )
    }
}
