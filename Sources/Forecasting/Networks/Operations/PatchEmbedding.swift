/// Overlapping runs of each sample's numbers, each mapped to a token, and something added for its place.
///
/// Patches are products over shifted views of the input, a stride of each at a time; only the last one, in which
/// the window's last value is repeated, is copied.
struct PatchEmbedding<Scalar: NetworkScalar>: Operation {
    let input: Value
    let output: Value
    let length: Int
    let stride: Int
    let count: Int
    /// length x a token's numbers.
    let weights: Parameter
    /// count x a token's numbers.
    let positions: Parameter
    /// The last patches, and their gradients.
    let last: Kept
    let goesBack: Bool

    var inputs: [Value] { [input] }
    private var width: Int { output.width / count }

    /// Calls `body` with the parts of a patch, none longer than the stride.
    @inline(__always)
    private func forEachPart(_ body: (_ start: Int, _ length: Int) -> Void) {
        for start in Swift.stride(from: 0, to: length, by: stride) {
            body(start, min(stride, length &- start))
        }
    }

    /// The value of the window that a place of the last patch has.
    @inline(__always)
    private func source(_ place: Int) -> Int {
        min((count &- 1) &* stride &+ place, input.width &- 1)
    }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (weights, positions) = (pass.parameters(weights), pass.parameters(positions))
        let last = pass.kept(last)!
        let width = width
        for row in 0..<pass.rows {
            let x = x + row &* input.width
            if count > 1 {
                forEachPart { start, length in
                    Scalar.product(
                        Factor(values: x + start, stride: stride),
                        Factor(values: weights + start &* width, stride: width),
                        start == 0 ? 0 : 1,
                        y + row &* output.width,
                        stride: width,
                        m: count &- 1,
                        n: width,
                        k: length
                    )
                }
            }
            for place in 0..<length { last[row &* length &+ place] = x[source(place)] }
        }
        Scalar.product(
            Factor(values: last, stride: length),
            Factor(values: weights, stride: width),
            0,
            y + (count &- 1) &* width,
            stride: output.width,
            m: pass.rows,
            n: width,
            k: length
        )
        for row in 0..<pass.rows {
            let y = y + row &* output.width
            Rows.forEach(output.width) { place, lanes in
                y.store(y.load(place) + positions.load(place), place, lanes)
            }
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let x = pass.values(input)
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        let weights = pass.parameters(weights)
        let (weightSlope, positionSlope) = (
            pass.gradients(self.weights), pass.gradients(positions)
        )
        let last = pass.kept(last)!
        let width = width
        weightSlope.update(repeating: 0, count: self.weights.count)
        positionSlope.update(repeating: 0, count: positions.count)
        if goesBack, !adds.contains(.first) {
            target.update(repeating: 0, count: pass.rows &* input.width)
        }
        for row in 0..<pass.rows {
            let slope = slope + row &* output.width
            Rows.forEach(output.width) { place, lanes in
                positionSlope.store(positionSlope.load(place) + slope.load(place), place, lanes)
            }
            if count == 1 { continue }
            forEachPart { start, length in
                let place = row &* input.width &+ start
                Scalar.product(
                    Factor(values: x + place, stride: stride, isTransposed: true),
                    Factor(values: slope, stride: width),
                    1,
                    weightSlope + start &* width,
                    stride: width,
                    m: length,
                    n: width,
                    k: count &- 1
                )
                guard goesBack else { return }
                Scalar.product(
                    Factor(values: slope, stride: width),
                    Factor(
                        values: weights + start &* width,
                        stride: width,
                        isTransposed: true
                    ),
                    1,
                    target + place,
                    stride: stride,
                    m: count &- 1,
                    n: length,
                    k: width
                )
            }
        }
        let lastSlope = slope + (count &- 1) &* width
        Scalar.product(
            Factor(values: last, stride: length, isTransposed: true),
            Factor(values: lastSlope, stride: output.width),
            1,
            weightSlope,
            stride: width,
            m: length,
            n: width,
            k: pass.rows
        )
        guard goesBack else { return }
        Scalar.product(
            Factor(values: lastSlope, stride: output.width),
            Factor(values: weights, stride: width, isTransposed: true),
            0,
            last,
            stride: length,
            m: pass.rows,
            n: length,
            k: width
        )
        for row in 0..<pass.rows {
            let target = target + row &* input.width
            for place in 0..<length { target[source(place)] += last[row &* length &+ place] }
        }
    }
}

extension NetworkBuilder {
    /// Appends the tokens of patches.
    ///
    /// - Parameters:
    ///   - length: Values of a patch.
    ///   - stride: From one to the next; at most the length.
    ///   - count: Patches; only the last may reach beyond the input.
    ///   - width: Numbers of a token.
    mutating func patchEmbedding(
        _ input: Value,
        length: Int,
        stride: Int,
        count: Int,
        width: Int,
        _ name: String
    ) -> Value {
        precondition(input.isContiguous && stride <= length && count >= 1)
        precondition((count - 2) * stride + length <= input.width)
        let weights = parameter(
            "\(name).weights",
            rows: length,
            columns: width,
            .uniform(1 / Double(length).squareRoot()),
            decays: true
        )
        let positions = parameter(
            "\(name).positions",
            rows: count,
            columns: width,
            .uniform(0.02),
            decays: false
        )
        return append(
            PatchEmbedding(
                input: input,
                output: value(width: count * width),
                length: length,
                stride: stride,
                count: count,
                weights: weights,
                positions: positions,
                last: kept(width: length),
                goesBack: isTrained(input)
            ),
            hasParameters: true
        )
    }
}
