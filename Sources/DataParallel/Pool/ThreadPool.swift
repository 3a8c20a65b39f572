import Synchronization
public import _SystemShims

/// A pool of worker threads that run forked work by stealing it from each other.
///
/// A pool of n workers runs work on at most n threads at a time: a thread that calls in works along
/// and counts as one of them. Idle workers sleep and use no processor time.
///
/// ```swift
/// let (left, right) = join({ fibonacci(20) }, { fibonacci(21) })
/// let squares = (0..<1_000).parallel.map { $0 * $0 }.collect()
/// ```
///
/// A pool does not survive `fork()`: the child has none of its threads. Start a new process with
/// `exec` after `fork`, or make pools only in the child.
public final class ThreadPool: Sendable {
    /// The pool that is used where none is named: as many workers as the process may use
    /// processors, or as `APUS_NUM_THREADS` says; started when it is first used.
    public static let shared = ThreadPool(
        workerCount: (try? Processors.environmentOverride()) ?? Processors.available(),
        name: "apus"
    )

    /// The number of threads that work at a time.
    public let workerCount: Int
    /// What the pool's threads are called, followed by their number.
    public let name: String
    /// `nonisolated(unsafe)`: the pointer never changes; what it points to is made of atomics,
    /// locked queues and what only one worker's thread touches, and is freed only when the last reference to the pool is gone.
    @usableFromInline nonisolated(unsafe) let state: UnsafeMutablePointer<PoolState>
    private let threads: PoolThreads

    /// Starts a pool.
    ///
    /// - Parameters:
    ///   - workerCount: At least 1; more than there are processors is allowed.
    ///   - name: What to call the threads; the system shows the first 12 bytes or so.
    /// - Complexity: O(workers): each starts a thread, except the last, which starts when work is
    ///   first handed over without a thread that waits for it.
    public init(workerCount: Int, name: String = "apus") {
        precondition(workerCount >= 1, "a pool needs at least one worker")
        apus_prepare_barriers()
        self.workerCount = workerCount
        self.name = name
        state = .allocate(capacity: 1)
        state.initialize(to: PoolState(workerCount: workerCount))
        for index in 0..<workerCount {
            state.pointee.setWorker(index, .make(pool: state, index: index))
        }
        threads = PoolThreads(name: name)
        for index in 0..<(workerCount - 1) { threads.start(index, state) }
    }

    deinit {
        threads.shutDown(state)
    }

    /// Hands a heap job to the pool's own workers.
    func inject(_ body: HeapJob) {
        threads.startReserve(state)
        state.inject(.make(body))
    }

    /// Runs `body` with this pool as the current one: what it forks is shared with this pool's
    /// workers. The calling thread works along and returns when `body` does.
    ///
    /// - Throws: What `body` throws.
    @inlinable
    public func run<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let previous = apus_current_worker()
        if let worker = previous?.assumingMemoryBound(to: Worker.self), worker.pointee.pool == state
        {
            return try body()
        }
        let guest = state.enter()
        apus_set_current_worker(guest)
        defer {
            apus_set_current_worker(previous)
            state.leave(guest)
        }
        return try body()
    }

    /// Runs `body` as `run` does; until it returns, idle workers look around for about a millisecond before
    /// they sleep, instead of some microseconds.
    ///
    /// For many short regions in a row, as the steps of a training are, between which a worker would
    /// hardly fall asleep before it was woken again. It costs processor time while they wait; results
    /// do not depend on it.
    ///
    /// - Throws: What `body` throws.
    public func stayingAwake<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        state.pointee.wakefulCalls.add(1, ordering: .relaxed)
        defer { state.pointee.wakefulCalls.subtract(1, ordering: .relaxed) }
        return try run(body)
    }
}
