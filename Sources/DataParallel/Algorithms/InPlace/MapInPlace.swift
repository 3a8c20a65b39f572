extension MutableSpan where Element: Sendable {
    /// Replaces each element by a function of it.
    ///
    /// - Throws: The error of the lowest index that fails; elements not replaced keep their value.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public mutating func parallelMapInPlace<Failure: Error>(
        _ transform: @Sendable (Element) throws(Failure) -> Element
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try mapInPlace(buffer, transform)
        }
    }

    /// Calls `body` with each chunk of the elements, to be written in place.
    ///
    ///     var span = pixels.mutableSpan
    ///     span.parallelForEachMutableChunk(ofCount: width) { row, line in
    ///         for column in line.indices { line[column] = shade(row, column) }
    ///     }
    ///
    /// - Parameters:
    ///   - count: The elements of a chunk, at least 1; the last chunk may be shorter.
    ///   - body: Gets the chunk's number and its elements. Runs on any thread, in no given order.
    /// - Throws: The error of the lowest chunk that fails.
    /// - Complexity: O(*n* / *p*) on *p* workers.
    @inlinable @inline(__always)
    public mutating func parallelForEachMutableChunk<Failure: Error>(
        ofCount count: Int,
        _ body:
            @Sendable (_ chunk: Int, _ elements: inout MutableSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try forEachMutableChunk(of: buffer, ofCount: count, body)
        }
    }
}

extension Array where Element: Sendable {
    /// Replaces each element by a function of it; see ``MutableSpan/parallelMapInPlace(_:)``.
    @inlinable @inline(__always)
    public mutating func parallelMapInPlace<Failure: Error>(
        _ transform: @Sendable (Element) throws(Failure) -> Element
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try mapInPlace(buffer, transform)
        }
    }

    /// Calls `body` with each chunk of the elements, to be written in place; see
    /// ``MutableSpan/parallelForEachMutableChunk(ofCount:_:)``.
    @inlinable @inline(__always)
    public mutating func parallelForEachMutableChunk<Failure: Error>(
        ofCount count: Int,
        _ body:
            @Sendable (_ chunk: Int, _ elements: inout MutableSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try forEachMutableChunk(of: buffer, ofCount: count, body)
        }
    }
}

extension ContiguousArray where Element: Sendable {
    /// Replaces each element by a function of it; see ``MutableSpan/parallelMapInPlace(_:)``.
    @inlinable @inline(__always)
    public mutating func parallelMapInPlace<Failure: Error>(
        _ transform: @Sendable (Element) throws(Failure) -> Element
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try mapInPlace(buffer, transform)
        }
    }

    /// Calls `body` with each chunk of the elements, to be written in place; see
    /// ``MutableSpan/parallelForEachMutableChunk(ofCount:_:)``.
    @inlinable @inline(__always)
    public mutating func parallelForEachMutableChunk<Failure: Error>(
        ofCount count: Int,
        _ body:
            @Sendable (_ chunk: Int, _ elements: inout MutableSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try forEachMutableChunk(of: buffer, ofCount: count, body)
        }
    }
}

@inlinable @inline(__always)
func mapInPlace<Element, Failure: Error>(
    _ buffer: UnsafeMutableBufferPointer<Element>,
    _ transform: (Element) throws(Failure) -> Element
) throws(Failure) {
    guard let elements = buffer.baseAddress else { return }
    try adaptiveFold(
        elements,
        stolen: elements,
        count: buffer.count,
        options: ParallelOptions<Failure>(),
        identity: {},
        leaf: { (elements, lower, upper, _: inout Void) throws(Failure) in
            var position = lower
            while position < upper {
                elements[position] = try transform(elements[position])
                position &+= 1
            }
        },
        combine: { (_, _) throws(Failure) in }
    )
}

/// Memory that is worked on in chunks.
@usableFromInline
struct ChunkedMemory<Element> {
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    @usableFromInline let count: Int
    @usableFromInline let chunkLength: Int

    @inlinable @inline(__always)
    init(_ elements: UnsafeMutablePointer<Element>, _ count: Int, _ chunkLength: Int) {
        self.elements = elements
        self.count = count
        self.chunkLength = chunkLength
    }

    /// The elements of a chunk.
    @inlinable @inline(__always)
    func chunk(_ index: Int) -> UnsafeMutableBufferPointer<Element> {
        let lower = index * chunkLength
        let length = Swift.min(chunkLength, count - lower)
        return UnsafeMutableBufferPointer(start: elements + lower, count: length)
    }
}

@inlinable @inline(__always)
func forEachMutableChunk<Element, Failure: Error>(
    of buffer: UnsafeMutableBufferPointer<Element>,
    ofCount count: Int,
    _ body: (_ chunk: Int, _ elements: inout MutableSpan<Element>) throws(Failure) -> Void
) throws(Failure) {
    precondition(count >= 1, "a chunk holds at least one element")
    guard let elements = buffer.baseAddress else { return }
    try adaptiveFold(
        ChunkedMemory(elements, buffer.count, count),
        stolen: ChunkedMemory(elements, buffer.count, count),
        count: buffer.count.dividedUp(by: count),
        options: ParallelOptions<Failure>(),
        identity: {},
        leaf: { (memory, lower, upper, _: inout Void) throws(Failure) in
            for index in lower..<upper {
                // Chunks do not overlap and each index is visited once: exclusive access.
                var span = MutableSpan(_unsafeElements: memory.chunk(index))
                try body(index, &span)
            }
        },
        combine: { (_, _) throws(Failure) in }
    )
}
