import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs pieces on several threads; each takes the next index from a shared counter.
///
/// Threads live for one call. The calling thread works too, so one worker starts none.
public struct ThreadedExecutor: ParallelExecutor {
    /// The number of threads that run work, the calling one included.
    public let workerCount: Int

    /// Creates an executor.
    ///
    /// - Parameter workerCount: At least 1; more than there are processors is allowed.
    public init(workerCount: Int) {
        precondition(workerCount >= 1, "an executor needs at least one worker")
        self.workerCount = workerCount
    }

    /// Calls `body` once with each index; indices start in ascending order.
    ///
    /// If the system refuses a thread, the call goes on with those it has.
    public func forEach(
        count: Int,
        cancellation: CancellationToken? = nil,
        _ body: @Sendable (Int) -> Void
    ) {
        let helperCount = min(workerCount, count) - 1
        guard helperCount > 0 else {
            SequentialExecutor().forEach(count: count, cancellation: cancellation, body)
            return
        }
        withoutActuallyEscaping(body) { body in
            let work = SharedWork(count: count, cancellation: cancellation, body: body)
            let helpers = (0..<helperCount).compactMap { _ in startThread(work) }
            work.run()
            for helper in helpers { pthread_join(helper, nil) }
        }
    }

    private func startThread(_ work: SharedWork) -> pthread_t? {
        let argument = Unmanaged.passRetained(work)
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
                let work = Unmanaged<SharedWork>.fromOpaque(argument).takeRetainedValue()
                #else
                let work = Unmanaged<SharedWork>.fromOpaque(argument!).takeRetainedValue()
                #endif
                work.run()
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
}

/// The state that the threads of one call share.
private final class SharedWork: Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int
    private let cancellation: CancellationToken?
    private let body: @Sendable (Int) -> Void

    init(count: Int, cancellation: CancellationToken?, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.cancellation = cancellation
        self.body = body
    }

    func run() {
        while true {
            if let cancellation, cancellation.isCancelled { return }
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }
}
