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
    func value<Vector: NetworkVector>(_ x: Vector) -> Vector {
        switch self {
        case .identity: return x
        case .relu: return x.positivePart
        case .gelu: return x * Self.normalDistribution(x)
        case .silu: return x * x.sigmoid
        case .tanh: return x.hyperbolicTangent
        case .sigmoid: return x.sigmoid
        }
    }

    /// The derivative at `x`, where the value is `y`.
    @inline(__always)
    func slope<Vector: NetworkVector>(_ x: Vector, _ y: Vector) -> Vector {
        switch self {
        case .identity: return Vector(repeating: 1)
        case .relu:
            let one = Vector(repeating: 1)
            return .choose(one, where: .zero, isLessThan: y, else: .zero)
        case .gelu:
            let density = (x * x * -0.5).exponential * Vector.Scalar(0.398_942_280_401_432_7)
            return Self.normalDistribution(x) + x * density
        case .silu:
            let sigmoid = x.sigmoid
            return sigmoid * (1 + x * (1 - sigmoid))
        case .tanh: return 1 - y * y
        case .sigmoid: return y * (1 - y)
        }
    }

    @inline(__always)
    private static func normalDistribution<Vector: NetworkVector>(_ x: Vector) -> Vector {
        0.5 * (1 + (x * Vector.Scalar(0.707_106_781_186_547_6)).errorFunction)
    }
}
