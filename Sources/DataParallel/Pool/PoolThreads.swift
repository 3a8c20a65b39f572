import Synchronization
import _SystemShims

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The threads of a pool: starting, running, ending.
final class PoolThreads: Sendable {
    private struct Started {
        var threads: [pthread_t] = []
        var hasReserve = false
    }

    private let name: String
    private let started = Mutex(Started())
    private let hasReserve = Atomic<Bool>(false)

    init(name: String) { self.name = name }

    /// Starts the thread of a worker. False when the system refuses one: the pool then does the
    /// same work with fewer.
    @discardableResult
    func start(_ index: Int, _ state: UnsafeMutablePointer<PoolState>) -> Bool {
        guard let worker = state.pointee.worker(index),
            let thread = startThread(WorkerThread(worker: worker, name: "\(name)-\(index)"))
        else { return false }
        started.withLock { $0.threads.append(thread) }
        return true
    }

    /// Starts the thread of the reserve worker, once.
    func startReserve(_ state: UnsafeMutablePointer<PoolState>) {
        if hasReserve.load(ordering: .acquiring) { return }
        let isFirst = started.withLock { started in
            defer { started.hasReserve = true }
            return !started.hasReserve
        }
        if isFirst {
            precondition(
                start(state.pointee.reserveIndex, state),
                "the system refuses a thread to run work that nobody waits for"
            )
            hasReserve.store(true, ordering: .releasing)
        }
    }

    /// Ends all threads, waits for them and frees what they share.
    func shutDown(_ state: UnsafeMutablePointer<PoolState>) {
        state.pointee.isShuttingDown.store(true, ordering: .sequentiallyConsistent)
        for index in 0..<state.pointee.workerCount {
            guard let worker = state.pointee.worker(index) else { continue }
            if !worker.wake(from: Worker.Activity.setAside) {
                worker.wake(from: Worker.Activity.asleep)
            }
        }
        let threads = started.withLock { $0.threads }
        // The last reference may go away on one of the pool's own threads, which cannot wait for
        // itself: another thread then does the rest.
        if threads.contains(where: { pthread_equal($0, pthread_self()) != 0 }) {
            let ending = Ending(threads: threads, state: state)
            guard let thread = startThread(ending) else {
                preconditionFailure("the system refuses a thread to end a pool from within")
            }
            pthread_detach(thread)
        } else {
            Ending(threads: threads, state: state).run()
        }
    }
}

/// Something a new thread does.
private class ThreadBody {
    func run() {}
}

/// The life of a worker's thread.
private final class WorkerThread: ThreadBody {
    private let worker: UnsafeMutablePointer<Worker>
    private let name: String

    init(worker: UnsafeMutablePointer<Worker>, name: String) {
        self.worker = worker
        self.name = name
    }

    override func run() {
        apus_name_thread(name)
        apus_set_current_worker(worker)
        worker.pointee.placement.noteThread()
        let pool = worker.pointee.pool
        var wasWoken = false
        while !pool.pointee.isShuttingDown.load(ordering: .acquiring) {
            // Its own deque holds what the tasks it has stolen have spawned.
            if let job = worker.pointee.deque.pop() ?? worker.searchForAny() {
                if wasWoken { worker.passOn() }
                wasWoken = false
                worker.runTimed(job)
            } else if worker.sleepWithoutLatch() {
                wasWoken = true
            }
        }
    }
}

extension UnsafeMutablePointer<Worker> {
    /// Runs a job at the top of a worker's thread and adds its time to the worker's busy time.
    fileprivate func runTimed(_ job: UnsafeMutablePointer<Job>) {
        let start = apus_ticks()
        let isInjected = job.pointee.isInjected.load(ordering: .acquiring)
        run(job)
        if isInjected {
            pointee.pool.pointee.activeInjected.subtract(1, ordering: .sequentiallyConsistent)
        }
        let busy = pointee.counters.busyTicks.load(ordering: .relaxed)
        pointee.counters.busyTicks.store(busy &+ (apus_ticks() &- start), ordering: .relaxed)
    }
}

/// Waits for the threads of a pool and frees its state.
private final class Ending: ThreadBody {
    private let threads: [pthread_t]
    private let state: UnsafeMutablePointer<PoolState>

    init(threads: [pthread_t], state: UnsafeMutablePointer<PoolState>) {
        self.threads = threads
        self.state = state
    }

    override func run() {
        for thread in threads { pthread_join(thread, nil) }
        while let job = state.takeInjected() { job.execute() }
        state.deinitialize(count: 1)
        state.deallocate()
    }
}

private func startThread(_ body: ThreadBody) -> pthread_t? {
    let argument = Unmanaged.passRetained(body)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let status = pthread_create(
        &thread,
        nil,
        { argument in
            #if canImport(Darwin)
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            #else
            Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
            #endif
            return nil
        },
        argument.toOpaque()
    )
    guard status == 0 else {
        argument.release()
        return nil
    }
    return thread
}
