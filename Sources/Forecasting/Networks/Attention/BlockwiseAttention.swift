/// Scaled dot-product attention of many sequences and heads, forwards and backwards, without ever holding a matrix of
/// scores: memory grows with the length of the sequences, not with its square (T. Dao et al., "FlashAttention",
/// NeurIPS 2022).
///
/// Heads are computed side by side, each by one worker: results have the same bits on any number of threads.
///
/// Arrays are sequence by sequence, position by position, head by head, number by number:
/// `batch x length x heads x size`.
public struct BlockwiseAttention: Sendable, Equatable {
    /// Sequences.
    public let batch: Int
    /// Heads of each.
    public let heads: Int
    /// Positions that ask.
    public let queryCount: Int
    /// Positions that are looked at.
    public let keyCount: Int
    /// Numbers of a query, a key and a value in each head.
    public let size: Int
    /// Whether a query sees only the keys up to its own position.
    public let isCausal: Bool
    /// How many keys of each sequence count, the others behind them being padding; empty for all.
    public let keyCounts: [Int]

    /// Describes attention.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a number below 1,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for counts of keys that are not one for each sequence.
    public init(
        batch: Int,
        heads: Int,
        queryCount: Int,
        keyCount: Int,
        size: Int,
        isCausal: Bool = false,
        keyCounts: [Int] = []
    ) throws(ForecastingError) {
        try Architecture.require([batch, heads], "sequences and heads")
        try Architecture.require([queryCount, keyCount, size], "positions and size of attention")
        guard keyCounts.isEmpty || keyCounts.count == batch else {
            throw .mismatch(what: "counts of keys", expected: batch, found: keyCounts.count)
        }
        for count in keyCounts where count < 0 || count > keyCount {
            throw .invalidSetting(
                name: "count of keys",
                value: "\(count)",
                requirement: "is from 0 to \(keyCount)"
            )
        }
        (self.batch, self.heads) = (batch, heads)
        (self.queryCount, self.keyCount, self.size) = (queryCount, keyCount, size)
        (self.isCausal, self.keyCounts) = (isCausal, keyCounts)
    }

    /// What attention gives.
    public struct Outputs: Sendable, Equatable {
        /// `batch x queries x heads x size`; zero where a query sees nothing.
        public let values: [Float]
        /// Of each head and query the greatest score, and one over the sum of the exponentials.
        let statistics: [Float]
    }

    /// The gradients of what attention is computed of.
    public struct Gradients: Sendable, Equatable {
        /// `batch x queries x heads x size`.
        public let queries: [Float]
        /// `batch x keys x heads x size`.
        public let keys: [Float]
        /// `batch x keys x heads x size`.
        public let values: [Float]
    }

