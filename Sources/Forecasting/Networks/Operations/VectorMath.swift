import Foundation

/// Elementary functions of vectors, with the same bits on every processor in single precision.
///
/// In double precision, which only checks gradients, they are the C library's.
enum VectorMath {
    @inline(__always)
    static func exp<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>) -> SIMD16<Scalar> {
        guard let x = x as? SIMD16<Float> else { return mapped(x) { Foundation.exp($0) } }
        return unsafeBitCast(exp(x), to: SIMD16<Scalar>.self)
    }

    @inline(__always)
    static func sigmoid<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>) -> SIMD16<Scalar> {
        1 / (1 + exp(-x))
    }

    @inline(__always)
    static func tanh<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>) -> SIMD16<Scalar> {
        guard Scalar.self == Float.self else { return mapped(x) { Foundation.tanh($0) } }
        // Near zero, 2 sigmoid(2 x) - 1 would lose what makes up the result.
        let square = x * x
        var sum = SIMD16<Scalar>(repeating: -17.0 / 315)
        for coefficient: Scalar in [2.0 / 15, -1.0 / 3, 1] { sum = sum * square + coefficient }
        let series = x * sum
        let far = 2 * sigmoid(2 * x) - 1
        return far.replacing(with: series, where: square .< Scalar(0.0225))
    }

    /// The error function. In single precision by the formula 7.1.26 of M. Abramowitz, I. A. Stegun,
    /// "Handbook of mathematical functions" (1964): absolute error below 5e-7.
    @inline(__always)
    static func erf<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>) -> SIMD16<Scalar> {
        guard Scalar.self == Float.self else { return mapped(x) { Foundation.erf($0) } }
        let size = x.replacing(with: -x, where: x .< 0)
        let t = 1 / (1 + Scalar(0.327_591_1) * size)
        var sum = SIMD16<Scalar>(repeating: 1.061_405_429)
        for coefficient: Scalar in [-1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592] {
            sum = sum * t + coefficient
        }
        let y = 1 - sum * t * exp(-(size * size))
        return y.replacing(with: -y, where: x .< 0)
    }

    @inline(__always)
    private static func mapped<Scalar: NetworkScalar>(
        _ x: SIMD16<Scalar>,
        _ function: (Double) -> Double
    ) -> SIMD16<Scalar> {
        var y = x
        for lane in 0..<16 { y[lane] = Scalar(function(Double(x[lane]))) }
        return y
    }

    /// By powers of two and a polynomial of degree six between them; relative error about 1e-7.
    /// Results below the normal range are zero, those above it infinite.
    @inline(__always)
    private static func exp(_ x: SIMD16<Float>) -> SIMD16<Float> {
        let highest = SIMD16<Float>(repeating: 88.722_8)
        let lowest = SIMD16<Float>(repeating: -87.336_5)
        var y = x.replacing(with: highest, where: x .> highest)
        y = y.replacing(with: lowest, where: y .< lowest)
        // Adding 1.5 * 2^23 rounds to a whole number, which then is in the lowest bits.
        let magic = SIMD16<Float>(repeating: 12_582_912)
        let shifted = y * 1.442_695_04 + magic
        let power = shifted - magic
        let bits =
            unsafeBitCast(shifted, to: SIMD16<Int32>.self)
            &- unsafeBitCast(magic, to: SIMD16<Int32>.self)
        // The natural logarithm of 2 in two parts, the first of few bits.
        var rest = y - power * 0.693_359_375
        rest = rest + power * 2.121_944_4e-4
        var sum = SIMD16<Float>(repeating: 1.388_888_9e-3)
        for coefficient: Float in [8.333_333_3e-3, 4.166_666_6e-2, 1.666_666_7e-1, 0.5, 1, 1] {
            sum = sum * rest + coefficient
        }
        // In two steps: the greatest power is not a number by itself.
        let half = bits &>> 1
        var result = sum * scale(half) * scale(bits &- half)
        result = result.replacing(with: Float.infinity, where: x .> highest)
        result = result.replacing(with: 0, where: x .< lowest)
        return result.replacing(with: x, where: .!(x .== x))
    }

    /// 2 to a power.
    @inline(__always)
    private static func scale(_ power: SIMD16<Int32>) -> SIMD16<Float> {
        unsafeBitCast((power &+ 127) &<< 23, to: SIMD16<Float>.self)
    }
}
