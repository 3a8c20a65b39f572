/// The order in which gradients are added up, sixteen parameters at a time.
enum GradientTree {
    /// The sum of some numbers of each source: pairs, pairs of pairs and so on of eight sources at a time,
    /// one eight after the other. The order follows from the number of sources alone.
    ///
    /// - Parameter lanes: How many numbers are read, at most 16; the rest of the sum is zero.
    @inline(__always)
    static func total(
        _ sources: [UnsafePointer<Float>],
        _ place: Int,
        _ lanes: Int
    ) -> FloatVector {
        sources.withUnsafeBufferPointer { sources in
            @inline(__always)
            func one(_ index: Int) -> FloatVector { load(sources[index], place, lanes) }
            @inline(__always)
            func pair(_ index: Int) -> FloatVector { one(index) + one(index &+ 1) }
            var total = FloatVector.zero
            var first = 0
            while first &+ 8 <= sources.count {
                total += (pair(first) + pair(first &+ 2)) + (pair(first &+ 4) + pair(first &+ 6))
                first &+= 8
            }
            if first &+ 4 <= sources.count {
                total += pair(first) + pair(first &+ 2)
                first &+= 4
            }
            if first &+ 2 <= sources.count {
                total += pair(first)
                first &+= 2
            }
            if first < sources.count { total += one(first) }
            return total
        }
    }

    /// Sixteen numbers, or those at the end of a range with zeros behind: nothing beyond is read, which
    /// someone else may be writing.
    @inline(__always)
    static func load(_ source: UnsafePointer<Float>, _ place: Int, _ lanes: Int) -> FloatVector {
        if lanes == 16 { return source.load(place) }
        var vector = FloatVector.zero
        for lane in 0..<lanes { vector[lane] = source[place &+ lane] }
        return vector
    }
}