    /// Computes the outputs.
    ///
    /// - Parameters:
    ///   - queries: `batch x queries x heads x size`.
    ///   - keys: `batch x keys x heads x size`.
    ///   - values: As `keys`.
    ///   - parallelism: Who works; the outputs do not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for an array of another length.
    /// - Complexity: O(batch x heads x queries x keys x size); memory for a copy of each array, and O(queries) for each
    ///   worker.
    public func outputs(
        queries: [Float],
        keys: [Float],
        values: [Float],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Outputs {
        try check(queries, queryCount, "queries")
        try check(keys, keyCount, "keys")
        try check(values, keyCount, "values")
        var statistics = [Float](repeating: 0, count: 2 * batch * heads * queryCount + Rows.slack)
        let all = Arrays(queries, keys, values)
        var result = [Float](repeating: 0, count: queries.count + Rows.slack)
        result.withUnsafeMutableBufferPointer { result in
            statistics.withUnsafeMutableBufferPointer { statistics in
                all.withPointers { pointers in
                    let (result, statistics) = (result.baseAddress!, statistics.baseAddress!)
                    AttentionWork.forEach(
                        batch * heads,
                        scratchCount: head(0).scratchCount,
                        on: parallelism
                    ) { index, scratch in
                        head(index / heads).forward(
                            matrix(pointers[0], index, queryCount),
                            matrix(pointers[1], index, keyCount),
                            matrix(pointers[2], index, keyCount),
                            into: matrix(result, index, queryCount),
                            statistics: statistics + 2 * queryCount * index,
                            scratch: scratch
                        )
                    }
                }
            }
        }
        result.removeLast(Rows.slack)
        statistics.removeLast(Rows.slack)
        return Outputs(values: result, statistics: statistics)
    }

    /// Computes the gradients of queries, keys and values, given that of the outputs.
    ///
    /// - Parameters:
    ///   - slopes: The gradient of the outputs.
    ///   - queries: `batch x queries x heads x size`.
    ///   - keys: `batch x keys x heads x size`.
    ///   - values: As `keys`.
    ///   - outputs: What ``outputs(queries:keys:values:on:)`` gave for the same arrays.
    ///   - parallelism: Who works; the gradients do not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for an array of another length.
    /// - Complexity: As for the outputs; scores are computed again.
    public func gradients(
        of slopes: [Float],
        queries: [Float],
        keys: [Float],
        values: [Float],
        outputs: Outputs,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Gradients {
        try check(queries, queryCount, "queries")
        try check(keys, keyCount, "keys")
        try check(values, keyCount, "values")
        try check(slopes, queryCount, "gradients of outputs")
        try check(outputs.values, queryCount, "outputs")
        let all = Arrays(queries, keys, values, outputs.values, slopes, outputs.statistics)
        let counts = [queries.count, keys.count, values.count]
        let starts = [0, counts[0], counts[0] + counts[1]]
        var result = [Float](repeating: 0, count: counts.reduce(Rows.slack, +))
        result.withUnsafeMutableBufferPointer { result in
            all.withPointers { pointers in
                let result = result.baseAddress!
                AttentionWork.forEach(
                    batch * heads,
                    scratchCount: head(0).scratchCount,
                    on: parallelism
                ) { index, scratch in
                    head(index / heads).backward(
                        matrix(pointers[0], index, queryCount),
                        matrix(pointers[1], index, keyCount),
                        matrix(pointers[2], index, keyCount),
                        outputs: matrix(pointers[3], index, queryCount),
                        slopes: matrix(pointers[4], index, queryCount),
                        statistics: pointers[5] + 2 * queryCount * index,
                        into: (
                            matrix(result + starts[0], index, queryCount),
                            matrix(result + starts[1], index, keyCount),
                            matrix(result + starts[2], index, keyCount)
                        ),
                        adds: false,
                        scratch: scratch
                    )
                }
            }
        }
        func part(_ number: Int) -> [Float] {
            Array(result[starts[number]..<(starts[number] + counts[number])])
        }
        return Gradients(queries: part(0), keys: part(1), values: part(2))
    }

    private func check(
        _ array: [Float],
        _ length: Int,
        _ what: String
    ) throws(ForecastingError) {
        let expected = batch * length * heads * size
        guard array.count == expected else {
            throw .mismatch(what: what, expected: expected, found: array.count)
        }
    }

    private func head(_ sequence: Int) -> AttentionHead<Float> {
        AttentionHead(
            queryCount: queryCount,
            keyCount: keyCounts.isEmpty ? keyCount : keyCounts[sequence],
            paddedKeyCount: keyCount,
            size: size,
            isCausal: isCausal
        )
    }

    /// The rows of a head; `index` counts heads of one sequence after the other.
    private func matrix(
        _ start: UnsafeMutablePointer<Float>,
        _ index: Int,
        _ length: Int
    ) -> AttentionHead<Float>.Matrix {
        let (sequence, head) = index.quotientAndRemainder(dividingBy: heads)
        return .init(
            start: start + (sequence * length * heads + head) * size,
            stride: heads * size
        )
    }

    /// Arrays that are read in vectors, with room behind them.
    private struct Arrays {
        private var all: [[Float]]

        init(_ arrays: [Float]...) {
            all = arrays.map { $0 + [Float](repeating: 0, count: Rows.slack) }
        }

        /// Nobody writes to what the pointers lead to.
        func withPointers(_ body: ([UnsafeMutablePointer<Float>]) -> Void) {
            func next(_ pointers: [UnsafeMutablePointer<Float>]) {
                guard pointers.count < all.count else { return body(pointers) }
                all[pointers.count].withUnsafeBufferPointer {
                    next(pointers + [UnsafeMutablePointer(mutating: $0.baseAddress!)])
                }
            }
            next([])
        }
    }
}
