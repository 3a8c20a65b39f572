/// x B with a matrix that is not trained: a basis, an interpolation.
struct FixedProduct<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// input's width x output's width.
    let matrix: [Scalar]

    var inputs: [Value] { [input] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        matrix.withUnsafeBufferPointer { matrix in
            Scalar.product(
                Factor(values: pass.values(input), stride: input.stride),
                Factor(values: matrix.baseAddress!, stride: output.width),
                0,
                pass.values(output),
                stride: output.stride,
                m: pass.rows,
                n: output.width,
                k: input.width
            )
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        matrix.withUnsafeBufferPointer { matrix in
            Scalar.product(
                Factor(values: pass.gradients(output), stride: output.stride),
                Factor(
                    values: matrix.baseAddress!,
                    stride: output.width,
                    isTransposed: true
                ),
                adds.contains(.first) ? 1 : 0,
                pass.gradients(input),
                stride: input.stride,
                m: pass.rows,
                n: input.width,
                k: output.width
            )
        }
    }
}

extension NetworkBuilder {
    /// Appends a product with a matrix, given row by row.
    mutating func product(_ input: Value, with matrix: [Double], columns: Int) -> Value {
        precondition(matrix.count == input.width * columns)
        let output = value(width: columns)
        return append(
            FixedProduct(input: input, output: output, matrix: matrix.map { Scalar($0) })
        )
    }

    /// Appends the interpolation of knots, at equal distances in the middles of equal parts, to `count`
    /// steps; constant before the first and after the last. Nothing for as many knots as steps.
    ///
    /// - Parameter groups: Runs of knots that are interpolated each for itself.
    mutating func interpolation(_ knots: Value, to count: Int, groups: Int = 1) -> Value {
        let knotCount = knots.width / groups
        guard knotCount != count else { return knots }
        let columns = count * groups
        var matrix = Array(repeating: 0.0, count: knots.width * columns)
        for group in 0..<groups {
            for step in 0..<count {
                let place = (Double(step) + 0.5) * Double(knotCount) / Double(count) - 0.5
                let inside = min(max(place, 0), Double(knotCount - 1))
                let left = min(Int(inside), max(0, knotCount - 2))
                let share = inside - Double(left)
                let first = (group * knotCount + left) * columns + group * count + step
                matrix[first] += 1 - share
                if left + 1 < knotCount { matrix[first + columns] += share }
            }
        }
        return product(knots, with: matrix, columns: columns)
    }
}
