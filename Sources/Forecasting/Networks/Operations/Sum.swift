/// x + y, or x - y.
struct Sum<Scalar: NetworkScalar>: Operation {
    let first: Value
    let second: Value
    let output: Value
    let subtracts: Bool
    /// Whether the gradient of the first is wanted, and that of the second.
    let goesBack: (Bool, Bool)

    var inputs: [Value] { [first, second] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y, result) = (pass.values(first), pass.values(second), pass.values(output))
        for row in 0..<pass.rows {
            let (x, y) = (x + row &* first.stride, y + row &* second.stride)
            let result = result + row &* output.stride
            Rows.forEach(output.width) { place, lanes in
                let (x, y) = (x.load(place), y.load(place))
                result.store(subtracts ? x - y : x + y, place, lanes)
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        if goesBack.0 {
            pass.spread(output, to: first, adds: adds.contains(.first), subtracts: false)
        }
        if goesBack.1 {
            pass.spread(output, to: second, adds: adds.contains(.second), subtracts: subtracts)
        }
    }
}

extension Pass {
    /// Gives an input the gradient of an output of the same width.
    func spread(_ output: Value, to input: Value, adds: Bool, subtracts: Bool) {
        let (source, target) = (gradients(output), gradients(input))
        for row in 0..<rows {
            let (source, target) = (source + row &* output.stride, target + row &* input.stride)
            Rows.forEach(output.width) { place, lanes in
                let slope = subtracts ? -source.load(place) : source.load(place)
                target.store(adds ? target.load(place) + slope : slope, place, lanes)
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends x + y.
    mutating func sum(_ first: Value, _ second: Value) -> Value {
        append(first, second, subtracts: false)
    }

    /// Appends x - y.
    mutating func difference(_ first: Value, _ second: Value) -> Value {
        append(first, second, subtracts: true)
    }

    private mutating func append(_ first: Value, _ second: Value, subtracts: Bool) -> Value {
        precondition(first.width == second.width)
        return append(
            Sum(
                first: first,
                second: second,
                output: value(width: first.width),
                subtracts: subtracts,
                goesBack: (isTrained(first), isTrained(second))
            )
        )
    }
}
