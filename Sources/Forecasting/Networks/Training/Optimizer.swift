/// How parameters follow their gradients.
public enum Optimizer: Sendable, Equatable {
    /// D. P. Kingma, J. Ba, "Adam", ICLR 2015. Weight decay is added to the gradient.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Adam with weight decay apart from the gradient (I. Loshchilov, F. Hutter, ICLR 2019).
    case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Stochastic gradient descent with Nesterov's momentum, or none.
    case sgd(momentum: Double = 0.9)
    /// The gradient over the root of its running mean square (G. Hinton, 2012).
    case rmsProp(decay: Double = 0.99, epsilon: Double = 1e-8)

    func validate() throws(ForecastingError) {
        let shares: [(String, Double)]
        switch self {
        case .adam(let one, let two, _), .adamW(let one, let two, _):
            shares = [("beta1", one), ("beta2", two)]
        case .sgd(let momentum): shares = [("momentum", momentum)]
        case .rmsProp(let decay, _): shares = [("decay of RMSprop", decay)]
        }
        for (name, value) in shares where !(0..<1).contains(value) {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is at least 0 and less than 1"
            )
        }
    }
}

/// A step of an optimiser, in numbers.
struct OptimizerStep: Sendable {
    let optimizer: Optimizer
    let learningRate: Float
    let weightDecay: Float
    /// What gradients are multiplied with: less than 1 to clip them.
    var gradientFactor: Float = 1
    /// One over one minus the betas' powers.
    private let firstCorrection: Float
    private let secondCorrection: Float

    /// - Parameter step: Counts from 1.
    init(_ optimizer: Optimizer, learningRate: Double, weightDecay: Double, step: Int) {
        self.optimizer = optimizer
        self.learningRate = Float(learningRate)
        self.weightDecay = Float(weightDecay)
        var (first, second) = (1.0, 1.0)
        switch optimizer {
        case .adam(let beta1, let beta2, _), .adamW(let beta1, let beta2, _):
            first = 1 / (1 - Self.power(beta1, step))
            second = 1 / (1 - Self.power(beta2, step))
        case .sgd, .rmsProp: break
        }
        firstCorrection = Float(first)
        secondCorrection = Float(second)
    }

    /// By repeated squaring: the same bits everywhere.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, base, exponent) = (1.0, base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result *= base }
            base *= base
            exponent >>= 1
        }
        return result
    }

    /// Moves sixteen parameters.
    @inline(__always)
    func move(
        _ parameter: FloatVector,
        _ gradient: FloatVector,
        _ first: inout FloatVector,
        _ second: inout FloatVector,
        decays: Bool
    ) -> FloatVector {
        var gradient = gradient * gradientFactor
        var parameter = parameter
        let decay = decays ? weightDecay : 0
        switch optimizer {
        case .adam(let beta1, let beta2, let epsilon):
            gradient += decay * parameter
            return adam(parameter, gradient, &first, &second, beta1, beta2, epsilon)
        case .adamW(let beta1, let beta2, let epsilon):
            parameter = parameter * (1 - learningRate * decay)
            return adam(parameter, gradient, &first, &second, beta1, beta2, epsilon)
        case .sgd(let momentum):
            gradient += decay * parameter
            let momentum = Float(momentum)
            first = first * momentum + gradient
            return parameter - (gradient + first * momentum) * learningRate
        case .rmsProp(let share, let epsilon):
            gradient += decay * parameter
            let share = Float(share)
            second = second * share + gradient * gradient * (1 - share)
            return parameter - learningRate * gradient / (second.squareRoot + Float(epsilon))
        }
    }

    @inline(__always)
    private func adam(
        _ parameter: FloatVector,
        _ gradient: FloatVector,
        _ first: inout FloatVector,
        _ second: inout FloatVector,
        _ beta1: Double,
        _ beta2: Double,
        _ epsilon: Double
    ) -> FloatVector {
        let (beta1, beta2) = (Float(beta1), Float(beta2))
        first = first * beta1 + gradient * (1 - beta1)
        second = second * beta2 + gradient * gradient * (1 - beta2)
        let root = (second * secondCorrection).squareRoot + Float(epsilon)
        return parameter - (learningRate * firstCorrection) * first / root
    }
}
