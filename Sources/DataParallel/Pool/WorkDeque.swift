public import Synchronization
public import _SystemShims

/// The jobs a worker has forked: the owner pushes and pops at the bottom, thieves take at the top.
///
/// D. Chase, Y. Lev, "Dynamic circular work-stealing deque", SPAA 2005, with a fixed capacity and
/// an asymmetric barrier: the owner's pop holds only the compiler back, a thief that has seen work
/// pays for a barrier that reaches the owner. See README.md beside this file for the proof.
@usableFromInline
struct WorkDeque: ~Copyable {
    @usableFromInline static var capacity: Int { 4_096 }

    @usableFromInline let slots: UnsafeMutablePointer<Atomic<UnsafeMutableRawPointer?>>
    /// The owner's index: one past the newest job.
    @usableFromInline let bottom = Atomic<Int>(0)
    /// The owner's last knowledge of `top`, which only grows.
    @usableFromInline let knownTop = Atomic<Int>(0)
    private let padding: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) = (
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    )
    /// The thieves' index: the oldest job.
    @usableFromInline let top = Atomic<Int>(0)

    init() {
        slots = .allocate(capacity: Self.capacity)
        for index in 0..<Self.capacity {
            (slots + index).initialize(to: Atomic(nil))
        }
    }

    /// Frees the slots; nothing may be called afterwards.
    func free() {
        slots.deinitialize(count: Self.capacity)
        slots.deallocate()
    }

    /// Adds a job; only the owner may. False when the deque is full.
    @inlinable @inline(__always)
    func push(_ job: UnsafeMutablePointer<Job>) -> Bool {
        let position = bottom.load(ordering: .relaxed)
        if position &- knownTop.load(ordering: .relaxed) >= WorkDeque.capacity {
            let oldest = top.load(ordering: .acquiring)
            knownTop.store(oldest, ordering: .relaxed)
            if position &- oldest >= WorkDeque.capacity { return false }
        }
        slots[position & (WorkDeque.capacity &- 1)].store(
            UnsafeMutableRawPointer(job),
            ordering: .relaxed
        )
        bottom.store(position &+ 1, ordering: .releasing)
        return true
    }

    /// Takes the newest job; only the owner may.
    @inlinable @inline(__always)
    func pop() -> UnsafeMutablePointer<Job>? {
        let position = bottom.load(ordering: .relaxed) &- 1
        // Releasing: a thief that reads this bottom must see the jobs below it, too.
        bottom.store(position, ordering: .releasing)
        apus_light_barrier()
        let oldest = top.load(ordering: .relaxed)
        if oldest < position {
            return job(at: position)
        }
        return popLast(position, oldest)
    }

    /// The last job, or none: thieves may want it, too.
    @usableFromInline
    func popLast(_ position: Int, _ oldest: Int) -> UnsafeMutablePointer<Job>? {
        var taken: UnsafeMutablePointer<Job>?
        if oldest == position {
            let (exchanged, _) = top.compareExchange(
                expected: oldest,
                desired: oldest &+ 1,
                ordering: .sequentiallyConsistent
            )
            if exchanged { taken = job(at: position) }
        }
        bottom.store(position &+ 1, ordering: .releasing)
        return taken
    }

    @inlinable @inline(__always)
    func job(at position: Int) -> UnsafeMutablePointer<Job>? {
        slots[position & (WorkDeque.capacity &- 1)].load(ordering: .relaxed)?
            .assumingMemoryBound(to: Job.self)
    }

    /// Whether there seems to be work; costs no barrier.
    var looksEmpty: Bool {
        top.load(ordering: .relaxed) >= bottom.load(ordering: .acquiring)
    }

    /// What ``steal()`` came to.
    enum Stolen {
        case job(UnsafeMutablePointer<Job>)
        case empty
        /// Another thread was faster: there may be more.
        case contended
    }

    /// Takes the oldest job; any thread may.
    func steal() -> Stolen {
        let oldest = top.load(ordering: .acquiring)
        if oldest >= bottom.load(ordering: .acquiring) { return .empty }
        apus_heavy_barrier()
        if oldest >= bottom.load(ordering: .acquiring) { return .empty }
        guard let job = job(at: oldest) else { return .contended }
        let (exchanged, _) = top.compareExchange(
            expected: oldest,
            desired: oldest &+ 1,
            ordering: .sequentiallyConsistent
        )
        return exchanged ? .job(job) : .contended
    }
}
