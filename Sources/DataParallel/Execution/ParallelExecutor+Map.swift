extension ParallelExecutor {
    /// The results of independent pieces of work, in the order of their indices.
    ///
    /// - Parameters:
    ///   - count: The number of pieces.
    ///   - body: The work; see ``forEach(count:cancellation:_:)``.
    public func map<Result: Sendable>(
        count: Int,
        _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { slots, initialized in
            let slots = Slots(start: slots.baseAddress)
            forEach(count: count, cancellation: nil) { index in
                (slots.start! + index).initialize(to: body(index))
            }
            initialized = count
        }
    }
}

/// Where results go.
private struct Slots<Result>: @unchecked Sendable {
    // Safe to share: every piece of work writes to the place of its own index, once, and nobody reads
    // before all have returned.
    let start: UnsafeMutablePointer<Result>?
}
