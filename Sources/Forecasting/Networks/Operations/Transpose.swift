/// Each sample's matrix, turned.
struct Transpose<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    /// Of the input's matrix.
    let rowCount: Int
    let columnCount: Int

    var inputs: [Value] { [input] }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        for sample in 0..<pass.rows {
            let x = pass.values(input) + sample &* input.width
            let y = pass.values(output) + sample &* input.width
            for row in 0..<rowCount {
                for column in 0..<columnCount {
                    y[column &* rowCount &+ row] = x[row &* columnCount &+ column]
                }
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        for sample in 0..<pass.rows {
            let slope = pass.gradients(output) + sample &* input.width
            let target = pass.gradients(input) + sample &* input.width
            for row in 0..<rowCount {
                for column in 0..<columnCount {
                    let place = row &* columnCount &+ column
                    let given = slope[column &* rowCount &+ row]
                    target[place] = adds.contains(.first) ? target[place] + given : given
                }
            }
        }
    }
}

extension NetworkBuilder {
    /// Appends the transposition of each sample's matrix of so many rows.
    mutating func transpose(_ input: Value, rows: Int) -> Value {
        precondition(input.isContiguous && input.width % rows == 0)
        let output = value(width: input.width)
        return append(
            Transpose(
                input: input,
                output: output,
                rowCount: rows,
                columnCount: input.width / rows
            )
        )
    }
}
