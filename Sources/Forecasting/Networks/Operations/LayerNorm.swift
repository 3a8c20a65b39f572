/// Numbers of each group of a row, less their mean and over their standard deviation; then gain and
/// offset (J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016).
struct LayerNorm<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    let gain: Parameter
    let offset: Parameter
    /// Numbers of a group.
    let size: Int
    /// One over the standard deviation of each group.
    let inverses: Value

    var inputs: [Value] { [input] }
    private var epsilon: Scalar { 1e-5 }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (gain, offset) = (pass.parameters(gain), pass.parameters(offset))
        let (x, y, inverses) = (pass.values(input), pass.values(output), pass.values(inverses))
        for group in 0..<(pass.rows &* (input.width / size)) {
            let (x, y) = (x + group &* size, y + group &* size)
            let mean = Rows.sum(size) { x.load($0) } / Scalar(size)
            let variance = Rows.sum(size) { place in
                let distance = x.load(place) - mean
                return distance * distance
            }
            let inverse = 1 / (variance / Scalar(size) + epsilon).squareRoot()
            inverses[group] = inverse
            Rows.forEach(size) { place, lanes in
                let normal = (x.load(place) - mean) * inverse
                y.store(normal * gain.load(place) + offset.load(place), place, lanes)
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let gain = pass.parameters(gain)
        let (gainSlope, offsetSlope) = (pass.gradients(self.gain), pass.gradients(offset))
        gainSlope.update(repeating: 0, count: size)
        offsetSlope.update(repeating: 0, count: size)
        let (x, inverses) = (pass.values(input), pass.values(inverses))
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        let share = 1 / Scalar(size)
        for group in 0..<(pass.rows &* (input.width / size)) {
            let (x, slope) = (x + group &* size, slope + group &* size)
            let target = target + group &* size
            let inverse = inverses[group]
            let mean = Rows.sum(size) { x.load($0) } * share
            Rows.forEach(size) { place, lanes in
                let normal = (x.load(place) - mean) * inverse
                let given = slope.load(place)
                gainSlope.store(gainSlope.load(place) + given * normal, place, lanes)
                offsetSlope.store(offsetSlope.load(place) + given, place, lanes)
            }
            let along = Rows.sum(size) { slope.load($0) * gain.load($0) } * share
            let across =
                Rows.sum(size) { place in
                    slope.load(place) * gain.load(place) * ((x.load(place) - mean) * inverse)
                } * share
            Rows.forEach(size) { place, lanes in
                let normal = (x.load(place) - mean) * inverse
                var result =
                    (slope.load(place) * gain.load(place) - along - normal * across) * inverse
                if adds.contains(.first) { result += target.load(place) }
                target.store(result, place, lanes)
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends layer normalisation of groups of `size` numbers, of whole rows by default.
    mutating func layerNorm(_ input: Value, _ name: String, size: Int? = nil) -> Value {
        let size = size ?? input.width
        precondition(input.isContiguous && input.width % size == 0)
        let gain = parameter("\(name).gain", rows: 1, columns: size, .constant(1), decays: false)
        let offset = parameter(
            "\(name).offset",
            rows: 1,
            columns: size,
            .constant(0),
            decays: false
        )
        let inverses = value(width: input.width / size)
        return append(
            LayerNorm(
                input: input,
                output: value(width: input.width),
                gain: gain,
                offset: offset,
                size: size,
                inverses: inverses
            ),
            hasParameters: true
        )
    }
}
