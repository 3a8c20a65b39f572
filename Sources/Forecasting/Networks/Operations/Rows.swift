/// Passes over runs of numbers, sixteen at a time.
///
/// The last vector of a run may reach beyond it: all memory that is read this way has
/// ``Rows/slack`` numbers to spare at its end. Nothing is written beyond a run.
enum Rows {
    /// Numbers that may be read beyond the end of a run.
    static var slack: Int { 16 }

    /// Calls `body` with the place of each vector and how many of its lanes belong to the run.
    @inline(__always)
    static func forEach(_ count: Int, _ body: (_ place: Int, _ lanes: Int) -> Void) {
        var place = 0
        while place &+ 16 <= count {
            body(place, 16)
            place &+= 16
        }
        if place < count { body(place, count &- place) }
    }

    /// The sum of what `body` makes of each vector, in a fixed order.
    @inline(__always)
    static func sum<Scalar: NetworkScalar>(
        _ count: Int,
        _ body: (_ place: Int) -> SIMD16<Scalar>
    ) -> Scalar {
        var sums = SIMD16<Scalar>.zero
        forEach(count) { place, lanes in
            let vector = body(place)
            sums += lanes == 16 ? vector : vector.prefix(lanes)
        }
        return sums.total
    }
}

extension UnsafePointer where Pointee: NetworkScalar {
    @inline(__always)
    func load(_ place: Int) -> SIMD16<Pointee> {
        UnsafeRawPointer(self + place).loadUnaligned(as: SIMD16<Pointee>.self)
    }
}

extension UnsafeMutablePointer where Pointee: NetworkScalar {
    @inline(__always)
    func load(_ place: Int) -> SIMD16<Pointee> {
        UnsafeRawPointer(self + place).loadUnaligned(as: SIMD16<Pointee>.self)
    }

    @inline(__always)
    func store(_ vector: SIMD16<Pointee>, _ place: Int, _ lanes: Int) {
        if lanes == 16 {
            UnsafeMutableRawPointer(self + place).storeBytes(
                of: vector,
                as: SIMD16<Pointee>.self
            )
        } else {
            for lane in 0..<lanes { self[place + lane] = vector[lane] }
        }
    }
}

extension SIMD16 where Scalar: NetworkScalar {
    /// The sum of all, pairwise.
    @inline(__always)
    var total: Scalar {
        let eight = lowHalf + highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }

    /// The first lanes; zero in the others.
    @inline(__always)
    func prefix(_ lanes: Int) -> Self {
        var vector = Self.zero
        for lane in 0..<lanes { vector[lane] = self[lane] }
        return vector
    }
}
