/// What is applied to each number after a linear layer.
public enum Activation: String, Sendable, CaseIterable {
    /// The number itself.
    case identity
    /// max(x, 0).
    case relu
    /// x times the standard normal distribution function at x (D. Hendrycks, K. Gimpel, "Gaussian error
    /// linear units", 2016).
    case gelu
    /// x / (1 + exp(-x)), also called swish.
    case silu
    /// The hyperbolic tangent.
    case tanh
    /// 1 / (1 + exp(-x)).
    case sigmoid

    /// Whether the derivative can be told from the result.
    var isKnownByResult: Bool {
        switch self {
        case .identity, .relu, .tanh, .sigmoid: true
        case .gelu, .silu: false
        }
    }
}

extension Activation {
    /// The value at `x`.
    @inline(__always)
    func value<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>) -> SIMD16<Scalar> {
        switch self {
        case .identity: return x
        case .relu: return x.replacing(with: 0, where: x .< 0)
        case .gelu: return x * Self.normalDistribution(x)
        case .silu: return x * VectorMath.sigmoid(x)
        case .tanh: return VectorMath.tanh(x)
        case .sigmoid: return VectorMath.sigmoid(x)
        }
    }

    /// The derivative at `x`, where the value is `y`.
    @inline(__always)
    func slope<Scalar: NetworkScalar>(_ x: SIMD16<Scalar>, _ y: SIMD16<Scalar>) -> SIMD16<Scalar> {
        switch self {
        case .identity: return SIMD16(repeating: 1)
        case .relu: return SIMD16(repeating: 1).replacing(with: 0, where: y .<= 0)
        case .gelu:
            let density = VectorMath.exp(x * x * -0.5) * Scalar(0.398_942_280_401_432_7)
            return Self.normalDistribution(x) + x * density
        case .silu:
            let sigmoid = VectorMath.sigmoid(x)
            return sigmoid * (1 + x * (1 - sigmoid))
        case .tanh: return 1 - y * y
        case .sigmoid: return y * (1 - y)
        }
    }

    @inline(__always)
    private static func normalDistribution<Scalar: NetworkScalar>(
        _ x: SIMD16<Scalar>
    ) -> SIMD16<Scalar> {
        0.5 * (1 + VectorMath.erf(x * Scalar(0.707_106_781_186_547_6)))
    }
}
