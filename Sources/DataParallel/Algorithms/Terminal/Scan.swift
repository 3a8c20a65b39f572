extension IndexedPipeline where Element: Sendable {
    /// The running combination of the elements: at each index that of all elements up to and
    /// including it.
    ///
    /// Each element is computed once. Chunks whose length follows from the number of elements (or
    /// is the grain) are scanned and then shifted by what comes before them: the same result at any
    /// number of workers, to the last bit.
    ///
    /// - Parameter combine: Associative.
    /// - Throws: The error of the lowest index that fails to be computed; or else of the lowest at
    ///   which `combine` fails.
    /// - Complexity: O(*n* / *p*) on *p* workers, with about 2 *n* calls of `combine`.
    @inlinable @inline(__always)
    public func inclusiveScan(
        _ combine: @Sendable (Element, Element) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var elements = try collect()
        try scan(&elements, options, nil, isInclusive: true, combine)
        return elements
    }

    /// The running combination of the elements: at each index that of `initialResult` and all
    /// elements before it. See ``inclusiveScan(_:)``.
    ///
    /// - Throws: The error of the lowest index that fails to be computed; or else of the lowest at
    ///   which `combine` fails.
    /// - Complexity: O(*n* / *p*) on *p* workers, with about 2 *n* calls of `combine`.
    @inlinable @inline(__always)
    public func exclusiveScan(
        _ initialResult: Element,
        _ combine: @Sendable (Element, Element) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var elements = try collect()
        try scan(&elements, options, initialResult, isInclusive: false, combine)
        return elements
    }
}

/// Replaces elements by their running combinations.
@inlinable @inline(__always)
func scan<Element, Failure: Error>(
    _ elements: inout [Element],
    _ options: ParallelOptions<Failure>,
    _ initial: Element?,
    isInclusive: Bool,
    _ combine: (Element, Element) throws(Failure) -> Element
) throws(Failure) {
    let plan = ChunkPlan(positionCount: elements.count, grain: options.grain)
    let chunks = ParallelOptions<Failure>(
        grain: options.grain == nil ? nil : 1,
        isUnordered: false,
        cancellation: options.cancellation
    )
    try elements.withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
        guard let first = buffer.baseAddress, !buffer.isEmpty else { return }
        let memory = ChunkedMemory(first, buffer.count, plan.chunkLength)
        // Each chunk on its own: afterwards its last element is its total.
        try adaptiveFold(
            memory,
            stolen: memory,
            count: plan.chunkCount,
            options: chunks,
            identity: {},
            leaf: { (memory, lower, upper, _: inout Void) throws(Failure) in
                for index in lower..<upper {
                    let chunk = memory.chunk(index)
                    for position in chunk.indices.dropFirst() {
                        chunk[position] = try combine(chunk[position - 1], chunk[position])
                    }
                }
            },
            combine: { (_, _) throws(Failure) in }
        )
        // What comes before each chunk.
        var preceding: [Element?] = [initial]
        preceding.reserveCapacity(plan.chunkCount)
        for index in 0..<(plan.chunkCount - 1) {
            let total = first[plan.upper(index) - 1]
            if let left = preceding[index] {
                preceding.append(try combine(left, total))
            } else {
                preceding.append(total)
            }
        }
        try preceding.withUnsafeBufferPointer { (preceding) throws(Failure) in
            try adaptiveFold(
                ScanShift(memory: memory, preceding: preceding, isInclusive: isInclusive),
                stolen: ScanShift(memory: memory, preceding: preceding, isInclusive: isInclusive),
                count: plan.chunkCount,
                options: chunks,
                identity: {},
                leaf: { (shift, lower, upper, _: inout Void) throws(Failure) in
                    for index in lower..<upper {
                        let chunk = shift.memory.chunk(index)
                        guard let left = shift.preceding[index] else { continue }
                        if shift.isInclusive {
                            for position in chunk.indices {
                                chunk[position] = try combine(left, chunk[position])
                            }
                        } else {
                            var previous = left
                            for position in chunk.indices {
                                let next = try combine(left, chunk[position])
                                chunk[position] = previous
                                previous = next
                            }
                        }
                    }
                },
                combine: { (_, _) throws(Failure) in }
            )
        }
    }
}

/// What the second pass of a scan works on.
@usableFromInline
struct ScanShift<Element> {
    @usableFromInline let memory: ChunkedMemory<Element>
    @usableFromInline let preceding: UnsafeBufferPointer<Element?>
    @usableFromInline let isInclusive: Bool

    @inlinable @inline(__always)
    init(
        memory: ChunkedMemory<Element>,
        preceding: UnsafeBufferPointer<Element?>,
        isInclusive: Bool
    ) {
        self.memory = memory
        self.preceding = preceding
        self.isInclusive = isInclusive
    }
}
