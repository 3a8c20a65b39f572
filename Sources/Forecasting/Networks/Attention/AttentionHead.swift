/// Scaled dot-product attention of one head over one sequence, block by block: the matrix of scores is never
/// held as a whole, so that memory grows with the length and not with its square.
///
/// Forwards, the running maximum and sum of each row's exponentials are corrected as blocks of keys come
/// (M. Milakov, N. Gimelshein, "Online normalizer calculation for softmax", 2018); backwards, scores are computed
/// again from what was kept of each row (T. Dao et al., "FlashAttention", NeurIPS 2022). Blocks and their order
/// follow from the lengths alone.
struct AttentionHead<Scalar: NetworkScalar> {
    /// Queries, keys and values of a block.
    static var block: Int { 64 }
    /// Numbers of scratch memory that passes need: scores of a block and their gradients, and one for each query.
    var scratchCount: Int { 2 * Self.block * Self.block + queryCount + Rows.slack }

    /// Rows of some numbers that lie `stride` apart.
    struct Matrix {
        let start: UnsafeMutablePointer<Scalar>
        let stride: Int

        func row(_ row: Int) -> UnsafeMutablePointer<Scalar> { start + row * stride }
        fileprivate func factor(_ row: Int, isTransposed: Bool = false) -> Factor<Scalar> {
            Factor(values: self.row(row), stride: stride, isTransposed: isTransposed)
        }
    }

    let queryCount: Int
    /// Keys that count; others behind them are padding.
    let keyCount: Int
    /// All keys, with those that do not count.
    let paddedKeyCount: Int
    /// Numbers of a query, a key and a value.
    let size: Int
    /// Whether a query sees only the keys up to its own place.
    let isCausal: Bool
    /// What products are multiplied with: 1 over the square root of the size.
    let scale: Scalar

    init(queryCount: Int, keyCount: Int, paddedKeyCount: Int, size: Int, isCausal: Bool) {
        self.queryCount = queryCount
        self.keyCount = keyCount
        self.paddedKeyCount = paddedKeyCount
        self.size = size
        self.isCausal = isCausal
        scale = 1 / Scalar(size).squareRoot()
    }

    /// Whether the library would take longer to begin than a product takes: by the lengths alone.
    private var isSmall: Bool { queryCount * paddedKeyCount * size <= 16_384 }

    /// C = op(A) op(B) + beta C.
    ///
    /// - Parameter hasRoom: Whether rows of C may be overwritten up to whole vectors, as those of scratch.
    private func product(
        _ a: Factor<Scalar>,
        _ b: Factor<Scalar>,
        _ beta: Scalar,
        _ c: UnsafeMutablePointer<Scalar>,
        stride: Int,
        m: Int,
        n: Int,
        k: Int,
        hasRoom: Bool = false
    ) {
        if isSmall {
            Scalar.smallProduct(a, b, beta, c, stride: stride, m: m, n: n, k: k, hasRoom: hasRoom)
        } else {
            Scalar.product(a, b, beta, c, stride: stride, m: m, n: n, k: k)
        }
    }

    /// The keys that a query sees.
    @inline(__always)
    private func visible(_ query: Int) -> Int { isCausal ? min(keyCount, query &+ 1) : keyCount }

    /// Computes the outputs.
    ///
    /// - Parameters:
    ///   - statistics: Takes of each query the greatest score, and one over the sum of the exponentials.
    ///   - scratch: ``scratchCount`` numbers.
    func forward(
        _ queries: Matrix,
        _ keys: Matrix,
        _ values: Matrix,
        into outputs: Matrix,
        statistics: UnsafeMutablePointer<Scalar>,
        scratch: UnsafeMutablePointer<Scalar>
    ) {
        let block = Self.block
        let scores = scratch
        for first in stride(from: 0, to: queryCount, by: block) {
            let rows = min(block, queryCount &- first)
            for row in 0..<rows {
                statistics[2 &* (first &+ row)] = -.infinity
                statistics[2 &* (first &+ row) &+ 1] = 0
            }
            let limit = visible(first &+ rows &- 1)
            if limit == 0 {
                for row in 0..<rows { outputs.row(first &+ row).update(repeating: 0, count: size) }
                continue
            }
            for start in stride(from: 0, to: limit, by: block) {
                let columns = min(block, limit &- start)
                product(
                    queries.factor(first),
                    keys.factor(start, isTransposed: true),
                    0,
                    scores,
                    stride: block,
                    m: rows,
                    n: columns,
                    k: size,
                    hasRoom: true
                )
                for row in 0..<rows {
                    normalize(
                        scores + row &* block,
                        columns,
                        seen: min(columns, max(0, visible(first &+ row) &- start)),
                        statistics + 2 &* (first &+ row),
                        start == 0 ? nil : outputs.row(first &+ row)
                    )
                }
                product(
                    Factor(values: scores, stride: block),
                    values.factor(start),
                    start == 0 ? 0 : 1,
                    outputs.row(first),
                    stride: outputs.stride,
                    m: rows,
                    n: size,
                    k: columns
                )
            }
            for row in first..<(first &+ rows) {
                let sum = statistics[2 &* row &+ 1]
                let inverse = sum > 0 ? 1 / sum : 0
                statistics[2 &* row &+ 1] = inverse
                let output = outputs.row(row)
                Rows.forEach(size) { place, lanes in
                    output.store(output.load(place) * inverse, place, lanes)
                }
            }
        }
    }

