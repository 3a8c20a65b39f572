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
    ///   - body: Gets the piece's place in the array and its memory, and gives every element a value.
    /// - Throws: The error of the lowest piece that fails.
    func fillPieces<Element: BitwiseCopyable & Sendable, Failure: Error>(
        _ count: Int,
        piece: Int = 4 * chunkLength,
        grain: Int? = nil,
        _ body:
            @escaping @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) throws(Failure) ->
            Void
    ) throws(Failure) -> [Element] {
        try fill(count, parts: (count + piece - 1) / piece, grain: grain) {
            (index, all) throws(Failure) in
            let range = (index * piece)..<min(count, (index + 1) * piece)
            try body(range, UnsafeMutableBufferPointer(rebasing: all[range]))
        }
    }

    /// An array whose parts are each written by a call of `body`.
    ///
    /// - Parameters:
    ///   - bounds: Where parts begin, and where the last one ends; from 0, ascending.
    ///   - body: Gets the part's number and its memory, and gives every element a value.
    /// - Throws: The error of the lowest part that fails.
    func fillParts<Element: BitwiseCopyable & Sendable, Failure: Error>(
        _ bounds: [Int],
        _ body:
            @escaping @Sendable (Int, UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
    ) throws(Failure) -> [Element] {
        try fill(bounds[bounds.count - 1], parts: bounds.count - 1, grain: 1) {
            (part, all) throws(Failure) in
            let range = bounds[part]..<bounds[part + 1]
            try body(part, UnsafeMutableBufferPointer(rebasing: all[range]))
        }
    }

    /// Memory is touched first by who writes it: its pages are made in parallel, too.
    private func fill<Element: BitwiseCopyable & Sendable, Failure: Error>(
        _ count: Int,
        parts: Int,
        grain: Int?,
        _ body:
            @escaping @Sendable (Int, UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
    ) throws(Failure) -> [Element] {
        var failure: Failure?
        let elements = [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            // Safe: no two parts overlap, and the loop ends before the array is looked at.
            nonisolated(unsafe) let shared = buffer
            do throws(Failure) {
                try forEach(parts, grain: grain) { (part) throws(Failure) in
                    try body(part, shared)
                }
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return elements
    }
}
