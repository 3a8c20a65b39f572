/// The steps of a value that a convolution reads: from the first on, those before being left out.
struct Convolved {
    let value: Value
    let steps: Int
    var first = 0

    /// Numbers of a step.
    var channels: Int { value.width / steps }
}

/// y[i] = f(x[first + s i] W[0] + x[first + s i + 1] W[1] + ... + b): a convolution as products over shifted views
/// of its input, whose windows are never copied.
struct Convolution<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// Of the input.
    let channels: Int
    /// The first step that is read.
    let first: Int
    /// From the input of one output to that of the next.
    let stride: Int
    let taps: Int
    let steps: Int
    /// taps x channels x outputs.
    let weights: Parameter
    let bias: Parameter
    /// The identity or a rectifier.
    let activation: Activation
    let goesBack: Bool

    var inputs: [Value] { [input] }
    private var outputs: Int { output.width / steps }

    /// Calls `body` with each group of outputs that one product computes: those of a sample, or, where it has one
    /// only, those of all samples.
    @inline(__always)
    private func forEachGroup(
        _ rows: Int,
        _ body: (_ input: Int, _ output: Int, _ inputStride: Int, _ count: Int) -> Void
    ) {
        if steps == 1 {
            body(first &* channels, 0, input.width, rows)
            return
        }
        for row in 0..<rows {
            body(
                row &* input.width &+ first &* channels,
                row &* output.width,
                stride &* channels,
                steps
            )
        }
    }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (weights, bias) = (pass.parameters(weights), pass.parameters(bias))
        let outputs = outputs
        let isRectified = activation == .relu
        forEachGroup(pass.rows) { from, to, stride, count in
            if channels == 1 {
                // A product of one number is a waste.
                for row in 0..<count {
                    let x = x + (from &+ row &* stride)
                    let y = y + (to &+ row &* outputs)
                    Rows.forEach(outputs) { place, lanes in
                        var sum = bias.load(place)
                        for tap in 0..<taps {
                            sum += weights.load(tap &* outputs &+ place) * x[tap]
                        }
                        y.store(isRectified ? sum.positivePart : sum, place, lanes)
                    }
                }
                return
            }
            for tap in 0..<taps {
                Scalar.product(
                    Factor(values: x + (from &+ tap &* channels), stride: stride),
                    Factor(values: weights + tap &* channels &* outputs, stride: outputs),
                    tap == 0 ? 0 : 1,
                    y + to,
                    stride: outputs,
                    m: count,
                    n: outputs,
                    k: channels
                )
            }
            for row in 0..<count {
                let y = y + (to &+ row &* outputs)
                Rows.forEach(outputs) { place, lanes in
                    let sum = y.load(place) + bias.load(place)
                    y.store(isRectified ? sum.positivePart : sum, place, lanes)
                }
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        let (weightSlope, biasSlope) = (pass.gradients(weights), pass.gradients(bias))
        let weights = pass.parameters(weights)
        let outputs = outputs
        weightSlope.update(repeating: 0, count: self.weights.count)
        biasSlope.update(repeating: 0, count: bias.count)
        if goesBack, !adds.contains(.first) {
            target.update(repeating: 0, count: pass.rows &* input.width)
        }
        forEachGroup(pass.rows) { from, to, stride, count in
            for row in 0..<count {
                let place = to &+ row &* outputs
                let (y, slope) = (y + place, slope + place)
                Rows.forEach(outputs) { place, lanes in
                    var given = slope.load(place)
                    if activation == .relu {
                        given = .choose(given, where: .zero, isLessThan: y.load(place), else: .zero)
                        slope.store(given, place, lanes)
                    }
                    biasSlope.store(biasSlope.load(place) + given, place, lanes)
                }
            }
            for tap in 0..<taps {
                let place = from &+ tap &* channels
                Scalar.product(
                    Factor(values: x + place, stride: stride, isTransposed: true),
                    Factor(values: slope + to, stride: outputs),
                    1,
                    weightSlope + tap &* channels &* outputs,
                    stride: outputs,
                    m: channels,
                    n: outputs,
                    k: count
                )
                guard goesBack else { continue }
                Scalar.product(
                    Factor(values: slope + to, stride: outputs),
                    Factor(
                        values: weights + tap &* channels &* outputs,
                        stride: outputs,
                        isTransposed: true
                    ),
                    1,
                    target + place,
                    stride: stride,
                    m: count,
                    n: channels,
                    k: outputs
                )
            }
        }
    }
}

