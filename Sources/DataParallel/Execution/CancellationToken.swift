import Synchronization

/// A flag that asks running work to stop; set once, seen by every thread that polls it.
///
/// Cancellation is cooperative: work that has started a grain finishes it, work that has not is
/// skipped. The token can be set from a signal handler: it neither locks nor allocates.
public final class CancellationToken: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Creates a token that is not cancelled.
    public init() {}

    /// Whether ``cancel()`` has been called.
    @inlinable
    public var isCancelled: Bool { load() }

    /// Asks the work that polls this token to stop. Calling it again has no effect.
    public func cancel() {
        flag.store(true, ordering: .releasing)
    }

    @usableFromInline
    func load() -> Bool {
        flag.load(ordering: .acquiring)
    }
}
