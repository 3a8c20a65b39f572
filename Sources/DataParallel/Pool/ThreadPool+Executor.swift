/// A pool runs independent pieces as a loop whose grain is one piece.
extension ThreadPool: ParallelExecutor {
    /// Calls `body` once with each index; the calling thread works along.
    ///
    /// - Complexity: O(count); O(log count) jobs for each worker that comes to help.
    public func forEach(
        count: Int,
        cancellation: CancellationToken? = nil,
        _ body: @Sendable (Int) -> Void
    ) {
        run {
            adaptiveFold(
                cancellation,
                stolen: cancellation,
                count: count,
                options: ParallelOptions<Never>(grain: 1, isUnordered: false, cancellation: nil),
                identity: {},
                leaf: { (cancellation, lower, upper, _: inout Void) in
                    for index in lower..<upper {
                        if let cancellation, cancellation.isCancelled { return }
                        body(index)
                    }
                },
                combine: { (_, _) in }
            )
        }
    }
}