/// max(x + z, 0), where z is taken of every so many steps of another value.
struct Residual<Scalar: NetworkScalar>: Operation {
    let value: Value
    let skipped: Value
    let output: Value
    /// The first step that is added, and from one to the next.
    let first: Int
    let stride: Int
    let steps: Int
    /// Whether the gradient of what is skipped is wanted.
    let goesBack: Bool

    var inputs: [Value] { [value, skipped] }
    private var channels: Int { output.width / steps }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let channels = channels
        for row in 0..<pass.rows {
            let x = pass.values(value) + row &* value.width
            let z = pass.values(skipped) + (row &* skipped.width &+ first &* channels)
            let y = pass.values(output) + row &* output.width
            for step in 0..<steps {
                let (place, other) = (step &* channels, step &* stride &* channels)
                Rows.forEach(channels) { lane, lanes in
                    let sum = x.load(place &+ lane) + z.load(other &+ lane)
                    y.store(sum.positivePart, place &+ lane, lanes)
                }
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let channels = channels
        if goesBack, !adds.contains(.second) {
            pass.gradients(skipped).update(repeating: 0, count: pass.rows &* skipped.width)
        }
        for row in 0..<pass.rows {
            let y = pass.values(output) + row &* output.width
            let slope = pass.gradients(output) + row &* output.width
            let x = pass.gradients(value) + row &* value.width
            let z = pass.gradients(skipped) + (row &* skipped.width &+ first &* channels)
            for step in 0..<steps {
                let (place, other) = (step &* channels, step &* stride &* channels)
                Rows.forEach(channels) { lane, lanes in
                    let given = Scalar.Vector.choose(
                        slope.load(place &+ lane),
                        where: .zero,
                        isLessThan: y.load(place &+ lane),
                        else: .zero
                    )
                    let old: Scalar.Vector =
                        adds.contains(.first) ? x.load(place &+ lane) : .zero
                    x.store(old + given, place &+ lane, lanes)
                    guard goesBack else { return }
                    z.store(z.load(other &+ lane) + given, other &+ lane, lanes)
                }
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends a convolution.
    ///
    /// - Parameters:
    ///   - steps: Of the output.
    ///   - stride: From the input of one output to that of the next.
    mutating func convolution(
        _ input: Convolved,
        to outputs: Int,
        taps: Int,
        steps: Int,
        stride: Int,
        activation: Activation,
        _ name: String
    ) -> Value {
        precondition(activation == .identity || activation == .relu)
        precondition(input.value.isContiguous)
        precondition(input.first + (steps - 1) * stride + taps <= input.steps)
        let bound = Initialization.uniform(1 / Double(taps * input.channels).squareRoot())
        let weights = parameter(
            "\(name).weights",
            rows: taps * input.channels,
            columns: outputs,
            bound,
            decays: true
        )
        let bias = parameter("\(name).bias", rows: 1, columns: outputs, bound, decays: false)
        return append(
            Convolution(
                input: input.value,
                output: value(width: steps * outputs),
                channels: input.channels,
                first: input.first,
                stride: stride,
                taps: taps,
                steps: steps,
                weights: weights,
                bias: bias,
                activation: activation,
                goesBack: isTrained(input.value)
            ),
            hasParameters: true
        )
    }

    /// Appends the rectified sum of a value and some steps of another one.
    mutating func residual(_ value: Value, _ skipped: Convolved, stride: Int) -> Value {
        let steps = value.width / skipped.channels
        precondition(value.isContiguous && skipped.value.isContiguous)
        precondition(skipped.first + (steps - 1) * stride < skipped.steps)
        return append(
            Residual(
                value: value,
                skipped: skipped.value,
                output: self.value(width: value.width),
                first: skipped.first,
                stride: stride,
                steps: steps,
                goesBack: isTrained(skipped.value)
            )
        )
    }
}
