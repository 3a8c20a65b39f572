extension Parallelism {
    /// An array that several tasks write, each its own places; zero where none does.
    ///
    /// - Parameter body: Called with each task and the first place of the array.
    func fill<Element: Numeric & Sendable>(
        _ count: Int,
        with zero: Element = 0,
        tasks: Int,
        _ body: @escaping @Sendable (_ task: Int, _ all: UnsafeMutablePointer<Element>) -> Void
    ) -> [Element] {
        var values = [Element](repeating: zero, count: count)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return }
            // Tasks write places of their own, so none sees what another one writes.
            nonisolated(unsafe) let base = first
            forEach(tasks, grain: 1) { task in body(task, base) }
        }
        return values
    }

    /// Works on an array in place by several tasks, each at its own places.
    func update<Element: Sendable>(
        _ values: inout [Element],
        tasks: Int,
        _ body: @escaping @Sendable (_ task: Int, _ all: UnsafeMutablePointer<Element>) -> Void
    ) {
        values.withUnsafeMutableBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return }
            // Tasks write places of their own, and read only those that no other one writes.
            nonisolated(unsafe) let base = first
            forEach(tasks, grain: 1) { task in body(task, base) }
        }
    }
}
