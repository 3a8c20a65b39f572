/// Sixteen numbers in single precision. Elementary functions have the same bits on every processor.
struct FloatVector: NetworkVector {
    var lanes: SIMD16<Float>

    @inline(__always) init(_ lanes: SIMD16<Float>) { self.lanes = lanes }
    @inline(__always) init(repeating value: Float) { lanes = SIMD16(repeating: value) }

    @inline(__always)
    subscript(lane: Int) -> Float {
        get { lanes[lane] }
        set { lanes[lane] = newValue }
    }

    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.lanes + b.lanes) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.lanes - b.lanes) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.lanes * b.lanes) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.lanes / b.lanes) }

    @inline(__always)
    static func choose(_ x: Self, where a: Self, isLessThan b: Self, else y: Self) -> Self {
        Self(y.lanes.replacing(with: x.lanes, where: a.lanes .< b.lanes))
    }

    @inline(__always)
    func dropping(where numbers: SIMD16<UInt32>, below threshold: SIMD16<UInt32>) -> Self {
        Self(lanes.replacing(with: SIMD16<Float>(repeating: 0), where: numbers .< threshold))
    }

    @inline(__always)
    var total: Float {
        let eight = lanes.lowHalf + lanes.highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }

    @inline(__always)
    var greatest: Float {
        let eight = lanes.lowHalf.replacing(
            with: lanes.highHalf,
            where: lanes.lowHalf .< lanes.highHalf
        )
        let four = eight.lowHalf.replacing(
            with: eight.highHalf,
            where: eight.lowHalf .< eight.highHalf
        )
        let two = four.lowHalf.replacing(
            with: four.highHalf,
            where: four.lowHalf .< four.highHalf
        )
        return max(two[0], two[1])
    }

    @inline(__always) var squareRoot: Self { Self(lanes.squareRoot()) }

    /// By powers of two and a polynomial of degree six between them; relative error about 1e-7.
    /// Results below the normal range are zero, those above it infinite.
    @inline(__always)
    var exponential: Self {
        let highest = Self(repeating: 88.722_8)
        let lowest = Self(repeating: -87.336_5)
        let inside = Self.choose(highest, where: highest, isLessThan: self, else: self)
        let y = inside.maximum(lowest)
        // Adding 1.5 * 2^23 rounds to a whole number, which then is in the lowest bits.
        let magic = Self(repeating: 12_582_912)
        let shifted = y * Self(repeating: 1.442_695_04) + magic
        let power = shifted - magic
        let bits =
            unsafeBitCast(shifted.lanes, to: SIMD16<Int32>.self)
            &- unsafeBitCast(magic.lanes, to: SIMD16<Int32>.self)
        // The natural logarithm of 2 in two parts, the first of few bits.
        let rest = (y - power * 0.693_359_375) + power * 2.121_944_4e-4
        var sum = Self(repeating: 1.388_888_9e-3)
        sum = sum * rest + Self(repeating: 8.333_333_3e-3)
        sum = sum * rest + Self(repeating: 4.166_666_6e-2)
        sum = sum * rest + Self(repeating: 1.666_666_7e-1)
        sum = sum * rest + Self(repeating: 0.5)
        sum = sum * rest + Self(repeating: 1)
        sum = sum * rest + Self(repeating: 1)
        // In two steps: the greatest power is not a number by itself.
        let half = bits &>> 1
        var result = sum * Self.powerOfTwo(half) * Self.powerOfTwo(bits &- half)
        result = .choose(Self(repeating: .infinity), where: highest, isLessThan: self, else: result)
        result = .choose(.zero, where: self, isLessThan: lowest, else: result)
        return Self(result.lanes.replacing(with: lanes, where: lanes .!= lanes))
    }

    @inline(__always)
    private static func powerOfTwo(_ power: SIMD16<Int32>) -> Self {
        Self(unsafeBitCast((power &+ 127) &<< 23, to: SIMD16<Float>.self))
    }

    /// By a quotient of polynomials of degree four in the square, which was fitted for the least relative error up to
    /// where the result rounds to one; relative error below 4e-7.
    @inline(__always)
    var hyperbolicTangent: Self {
        let (top, bottom) = tangentQuotient
        return (top / bottom).between(-1, 1)
    }

    @inline(__always)
    private var tangentQuotient: (Self, Self) {
        let x = between(-8.3, 8.3)
        let square = x * x
        var top = Self(repeating: 1.464_832_51e-8) * square + Self(repeating: 2.150_854_63e-5)
        top = top * square + Self(repeating: 3.549_172_34e-3)
        top = top * square + Self(repeating: 0.134_258_732)
        top = top * square + Self(repeating: 0.999_999_991)
        var bottom = Self(repeating: 8.295_136_4e-7) * square + Self(repeating: 3.373_955_6e-4)
        bottom = bottom * square + Self(repeating: 2.607_996_2e-2)
        bottom = bottom * square + Self(repeating: 0.467_591_98)
        bottom = bottom * square + Self(repeating: 1)
        return (x * top, bottom)
    }

    /// The nearest number of a range; what is no number stays.
    @inline(__always)
    private func between(_ least: Float, _ most: Float) -> Self {
        let (least, most) = (SIMD16<Float>(repeating: least), SIMD16<Float>(repeating: most))
        let above = lanes.replacing(with: least, where: lanes .< least)
        return Self(above.replacing(with: most, where: above .> most))
    }

    /// By the formula 7.1.26 of M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions" (1964):
    /// absolute error below 5e-7.
    @inline(__always)
    var errorFunction: Self {
        let size = magnitude
        let t = 1 / (1 + Self(repeating: 0.327_591_1) * size)
        var sum = Self(repeating: 1.061_405_429)
        sum = sum * t + Self(repeating: -1.453_152_027)
        sum = sum * t + Self(repeating: 1.421_413_741)
        sum = sum * t + Self(repeating: -0.284_496_736)
        sum = sum * t + Self(repeating: 0.254_829_592)
        let y = 1 - sum * t * (-(size * size)).exponential
        return .choose(-y, where: self, isLessThan: .zero, else: y)
    }
}
