/// Each sample's steps, so that the samples of a step lie side by side: first those of the first step.
///
/// Recurrent layers work in this order. Only they, and ``Dropout`` told of the steps, may read its result.
struct TimeMajor<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    let steps: Int

    var inputs: [Value] { [input] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        let size = input.width / steps
        for row in 0..<pass.rows {
            for step in 0..<steps {
                let source = x + (row &* input.stride &+ step &* size)
                let target = y + (step &* pass.rows &+ row) &* size
                for place in 0..<size { target[place] = source[place] }
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        let size = input.width / steps
        for row in 0..<pass.rows {
            for step in 0..<steps {
                let source = slope + (step &* pass.rows &+ row) &* size
                let target = target + (row &* input.stride &+ step &* size)
                for place in 0..<size {
                    let given = source[place]
                    target[place] = adds.contains(.first) ? target[place] + given : given
                }
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends what puts the samples of each step side by side.
    mutating func timeMajor(_ input: Value, steps: Int) -> Value {
        precondition(input.width % steps == 0)
        return append(TimeMajor(input: input, output: value(width: input.width), steps: steps))
    }
}
