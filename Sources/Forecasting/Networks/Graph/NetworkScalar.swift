import _MatrixProducts

/// The numbers of a network: single precision to train, double to check gradients.
protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
    associatedtype Vector: NetworkVector where Vector.Scalar == Self

    /// C = op(A) op(B) + beta C, row by row; op(A) is m x k, op(B) k x n.
    static func product(
        _ a: Factor<Self>,
        _ b: Factor<Self>,
        _ beta: Self,
        _ c: UnsafeMutablePointer<Self>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int
    )

    /// The same without a library, which takes longer to begin than a small product takes. The last bits differ.
    ///
    /// - Parameter hasRoom: Whether rows of C may be overwritten up to whole vectors.
    static func smallProduct(
        _ a: Factor<Self>,
        _ b: Factor<Self>,
        _ beta: Self,
        _ c: UnsafeMutablePointer<Self>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int,
        hasRoom: Bool
    )

    /// A step of a recurrent cell; see ``RecurrentCell``.
    static func step(_ cell: RecurrentCell, _ memory: RecurrentStep<Self>)
    /// The way back; see ``RecurrentCell``.
    static func stepBack(_ cell: RecurrentCell, _ memory: RecurrentStepBack<Self>)
    /// Makes exponentials of numbers times a scale less the greatest, and returns their sum.
    ///
    /// - Parameter count: A multiple of sixteen.
    static func exponentiate(
        _ values: UnsafeMutablePointer<Self>,
        count: Int,
        scale: Self,
        greatest: Self
    ) -> Self
}

extension NetworkScalar {
    static func smallProduct(
        _ a: Factor<Self>,
        _ b: Factor<Self>,
        _ beta: Self,
        _ c: UnsafeMutablePointer<Self>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int,
        hasRoom: Bool
    ) {
        product(a, b, beta, c, stride: stride, m: m, n: n, k: k)
    }

    static func exponentiate(
        _ values: UnsafeMutablePointer<Self>,
        count: Int,
        scale: Self,
        greatest: Self
    ) -> Self {
        var sums = Vector.zero
        for place in stride(from: 0, to: count, by: 16) {
            let exponential = (values.load(place) * scale - greatest).exponential
            values.store(exponential, place, 16)
            sums += exponential
        }
        return sums.total
    }
}

/// A matrix to multiply with, as it lies in memory.
struct Factor<Scalar> {
    let values: UnsafePointer<Scalar>
    /// From one row to the next.
    let stride: Int
    var isTransposed = false
}

extension Float: NetworkScalar {
    typealias Vector = FloatVector

    // The same as in general, of one type: so the elementary functions become part of the loop.
    static func exponentiate(
        _ values: UnsafeMutablePointer<Float>,
        count: Int,
        scale: Float,
        greatest: Float
    ) -> Float {
        var sums = FloatVector.zero
        for place in stride(from: 0, to: count, by: 16) {
            let exponential = (values.load(place) * scale - greatest).exponential
            values.store(exponential, place, 16)
            sums += exponential
        }
        return sums.total
    }

    static func product(
        _ a: Factor<Float>,
        _ b: Factor<Float>,
        _ beta: Float,
        _ c: UnsafeMutablePointer<Float>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int
    ) {
        apus_sgemm(
            a.isTransposed,
            b.isTransposed,
            Int32(m),
            Int32(n),
            Int32(k),
            1,
            a.values,
            Int32(a.stride),
            b.values,
            Int32(b.stride),
            beta,
            c,
            Int32(stride)
        )
    }
}

extension Float {
    static func smallProduct(
        _ a: Factor<Float>,
        _ b: Factor<Float>,
        _ beta: Float,
        _ c: UnsafeMutablePointer<Float>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int,
        hasRoom: Bool
    ) {
        apus_small_sgemm(
            a.isTransposed,
            b.isTransposed,
            Int32(m),
            Int32(n),
            Int32(k),
            a.values,
            Int32(a.stride),
            b.values,
            Int32(b.stride),
            beta,
            c,
            Int32(stride),
            hasRoom
        )
    }
}

extension Double: NetworkScalar {
    typealias Vector = DoubleVector

    static func product(
        _ a: Factor<Double>,
        _ b: Factor<Double>,
        _ beta: Double,
        _ c: UnsafeMutablePointer<Double>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int
    ) {
        for row in 0..<m {
            for column in 0..<n {
                var sum = 0.0
                for place in 0..<k {
                    let x = a.isTransposed ? place * a.stride + row : row * a.stride + place
                    let y = b.isTransposed ? column * b.stride + place : place * b.stride + column
                    sum += a.values[x] * b.values[y]
                }
                let old = beta == 0 ? 0 : beta * c[row * stride + column]
                c[row * stride + column] = old + sum
            }
        }
    }
}
