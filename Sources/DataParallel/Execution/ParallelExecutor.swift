/// Something that runs independent pieces of work, each identified by its index.
///
/// The same call on another executor gives the same results: work writes into its own slot and
/// never depends on which worker runs it or when.
public protocol ParallelExecutor: Sendable {
    /// The number of threads that run work, the calling one included. At least 1.
    var workerCount: Int { get }

    /// Calls `body` once with each index in `0..<count` and returns when all calls have returned.
    ///
    /// - Parameters:
    ///   - count: The number of pieces. Zero returns at once.
    ///   - cancellation: When it is cancelled, pieces that have not started are skipped.
    ///   - body: The work. Calls run concurrently and in no given order.
    func forEach(
        count: Int,
        cancellation: CancellationToken?,
        _ body: @Sendable (Int) -> Void
    )
}

/// Runs every piece on the calling thread, in index order.
public struct SequentialExecutor: ParallelExecutor {
    /// Creates the executor; it holds no resources.
    public init() {}

    /// Always 1.
    public var workerCount: Int { 1 }

    /// Calls `body` in index order on the calling thread.
    public func forEach(
        count: Int,
        cancellation: CancellationToken? = nil,
        _ body: @Sendable (Int) -> Void
    ) {
        for index in 0..<count {
            if let cancellation, cancellation.isCancelled { return }
            body(index)
        }
    }
}
