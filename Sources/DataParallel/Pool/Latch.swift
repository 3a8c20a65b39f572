public import Synchronization

/// Says that something has happened, to one worker that may be asleep waiting for it.
///
/// `@unchecked Sendable`: the state is atomic, and of the owner only its atomics are touched.
@usableFromInline
struct Latch: ~Copyable, @unchecked Sendable {
    @usableFromInline static var pending: Int { 0 }
    @usableFromInline static var done: Int { 1 }
    /// The owner sleeps, or is about to, and must be woken.
    @usableFromInline static var awaited: Int { 2 }

    @usableFromInline let state = Atomic<Int>(0)
    @usableFromInline let owner: UnsafeMutablePointer<Worker>?

    @inlinable
    init(owner: UnsafeMutablePointer<Worker>?) {
        self.owner = owner
    }

    /// Whether it has happened; what was written before ``set()`` is visible after true.
    @inlinable
    var isSet: Bool { state.load(ordering: .acquiring) == Latch.done }

    /// Says that it has happened. The memory of the latch may be gone when this returns: nothing
    /// but the owner, read before, is touched after the exchange.
    func set() {
        let owner = owner
        let old = state.exchange(Latch.done, ordering: .sequentiallyConsistent)
        if old == Latch.awaited, let owner { owner.wake(from: Worker.Activity.waiting) }
    }

    /// Announces that the owner is about to sleep. False when it has happened meanwhile.
    func await() -> Bool {
        state.compareExchange(
            expected: Latch.pending,
            desired: Latch.awaited,
            ordering: .sequentiallyConsistent
        ).exchanged
    }

    /// Takes the announcement back, unless it has happened.
    func resume() {
        _ = state.compareExchange(
            expected: Latch.awaited,
            desired: Latch.pending,
            ordering: .sequentiallyConsistent
        )
    }
}
