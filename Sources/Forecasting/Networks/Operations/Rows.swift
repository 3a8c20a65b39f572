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
    static func sum<Vector: NetworkVector>(
        _ count: Int,
        _ body: (_ place: Int) -> Vector
    ) -> Vector.Scalar {
        var sums = Vector.zero
        forEach(count) { place, lanes in
            let vector = body(place)
            sums += lanes == 16 ? vector : vector.prefix(lanes)
        }
        return sums.total
    }
}

extension UnsafePointer where Pointee: NetworkScalar {
    @inline(__always)
    func load(_ place: Int) -> Pointee.Vector {
        UnsafeRawPointer(self + place).loadUnaligned(as: Pointee.Vector.self)
    }
}

extension UnsafeMutablePointer where Pointee: NetworkScalar {
    @inline(__always)
    func load(_ place: Int) -> Pointee.Vector {
        UnsafeRawPointer(self + place).loadUnaligned(as: Pointee.Vector.self)
    }

    @inline(__always)
    func store(_ vector: Pointee.Vector, _ place: Int, _ lanes: Int) {
        if lanes == 16 {
            UnsafeMutableRawPointer(self + place).storeBytes(
                of: vector,
                as: Pointee.Vector.self
            )
        } else {
            for lane in 0..<lanes { self[place + lane] = vector[lane] }
        }
    }
}
