/// y = f(x W + b): a product with the passes around it.
///
/// An input of more numbers than the weights have rows is taken as several rows one after another: the
/// same weights then apply to each.
struct Linear<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// inputs x outputs.
    let weights: Parameter
    let bias: Parameter?
    let inputCount: Int
    let outputCount: Int
    let activation: Activation
    /// The result before the activation, where that is needed to go back.
    let before: Value?
    /// Whether the gradient of the input is wanted.
    let goesBack: Bool

    var inputs: [Value] { [input] }

    private func rows(_ pass: Pass<Scalar>) -> Int { pass.rows * (input.width / inputCount) }
    private var inputStride: Int { input.width == inputCount ? input.stride : inputCount }
    private var outputStride: Int { output.width == outputCount ? output.stride : outputCount }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (rows, stride) = (rows(pass), outputStride)
        let y = pass.values(before ?? output)
        Scalar.product(
            Factor(values: pass.values(input), stride: inputStride),
            Factor(values: pass.parameters(weights), stride: outputCount),
            0,
            y,
            stride: stride,
            m: rows,
            n: outputCount,
            k: inputCount
        )
        let bias = bias.map { pass.parameters($0) }
        let result = pass.values(output)
        // One compiled loop for each activation.
        switch activation {
        case .identity:
            guard let bias else { return }
            finish(rows, stride, y, bias, result) { $0 }
        case .relu: finish(rows, stride, y, bias, result) { $0.positivePart }
        case .gelu: finish(rows, stride, y, bias, result) { Activation.gelu.value($0) }
        case .silu: finish(rows, stride, y, bias, result) { Activation.silu.value($0) }
        case .tanh: finish(rows, stride, y, bias, result) { Activation.tanh.value($0) }
        case .sigmoid: finish(rows, stride, y, bias, result) { Activation.sigmoid.value($0) }
        }
    }

    @inline(__always)
    private func finish(
        _ rows: Int,
        _ stride: Int,
        _ y: UnsafeMutablePointer<Scalar>,
        _ bias: UnsafePointer<Scalar>?,
        _ result: UnsafeMutablePointer<Scalar>,
        _ function: (Scalar.Vector) -> Scalar.Vector
    ) {
        for row in 0..<rows {
            let (source, target) = (y + row &* stride, result + row &* stride)
            Rows.forEach(outputCount) { place, lanes in
                var x = source.load(place)
                if let bias { x += bias.load(place) }
                if before != nil { source.store(x, place, lanes) }
                target.store(function(x), place, lanes)
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (rows, stride) = (rows(pass), outputStride)
        let slope = pass.gradients(output)
        let y = pass.values(output)
        let x = pass.values(before ?? output)
        let biasSlope = bias.map { pass.gradients($0) }
        if let biasSlope { biasSlope.update(repeating: 0, count: outputCount) }
        switch activation {
        case .identity: start(rows, stride, slope, x, y, biasSlope) { slope, _, _ in slope }
        case .relu:
            start(rows, stride, slope, x, y, biasSlope) { slope, _, y in
                .choose(slope, where: .zero, isLessThan: y, else: .zero)
            }
        case .gelu:
            start(rows, stride, slope, x, y, biasSlope) { $0 * Activation.gelu.slope($1, $2) }
        case .silu:
            start(rows, stride, slope, x, y, biasSlope) { $0 * Activation.silu.slope($1, $2) }
        case .tanh:
            start(rows, stride, slope, x, y, biasSlope) { $0 * Activation.tanh.slope($1, $2) }
        case .sigmoid:
            start(rows, stride, slope, x, y, biasSlope) { $0 * Activation.sigmoid.slope($1, $2) }
        }
        Scalar.product(
            Factor(values: pass.values(input), stride: inputStride, isTransposed: true),
            Factor(values: slope, stride: stride),
            0,
            pass.gradients(weights),
            stride: outputCount,
            m: inputCount,
            n: outputCount,
            k: rows
        )
        guard goesBack else { return }
        Scalar.product(
            Factor(values: slope, stride: stride),
            Factor(
                values: pass.parameters(weights),
                stride: outputCount,
                isTransposed: true
            ),
            adds.contains(.first) ? 1 : 0,
            pass.gradients(input),
            stride: inputStride,
            m: rows,
            n: inputCount,
            k: outputCount
        )
    }

    /// Takes the activation out of the gradient, and adds that of the bias up.
    @inline(__always)
    private func start(
        _ rows: Int,
        _ stride: Int,
        _ slope: UnsafeMutablePointer<Scalar>,
        _ x: UnsafeMutablePointer<Scalar>,
        _ y: UnsafeMutablePointer<Scalar>,
        _ biasSlope: UnsafeMutablePointer<Scalar>?,
        _ function: (Scalar.Vector, Scalar.Vector, Scalar.Vector) -> Scalar.Vector
    ) {
        let isIdentity = activation == .identity
        for row in 0..<rows {
            let first = row &* stride
            Rows.forEach(outputCount) { place, lanes in
                let place = first &+ place
                var vector = slope.load(place)
                if !isIdentity {
                    vector = function(vector, x.load(place), y.load(place))
                    slope.store(vector, place, lanes)
                }
                if let biasSlope {
                    biasSlope.store(
                        biasSlope.load(place &- first) + vector,
                        place &- first,
                        lanes
                    )
                }
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends a linear layer.
    ///
    /// - Parameters:
    ///   - inputs: Rows of the weights; the input's width is a multiple of it, usually itself.
    ///   - scale: The initial weights are uniform between plus and minus `scale` over the square root
    ///     of `inputs` (as PyTorch's: K. He et al., "Delving deep into rectifiers", 2015, with a slope
    ///     of the square root of 5).
    mutating func linear(
        _ input: Value,
        to outputs: Int,
        inputs: Int? = nil,
        _ name: String,
        activation: Activation = .identity,
        hasBias: Bool = true
    ) -> Value {
        let inputCount = inputs ?? input.width
        precondition(input.width % inputCount == 0)
        precondition(input.width == inputCount || input.isContiguous)
        let bound = 1 / Double(inputCount).squareRoot()
        let weights = parameter(
            "\(name).weights",
            rows: inputCount,
            columns: outputs,
            .uniform(bound),
            decays: true
        )
        var bias: Parameter?
        if hasBias {
            bias = parameter(
                "\(name).bias",
                rows: 1,
                columns: outputs,
                .uniform(bound),
                decays: false
            )
        }
        let width = input.width / inputCount * outputs
        let before = activation.isKnownByResult ? nil : value(width: width)
        return append(
            Linear(
                input: input,
                output: value(width: width),
                weights: weights,
                bias: bias,
                inputCount: inputCount,
                outputCount: outputs,
                activation: activation,
                before: before,
                goesBack: isTrained(input)
            ),
            hasParameters: true
        )
    }
}
