/// A pool runs independent pieces by splitting them in halves: ``join(_:_:)`` all the way down.
extension ThreadPool: ParallelExecutor {
    /// Calls `body` once with each index; the calling thread works along.
    ///
    /// - Complexity: O(count) joins; no allocation.
    public func forEach(
        count: Int,
        cancellation: CancellationToken? = nil,
        _ body: @Sendable (Int) -> Void
    ) {
        guard count > 0 else { return }
        run { forEachHalf(0, count, cancellation, body) }
    }
}

private func forEachHalf(
    _ start: Int,
    _ end: Int,
    _ cancellation: CancellationToken?,
    _ body: @Sendable (Int) -> Void
) {
    if let cancellation, cancellation.isCancelled { return }
    if end - start == 1 { return body(start) }
    let middle = start + (end - start) / 2
    _ = join(
        { forEachHalf(start, middle, cancellation, body) },
        { forEachHalf(middle, end, cancellation, body) }
    )
}
