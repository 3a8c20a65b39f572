/// Attention of all tokens of a sample to each other, head by head (A. Vaswani et al., "Attention is all you need",
/// NeurIPS 2017), by ``AttentionHead``.
struct MultiHeadAttention<Scalar: NetworkScalar>: Operation {
    /// Tokens of queries, keys and values side by side, the heads of each one behind the other.
    let input: Value
    /// Tokens of outputs, the heads one behind the other.
    let output: Value
    /// Of each head and token the greatest score, and one over the sum of the exponentials.
    let statistics: Kept
    let tokens: Int
    let heads: Int
    let isCausal: Bool

    var inputs: [Value] { [input] }
    /// Numbers of a token's output.
    private var width: Int { output.width / tokens }
    private var head: AttentionHead<Scalar> {
        AttentionHead(
            queryCount: tokens,
            keyCount: tokens,
            paddedKeyCount: tokens,
            size: width / heads,
            isCausal: isCausal
        )
    }

    /// Queries, keys or values of a head: parts 0, 1 and 2 of a token.
    @inline(__always)
    private func matrix(
        _ memory: UnsafeMutablePointer<Scalar>,
        _ row: Int,
        _ head: Int,
        part: Int
    ) -> AttentionHead<Scalar>.Matrix {
        let column = part &* width &+ head &* (width / heads)
        return .init(start: memory + (row &* input.width &+ column), stride: 3 &* width)
    }

    @inline(__always)
    private func result(
        _ memory: UnsafeMutablePointer<Scalar>,
        _ row: Int,
        _ head: Int
    ) -> AttentionHead<Scalar>.Matrix {
        let column = head &* (width / heads)
        return .init(start: memory + (row &* output.width &+ column), stride: width)
    }

    /// Calls `body` with each head of each sample: side by side where sequences are long.
    private func forEachHead(
        _ pass: Pass<Scalar>,
        _ body: (_ row: Int, _ head: Int, _ scratch: UnsafeMutablePointer<Scalar>) -> Void
    ) {
        let isLong = tokens >= 256
        AttentionWork.forEach(
            pass.rows * heads,
            scratchCount: head.scratchCount,
            on: isLong ? pass.parallelism : .sequential
        ) { index, scratch in
            let (row, head) = index.quotientAndRemainder(dividingBy: heads)
            body(row, head, scratch)
        }
    }

    @specialized(where Scalar == Float)
    func forward(_ pass: Pass<Scalar>) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (statistics, attention) = (pass.kept(statistics)!, head)
        forEachHead(pass) { row, head, scratch in
            attention.forward(
                matrix(x, row, head, part: 0),
                matrix(x, row, head, part: 1),
                matrix(x, row, head, part: 2),
                into: result(y, row, head),
                statistics: statistics + 2 &* tokens &* (row &* heads &+ head),
                scratch: scratch
            )
        }
    }

    @specialized(where Scalar == Float)
    func backward(_ pass: Pass<Scalar>, adds: AddedInputs) {
        let (x, y) = (pass.values(input), pass.values(output))
        let (slope, target) = (pass.gradients(output), pass.gradients(input))
        let statistics = pass.kept(statistics)!
        let attention = head
        forEachHead(pass) { row, head, scratch in
            attention.backward(
                matrix(x, row, head, part: 0),
                matrix(x, row, head, part: 1),
                matrix(x, row, head, part: 2),
                outputs: result(y, row, head),
                slopes: result(slope, row, head),
                statistics: statistics + 2 &* tokens &* (row &* heads &+ head),
                into: (
                    matrix(target, row, head, part: 0),
                    matrix(target, row, head, part: 1),
                    matrix(target, row, head, part: 2)
                ),
                adds: adds.contains(.first),
                scratch: scratch
            )
        }
    }
}

extension NetworkBuilder {
    /// Appends the attention of a sample's tokens to each other, without what projects its result.
    ///
    /// - Parameters:
    ///   - input: Queries, keys and values of each token, side by side.
    ///   - isCausal: Whether a token sees only those up to itself.
    mutating func attention(
        _ input: Value,
        tokens: Int,
        heads: Int,
        isCausal: Bool = false
    ) -> Value {
        precondition(input.isContiguous && input.width % (3 * tokens * heads) == 0)
        let width = input.width / 3
        let output = value(width: width)
        let statistics = kept(width: 2 * tokens * heads)
        return append(
            MultiHeadAttention(
                input: input,
                output: output,
                statistics: statistics,
                tokens: tokens,
                heads: heads,
                isCausal: isCausal
            )
        )
    }
}
