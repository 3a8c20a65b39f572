/// The greatest of each group of neighbours; the last group may be shorter.
struct MaxPool<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    let size: Int

    var inputs: [Value] { [input] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        for row in 0..<pass.rows {
            let x = pass.values(input) + row &* input.stride
            let y = pass.values(output) + row &* output.stride
            if size == 2 {
                for place in 0..<(input.width / 2) {
                    let (a, b) = (x[2 &* place], x[2 &* place &+ 1])
                    y[place] = b > a ? b : a
                }
                if input.width % 2 == 1 { y[output.width - 1] = x[input.width - 1] }
                continue
            }
            for place in 0..<output.width { y[place] = x[greatest(x, place)] }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        for row in 0..<pass.rows {
            let x = pass.values(input) + row &* input.stride
            let slope = pass.gradients(output) + row &* output.stride
            let target = pass.gradients(input) + row &* input.stride
            if !adds.contains(.first) { target.update(repeating: 0, count: input.width) }
            for place in 0..<output.width { target[greatest(x, place)] += slope[place] }
        }
    }

    /// The place of the greatest of a group, the first of equal ones.
    @inline(__always)
    private func greatest(_ x: UnsafeMutablePointer<Scalar>, _ place: Int) -> Int {
        let first = place &* size
        var best = first
        for other in (first &+ 1)..<max(first &+ 1, min(first &+ size, input.width))
        where x[other] > x[best] {
            best = other
        }
        return best
    }
}

extension NetworkBuilder {
    /// Appends pooling; nothing for groups of one.
    mutating func maxPool(_ input: Value, size: Int) -> Value {
        guard size > 1 else { return input }
        let output = value(width: (input.width + size - 1) / size)
        return append(MaxPool(input: input, output: output, size: size))
    }
}
