import DataParallel

extension ParallelExecutor {
    /// An array whose places several tasks write, each its own.
    ///
    /// - Parameters:
    ///   - count: The number of places.
    ///   - initial: What a place holds that no task writes.
    ///   - tasks: The number of tasks.
    ///   - body: Called once with each task and the first place of the array.
    func slots<Element: Sendable>(
        _ count: Int,
        of initial: Element,
        tasks: Int,
        _ body: @Sendable (_ task: Int, _ places: UnsafeMutablePointer<Element>) -> Void
    ) -> [Element] {
        var values = [Element](repeating: initial, count: count)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return }
            // Tasks write places of their own, so none sees what another one writes.
            nonisolated(unsafe) let places = first
            forEach(count: tasks, cancellation: nil) { task in body(task, places) }
        }
        return values
    }

    /// What `body` returns for each index, in index order.
    func slots<Element: Sendable>(
        count: Int,
        _ body: @Sendable (Int) -> Element
    ) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let first = buffer.baseAddress else { return }
            // Safe: every call writes a place of its own, and all are written before the array is
            // looked at.
            nonisolated(unsafe) let base = first
            forEach(count: count, cancellation: nil) { index in
                (base + index).initialize(to: body(index))
            }
            filled = count
        }
    }
}
