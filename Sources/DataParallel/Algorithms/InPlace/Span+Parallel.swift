extension Span where Element: Sendable {
    /// Calls `body` with each element and its index.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func parallelForEach<Failure: Error>(
        _ body: @Sendable (_ index: Int, _ element: Element) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeBufferPointer { (buffer) throws(Failure) in
            try buffer.parallel.enumerated().widened().forEach { (pair) throws(Failure) in
                try body(pair.offset, pair.element)
            }
        }
    }

    /// The results of a function of each element, in index order.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public func parallelMap<T: Sendable, Failure: Error>(
        _ transform: @Sendable (Element) throws(Failure) -> T
    ) throws(Failure) -> [T] {
        try withUnsafeBufferPointer { (buffer) throws(Failure) -> [T] in
            guard let first = buffer.baseAddress else { return [] }
            return try withOutput(count: buffer.count) { (output) throws(Failure) in
                try adaptiveFold(
                    Writing(input: first, output: output),
                    stolen: Writing(input: first, output: output),
                    count: buffer.count,
                    options: ParallelOptions<Failure>(),
                    identity: {},
                    leaf: { (state, lower, upper, _: inout Void) throws(Failure) in
                        try state.output.fill(lower, upper) { (position) throws(Failure) in
                            try transform(state.input[position])
                        }
                    },
                    combine: { (_, _) throws(Failure) in }
                )
            }
        }
    }

    /// Folds the elements in fixed chunks: the same bits at any number of workers; see
    /// ``ParallelPipeline/reduce(into:_:combine:)``.
    ///
    /// - Throws: The error of the lowest index that fails.
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func parallelReduce<Result: Sendable, Failure: Error>(
        into initialResult: Result,
        _ updateAccumulatingResult: @Sendable (inout Result, Element) throws(Failure) -> Void,
        combine: @Sendable (inout Result, Result) throws(Failure) -> Void
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
            try buffer.parallel.widened().reduce(
                into: initialResult,
                updateAccumulatingResult,
                combine: combine
            )
        }
    }
}

extension Span where Element: AdditiveArithmetic & Sendable {
    /// The sum of the elements; see ``ParallelPipeline/sum()``.
    ///
    /// - Complexity: O(*n* / *p* + log *n*) on *p* workers.
    @inlinable @inline(__always)
    public func parallelSum() -> Element {
        withUnsafeBufferPointer { $0.parallel.sum() }
    }
}
