/// Numbers of each group of a row as shares of their exponentials' sum.
struct Softmax<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// Numbers of a group.
    let size: Int

    var inputs: [Value] { [input] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        for group in 0..<(pass.rows &* (input.width / size)) {
            let x = pass.values(input) + group &* size
            let y = pass.values(output) + group &* size
            var greatest = x[0]
            for place in 1..<size where x[place] > greatest { greatest = x[place] }
            Rows.forEach(size) { place, lanes in
                y.store((x.load(place) - greatest).exponential, place, lanes)
            }
            let share = 1 / Rows.sum(size) { y.load($0) }
            Rows.forEach(size) { place, lanes in y.store(y.load(place) * share, place, lanes) }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        for group in 0..<(pass.rows &* (input.width / size)) {
            let y = pass.values(output) + group &* size
            let slope = pass.gradients(output) + group &* size
            let target = pass.gradients(input) + group &* size
            let mean = Rows.sum(size) { y.load($0) * slope.load($0) }
            Rows.forEach(size) { place, lanes in
                var result = y.load(place) * (slope.load(place) - mean)
                if adds.contains(.first) { result += target.load(place) }
                target.store(result, place, lanes)
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends softmax of groups of `size` numbers, of whole rows by default.
    mutating func softmax(_ input: Value, size: Int? = nil) -> Value {
        let size = size ?? input.width
        precondition(input.isContiguous && size > 0 && input.width % size == 0)
        return append(Softmax(input: input, output: value(width: input.width), size: size))
    }
}
