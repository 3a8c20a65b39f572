/// Loops over fixed chunks: what they give does not depend on who works.
extension Parallelism {
    /// The items of a chunk that is summed on its own.
    static let chunkLength = 4096

    /// Combines what `body` makes of each chunk of consecutive items, neighbours first: the order of
    /// sums depends on the count alone.
    ///
    /// - Returns: nil for no items.
    func reduceChunks<Partial: Sendable, Failure: Error>(
        _ count: Int,
        chunk: Int = chunkLength,
        of body: @escaping @Sendable (Range<Int>) throws(Failure) -> Partial,
        combine: (Partial, Partial) -> Partial
    ) throws(Failure) -> Partial? {
        let chunks = (count + chunk - 1) / chunk
        var partials = try map(chunks, grain: 1) { (index) throws(Failure) -> Partial in
            try body((index * chunk)..<min(count, (index + 1) * chunk))
        }
        while partials.count > 1 {
            var combined: [Partial] = []
            combined.reserveCapacity((partials.count + 1) / 2)
            for first in stride(from: 0, to: partials.count, by: 2) {
                combined.append(
                    first + 1 < partials.count
                        ? combine(partials[first], partials[first + 1]) : partials[first]
                )
            }
            partials = combined
        }
        return partials.first
    }

    /// An array whose pieces of `piece` elements are each written by a call of `body`.
    ///
    /// - Parameters:
    ///   - count: The array's length; the last piece may be shorter than the others.
    ///   - initial: What the elements hold before.
    ///   - body: Gets the piece's place in the array and its memory.
    /// - Throws: The error of the lowest piece that fails.
    func fillPieces<Element: BitwiseCopyable & Sendable, Failure: Error>(
        _ count: Int,
        piece: Int = 4 * chunkLength,
        with initial: Element,
        grain: Int? = nil,
        _ body:
            @escaping @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) throws(Failure) ->
            Void
    ) throws(Failure) -> [Element] {
        var elements = Array(repeating: initial, count: count)
        guard count > 0 else { return elements }
        try elements.withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            // Safe: no two pieces overlap, and the loop ends before the array is looked at again.
            nonisolated(unsafe) let shared = buffer
            try forEach((count + piece - 1) / piece, grain: grain) { (index) throws(Failure) in
                let range = (index * piece)..<min(count, (index + 1) * piece)
                try body(range, UnsafeMutableBufferPointer(rebasing: shared[range]))
            }
        }
        return elements
    }
}
