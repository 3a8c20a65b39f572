/// Sixteen numbers of a network.
///
/// Not the standard library's vectors themselves: their comparisons, in code that is generic over the
/// number, go lane by lane.
protocol NetworkVector: Sendable {
    associatedtype Scalar: NetworkScalar where Scalar.Vector == Self
    init(repeating value: Scalar)
    subscript(lane: Int) -> Scalar { get set }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    /// `x` in the lanes in which `a` is less than `b`, `y` in the others.
    static func choose(_ x: Self, where a: Self, isLessThan b: Self, else y: Self) -> Self
    /// Zero in the lanes in which a number is below a threshold.
    func dropping(where numbers: SIMD16<UInt32>, below threshold: SIMD16<UInt32>) -> Self
    var exponential: Self { get }
    var hyperbolicTangent: Self { get }
    var errorFunction: Self { get }
    /// The sum of all, pairwise.
    var total: Scalar { get }
    /// The greatest of all; what is no number may be passed over.
    var greatest: Scalar { get }
}

extension NetworkVector {
    @inline(__always) static var zero: Self { Self(repeating: 0) }
    @inline(__always) static func + (a: Self, b: Scalar) -> Self { a + Self(repeating: b) }
    @inline(__always) static func - (a: Self, b: Scalar) -> Self { a - Self(repeating: b) }
    @inline(__always) static func * (a: Self, b: Scalar) -> Self { a * Self(repeating: b) }
    @inline(__always) static func + (a: Scalar, b: Self) -> Self { Self(repeating: a) + b }
    @inline(__always) static func - (a: Scalar, b: Self) -> Self { Self(repeating: a) - b }
    @inline(__always) static func * (a: Scalar, b: Self) -> Self { Self(repeating: a) * b }
    @inline(__always) static func / (a: Scalar, b: Self) -> Self { Self(repeating: a) / b }
    @inline(__always) static prefix func - (a: Self) -> Self { zero - a }
    @inline(__always) static func += (a: inout Self, b: Self) { a = a + b }

    /// The greater one of each pair; the number where it is compared with one that is none.
    @inline(__always)
    func maximum(_ other: Self) -> Self {
        Self.choose(other, where: self, isLessThan: other, else: self)
    }

    /// max(x, 0).
    @inline(__always) var positivePart: Self { maximum(.zero) }

    /// |x|.
    @inline(__always) var magnitude: Self { maximum(-self) }

    /// 1, 0 or -1.
    @inline(__always)
    var sign: Self {
        let one = Self(repeating: 1)
        let upper = Self.choose(one, where: .zero, isLessThan: self, else: .zero)
        return Self.choose(-one, where: self, isLessThan: .zero, else: upper)
    }

    /// 1 / (1 + exp(-x)).
    @inline(__always) var sigmoid: Self { 1 / (1 + (-self).exponential) }

    /// The first lanes; zero in the others.
    @inline(__always)
    func prefix(_ lanes: Int) -> Self {
        var vector = Self.zero
        for lane in 0..<lanes { vector[lane] = self[lane] }
        return vector
    }
}