    /// Makes exponentials of a row's scores, and brings what was computed of earlier blocks to the new maximum.
    @inline(__always)
    private func normalize(
        _ scores: UnsafeMutablePointer<Scalar>,
        _ columns: Int,
        seen: Int,
        _ statistics: UnsafeMutablePointer<Scalar>,
        _ output: UnsafeMutablePointer<Scalar>?
    ) {
        guard seen > 0 else { return scores.update(repeating: 0, count: columns) }
        // Rows of scratch have room for whole vectors; what is not seen has no share.
        let end = (columns &+ 15) & ~15
        for place in seen..<end { scores[place] = -.infinity }
        var upmost = scores.load(0)
        for place in stride(from: 16, to: end, by: 16) {
            upmost = upmost.maximum(scores.load(place))
        }
        let old = statistics[0]
        let maximum = max(old, upmost.greatest * scale)
        let sum = Scalar.exponentiate(scores, count: end, scale: scale, greatest: maximum)
        statistics[0] = maximum
        guard let output, old < maximum else {
            statistics[1] += sum
            return
        }
        let correction = Scalar.Vector(repeating: old - maximum).exponential[0]
        statistics[1] = statistics[1] * correction + sum
        Rows.forEach(size) { place, lanes in
            output.store(output.load(place) * correction, place, lanes)
        }
    }

    /// Computes the gradients of queries, keys and values, given that of the outputs.
    ///
    /// - Parameters:
    ///   - statistics: What ``forward(_:_:_:into:statistics:scratch:)`` kept.
    ///   - adds: Whether the gradients hold something already.
    func backward(
        _ queries: Matrix,
        _ keys: Matrix,
        _ values: Matrix,
        outputs: Matrix,
        slopes: Matrix,
        statistics: UnsafePointer<Scalar>,
        into gradients: (queries: Matrix, keys: Matrix, values: Matrix),
        adds: Bool,
        scratch: UnsafeMutablePointer<Scalar>
    ) {
        let block = Self.block
        let (shares, changes) = (scratch, scratch + block &* block)
        let along = changes + block &* block
        let kept: Scalar = adds ? 1 : 0
        for query in 0..<queryCount {
            let (output, slope) = (outputs.row(query), slopes.row(query))
            along[query] = Rows.sum(size) { output.load($0) * slope.load($0) }
        }
        if keyCount == 0, !adds {
            for query in 0..<queryCount {
                gradients.queries.row(query).update(repeating: 0, count: size)
            }
        }
        for start in stride(from: 0, to: paddedKeyCount, by: block) {
            let width = min(block, paddedKeyCount &- start)
            let columns = min(width, max(0, keyCount &- start))
            // Queries before the block see none of its keys.
            let firstQuery = isCausal ? start : 0
            if columns < width || firstQuery >= queryCount, !adds {
                for row in start..<(start &+ width) {
                    gradients.keys.row(row).update(repeating: 0, count: size)
                    gradients.values.row(row).update(repeating: 0, count: size)
                }
            }
            if columns == 0 { continue }
            for first in stride(from: firstQuery, to: queryCount, by: block) {
                let rows = min(block, queryCount &- first)
                // C = op(A) op(B) + beta C, with the scratch's rows a block apart.
                func scores(_ a: Matrix, _ b: Matrix, _ target: UnsafeMutablePointer<Scalar>) {
                    product(
                        a.factor(first),
                        b.factor(start, isTransposed: true),
                        0,
                        target,
                        stride: block,
                        m: rows,
                        n: columns,
                        k: size,
                        hasRoom: true
                    )
                }
                func give(
                    _ scores: UnsafeMutablePointer<Scalar>,
                    _ slopes: Matrix,
                    to target: Matrix
                ) {
                    product(
                        Factor(values: scores, stride: block, isTransposed: true),
                        slopes.factor(first),
                        first == firstQuery ? kept : 1,
                        target.row(start),
                        stride: target.stride,
                        m: columns,
                        n: size,
                        k: rows
                    )
                }
                scores(queries, keys, shares)
                for row in 0..<rows {
                    let query = first &+ row
                    let seen = min(columns, max(0, visible(query) &- start))
                    let (maximum, inverse) = (statistics[2 &* query], statistics[2 &* query &+ 1])
                    let share = shares + row &* block
                    _ = Scalar.exponentiate(
                        share,
                        count: (seen &+ 15) & ~15,
                        scale: scale,
                        greatest: maximum
                    )
                    for place in stride(from: 0, to: seen, by: 16) {
                        share.store(share.load(place) * inverse, place, 16)
                    }
                    for place in seen..<columns { share[place] = 0 }
                }
                give(shares, slopes, to: gradients.values)
                scores(slopes, values, changes)
                for row in 0..<rows {
                    let along = along[first &+ row]
                    let (share, change) = (shares + row &* block, changes + row &* block)
                    for place in stride(from: 0, to: columns, by: 16) {
                        let result = share.load(place) * (change.load(place) - along) * scale
                        change.store(result, place, 16)
                    }
                }
                product(
                    Factor(values: changes, stride: block),
                    keys.factor(start),
                    start == 0 ? kept : 1,
                    gradients.queries.row(first),
                    stride: gradients.queries.stride,
                    m: rows,
                    n: size,
                    k: columns
                )
                give(changes, queries, to: gradients.keys)
            }
        }
    }
}
