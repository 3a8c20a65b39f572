public import Synchronization
public import _SystemShims

/// One thread's part of a pool: its deque, its sleep state and its counters.
@usableFromInline
struct Worker: ~Copyable {
    /// What a worker's thread is doing, as far as waking it goes.
    enum Activity {
        static var awake: UInt32 { 0 }
        /// Asleep with nothing to do, or about to be; counted in ``PoolState/sleepers``.
        static var asleep: UInt32 { 1 }
        /// The reserve worker while guests work; not counted.
        static var setAside: UInt32 { 2 }
        /// Asleep in a wait for a latch, or about to be; counted. It takes no jobs from outside,
        /// and must not be set aside.
        static var waiting: UInt32 { 3 }
    }

    @usableFromInline let deque = WorkDeque()
    @usableFromInline let pool: UnsafeMutablePointer<PoolState>
    @usableFromInline let forks = Atomic<Int>(0)
    let index: Int
    let activity: UnsafeMutablePointer<Atomic<UInt32>>
    let counters = WorkerCounters()
    /// Where the worker's thread may run.
    let placement = Placement()
    /// Frames of loops that have ended, for the next ones.
    var spareFrames: UnsafeMutablePointer<LoopFrame>?
    /// Where the next search for a victim starts.
    let nextVictim: Atomic<Int>

    init(pool: UnsafeMutablePointer<PoolState>, index: Int) {
        self.pool = pool
        self.index = index
        nextVictim = Atomic(index + 1)
        activity = .allocate(capacity: 1)
        activity.initialize(to: Atomic(Activity.awake))
    }

    /// Frees what the worker points to; nothing may be called afterwards.
    func free() {
        deque.free()
        placement.free()
        activity.deinitialize(count: 1)
        activity.deallocate()
    }
}

/// Where a worker's thread may run.
///
/// Linux may wake a thread on the processor of its waker, whose next piece then keeps it waiting
/// for milliseconds while another processor is idle. So the waker keeps the sleeper off its own
/// processor until it runs. A waker may be late: the thread then goes home before it sleeps again.
/// Guests have no placement: their threads are not the pool's.
struct Placement: ~Copyable {
    private let pointer = Atomic<OpaquePointer?>(nil)

    /// Called by a thread of the pool when it starts.
    func noteThread() {
        pointer.store(apus_placement_of_this_thread(), ordering: .releasing)
    }

    /// Called by the waker that has claimed the worker, before it wakes the thread.
    func makeRoom() {
        if let placement = pointer.load(ordering: .acquiring) { apus_make_room(placement) }
    }

    /// Called by the thread before it sleeps and when it runs again.
    func goHome() {
        if let placement = pointer.load(ordering: .relaxed) { apus_go_home(placement) }
    }

    /// Nothing may be called afterwards.
    func free() {
        if let placement = pointer.load(ordering: .acquiring) { apus_placement_free(placement) }
    }
}

/// What a worker has done so far. Only its own thread writes, anybody may read.
struct WorkerCounters: ~Copyable {
    let tasks = Atomic<Int>(0)
    let steals = Atomic<Int>(0)
    let parks = Atomic<Int>(0)
    let busyTicks = Atomic<UInt64>(0)
}

extension Atomic<Int> {
    /// Adds one without a locked instruction; only one thread may write.
    @inlinable @inline(__always)
    func incrementAsOnlyWriter() {
        store(load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }
}

extension UnsafeMutablePointer<Worker> {
    /// The worker the calling thread is; nil on a thread that belongs to no pool.
    @inlinable @inline(__always)
    static var current: UnsafeMutablePointer<Worker>? {
        apus_current_worker()?.assumingMemoryBound(to: Worker.self)
    }

    /// Offers a job to other workers. False when the deque is full.
    @inlinable @inline(__always)
    func push(_ job: UnsafeMutablePointer<Job>) -> Bool {
        guard pointee.deque.push(job) else { return false }
        pointee.forks.incrementAsOnlyWriter()
        apus_light_barrier()
        if pointee.pool.pointee.sleepers.load(ordering: .relaxed) > 0 {
            pointee.pool.wakeOne()
        }
        return true
    }

    /// Offers a job to other workers and wakes one only if asked to. False when the deque is full.
    func push(_ job: UnsafeMutablePointer<Job>, wakes: Bool) -> Bool {
        if wakes { return push(job) }
        guard pointee.deque.push(job) else { return false }
        pointee.forks.incrementAsOnlyWriter()
        return true
    }

    /// Wakes a worker to take what this one has offered.
    func wakeForOwnWork() {
        if pointee.pool.pointee.sleepers.load(ordering: .relaxed) > 0 { pointee.pool.wakeOne() }
    }

    /// Takes back a job that was pushed. False when another worker has taken it.
    @inlinable @inline(__always)
    func reclaim(_ job: UnsafeMutablePointer<Job>) -> Bool {
        guard let popped = pointee.deque.pop() else { return false }
        return popped == job || reclaimPast(popped, job)
    }

    /// What lies above the job was spawned meanwhile and is run here.
    @usableFromInline
    func reclaimPast(
        _ popped: UnsafeMutablePointer<Job>,
        _ job: UnsafeMutablePointer<Job>
    ) -> Bool {
        run(popped)
        while let next = pointee.deque.pop() {
            if next == job { return true }
            run(next)
        }
        return false
    }

    /// Runs a job and counts it.
    func run(_ job: UnsafeMutablePointer<Job>) {
        pointee.counters.tasks.incrementAsOnlyWriter()
        job.execute()
    }

    /// Works on other jobs until the latch is set; sleeps when there are none.
    @usableFromInline
    func wait(for latch: borrowing Latch) {
        var wasWoken = false
        while !latch.isSet {
            if let job = pointee.deque.pop() ?? search(until: latch) {
                if wasWoken { passOn() }
                wasWoken = false
                run(job)
            } else if !latch.isSet, latch.await() {
                if sleep(unless: latch) { wasWoken = true }
                latch.resume()
            }
        }
        if wasWoken { passOn() }
    }
}
