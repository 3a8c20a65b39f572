import DataParallel
import Foundation
import Testing

@testable import Forecasting

/// Attention in blocks against the plain formula, and its gradients against central differences.
@Suite struct AttentionTests {
    struct Case: Sendable, CustomStringConvertible {
        let queries: Int
        let keys: Int
        let size: Int
        var isCausal = false
        /// Keys behind those that count.
        var padding = 0

        var description: String {
            "\(queries) x \(keys) of \(size)\(isCausal ? ", causal" : "")\(padding > 0 ? ", \(padding) padded" : "")"
        }
    }

    static let cases = [
        Case(queries: 1, keys: 1, size: 1), Case(queries: 3, keys: 5, size: 4),
        Case(queries: 42, keys: 42, size: 4), Case(queries: 64, keys: 64, size: 16),
        Case(queries: 65, keys: 63, size: 3), Case(queries: 130, keys: 200, size: 8),
        Case(queries: 150, keys: 150, size: 5, isCausal: true),
        Case(queries: 64, keys: 64, size: 2, isCausal: true),
        Case(queries: 70, keys: 100, size: 3, padding: 40),
        Case(queries: 140, keys: 140, size: 3, isCausal: true, padding: 75),
        Case(queries: 9, keys: 70, size: 3, padding: 70),
        Case(queries: 10, keys: 200, size: 2, isCausal: true),
    ]

    /// Numbers and memory of a case.
    final class Memory<Scalar: NetworkScalar> {
        let example: Case
        let queries, keys, values, outputs, slopes: UnsafeMutablePointer<Scalar>
        let queryGradient, keyGradient, valueGradient: UnsafeMutablePointer<Scalar>
        let statistics, scratch: UnsafeMutablePointer<Scalar>
        /// Rows lie further apart than they are long.
        let stride: Int

        init(_ example: Case, seed: UInt64, scale: Double = 1) {
            self.example = example
            stride = example.size + 3
            var stream = RandomStream(seed: seed, stream: 4)
            func random(_ rows: Int, _ factor: Double) -> UnsafeMutablePointer<Scalar> {
                let count = rows * (example.size + 3) + Rows.slack
                let memory = UnsafeMutablePointer<Scalar>.allocate(capacity: count)
                for place in 0..<count {
                    (memory + place).initialize(
                        to: Scalar(factor * (2 * stream.nextUniform() - 1))
                    )
                }
                return memory
            }
            (queries, keys) = (random(example.queries, 4 * scale), random(example.keys, 4 * scale))
            (values, slopes) = (random(example.keys, 1), random(example.queries, 1))
            outputs = random(example.queries, .nan)
            queryGradient = random(example.queries, .nan)
            (keyGradient, valueGradient) = (random(example.keys, .nan), random(example.keys, .nan))
            statistics = random(2 * example.queries, .nan)
            let count = Self.head(example).scratchCount
            scratch = .allocate(capacity: count)
            scratch.initialize(repeating: .nan, count: count)
        }

        deinit {
            for memory in [
                queries, keys, values, outputs, slopes, queryGradient, keyGradient, valueGradient,
                statistics, scratch,
            ] { memory.deallocate() }
        }

        private var head: AttentionHead<Scalar> { Self.head(example) }

        private static func head(_ example: Case) -> AttentionHead<Scalar> {
            AttentionHead(
                queryCount: example.queries,
                keyCount: example.keys - example.padding,
                paddedKeyCount: example.keys,
                size: example.size,
                isCausal: example.isCausal
            )
        }

        func matrix(_ memory: UnsafeMutablePointer<Scalar>) -> AttentionHead<Scalar>.Matrix {
            .init(start: memory, stride: stride)
        }

        func forward() {
            head.forward(
                matrix(queries),
                matrix(keys),
                matrix(values),
                into: matrix(outputs),
                statistics: statistics,
                scratch: scratch
            )
        }

        func backward(adds: Bool = false) {
            head.backward(
                matrix(queries),
                matrix(keys),
                matrix(values),
                outputs: matrix(outputs),
                slopes: matrix(slopes),
                statistics: statistics,
                into: (matrix(queryGradient), matrix(keyGradient), matrix(valueGradient)),
                adds: adds,
                scratch: scratch
            )
        }

        /// The formula, row by row.
        func plain(_ query: Int) -> [Double] {
            let size = example.size
            func visible(_ key: Int) -> Bool {
                key < example.keys - example.padding && (!example.isCausal || key <= query)
            }
            let seen = (0..<example.keys).filter(visible)
            let scores = seen.map { key in
                (0..<size).reduce(0.0) { sum, place in
                    sum + Double(queries[query * stride + place])
                        * Double(keys[key * stride + place])
                } / Double(size).squareRoot()
            }
            let greatest = scores.max() ?? 0
            let shares = scores.map { exp($0 - greatest) }
            let sum = shares.reduce(0, +)
            return (0..<size).map { place in
                zip(seen, shares).reduce(0.0) { total, pair in
                    total + pair.1 / sum * Double(values[pair.0 * stride + place])
                }
            }
        }

        /// What gradients are those of.
        var weightedSum: Double {
            forward()
            var sum = 0.0
            for query in 0..<example.queries {
                for place in 0..<example.size {
                    let index = query * stride + place
                    sum += Double(slopes[index]) * Double(outputs[index])
                }
            }
            return sum
        }
    }

    @Test(arguments: cases)
    func equalsTheFormula(_ example: Case) {
        let memory = Memory<Double>(example, seed: 1)
        let single = Memory<Float>(example, seed: 1)
        memory.forward()
        single.forward()
        for query in 0..<example.queries {
            for (place, expected) in memory.plain(query).enumerated() {
                let index = query * memory.stride + place
                #expect(abs(memory.outputs[index] - expected) < 1e-12)
                #expect(abs(Double(single.outputs[index]) - expected) < 2e-5)
            }
        }
    }

    /// Scores far from zero neither overflow nor vanish.
    @Test func largeScores() {
        let memory = Memory<Float>(Case(queries: 70, keys: 140, size: 4), seed: 2, scale: 30)
        memory.forward()
        for query in 0..<70 {
            for (place, expected) in memory.plain(query).enumerated() {
                let found = Double(memory.outputs[query * memory.stride + place])
                #expect(abs(found - expected) < 2e-3)
            }
        }
    }

    @Test(arguments: cases)
    func gradientsAreThoseOfCentralDifferences(_ example: Case) {
        let memory = Memory<Double>(example, seed: 3, scale: 0.3)
        memory.forward()
        memory.backward()
        let step = 1e-6
        for (values, gradient, rows) in [
            (memory.queries, memory.queryGradient, example.queries),
            (memory.keys, memory.keyGradient, example.keys),
            (memory.values, memory.valueGradient, example.keys),
        ] {
            // Some of many.
            for row in Swift.stride(from: 0, to: rows, by: max(1, rows / 12)) {
                for place in 0..<example.size {
                    let index = row * memory.stride + place
                    let old = values[index]
                    values[index] = old + step
                    let above = memory.weightedSum
                    values[index] = old - step
                    let below = memory.weightedSum
                    values[index] = old
                    #expect(abs((above - below) / (2 * step) - gradient[index]) < 1e-7)
                }
            }
        }
    }

    /// Gradients that hold something already are added to.
    @Test(arguments: cases)
    func gradientsAreAdded(_ example: Case) {
        let (one, other) = (Memory<Double>(example, seed: 4), Memory<Double>(example, seed: 4))
        one.forward()
        one.backward()
        other.forward()
        let all = [
            (other.queryGradient, one.queryGradient, example.queries),
            (other.keyGradient, one.keyGradient, example.keys),
            (other.valueGradient, one.valueGradient, example.keys),
        ]
        for (added, _, rows) in all {
            for place in 0..<rows * other.stride { added[place] = 10 }
        }
        other.backward(adds: true)
        for (added, alone, rows) in all {
            for row in 0..<rows {
                for place in row * other.stride..<row * other.stride + example.size {
                    #expect(abs(added[place] - 10 - alone[place]) < 1e-12)
                }
            }
        }
    }

    /// Sequences of several heads, of which different numbers of keys count.
    @Test(arguments: [false, true])
    func manySequencesOnAnyNumberOfThreads(isCausal: Bool) throws {
        let (batch, heads, queries, keys, size) = (3, 4, 90, 130, 5)
        let attention = try BlockwiseAttention(
            batch: batch,
            heads: heads,
            queryCount: queries,
            keyCount: keys,
            size: size,
            isCausal: isCausal,
            keyCounts: [130, 0, 65]
        )
        var stream = RandomStream(seed: 12, stream: 3)
        func random(_ length: Int) -> [Float] {
            (0..<batch * length * heads * size).map { _ in Float(2 * stream.nextUniform() - 1) }
        }
        let (q, k, v, slopes) = (random(queries), random(keys), random(keys), random(queries))
        let outputs = try attention.outputs(queries: q, keys: k, values: v, on: .sequential)
        let gradients = try attention.gradients(
            of: slopes,
            queries: q,
            keys: k,
            values: v,
            outputs: outputs,
            on: .sequential
        )
        // The formula, for some queries of each head.
        for sequence in 0..<batch {
            for head in 0..<heads {
                for query in [0, 1, 63, 64, 89] {
                    func place(_ position: Int, _ length: Int) -> Int {
                        ((sequence * length + position) * heads + head) * size
                    }
                    let seen = (0..<attention.keyCounts[sequence]).filter {
                        !isCausal || $0 <= query
                    }
                    let scores = seen.map { key in
                        (0..<size).reduce(0.0) {
                            $0 + Double(q[place(query, queries) + $1])
                                * Double(k[place(key, keys) + $1])
                        } / Double(size).squareRoot()
                    }
                    let sum = scores.reduce(0) { $0 + exp($1) }
                    for number in 0..<size {
                        let expected = zip(seen, scores).reduce(0.0) {
                            $0 + exp($1.1) / sum * Double(v[place($1.0, keys) + number])
                        }
                        let found = Double(outputs.values[place(query, queries) + number])
                        #expect(abs(found - expected) < 1e-6)
                    }
                }
            }
        }
        #expect(gradients.queries.contains { $0 != 0 })
        for workers in [1, 2, 3, 8] {
            let parallelism = Parallelism(pool: ThreadPool(workerCount: workers))
            let others = try attention.outputs(
                queries: q,
                keys: k,
                values: v,
                on: parallelism
            )
            #expect(others == outputs)
            let found = try attention.gradients(
                of: slopes,
                queries: q,
                keys: k,
                values: v,
                outputs: others,
                on: parallelism
            )
            #expect(found == gradients)
        }
        #expect(throws: ForecastingError.self) {
            try attention.outputs(queries: k, keys: k, values: v)
        }
    }

    /// Long sequences in a network: heads are computed side by side.
    @Test func longSequencesInANetwork() throws {
        var settings = PatchTST()
        (settings.patchLength, settings.stride, settings.layers) = (2, 1, 1)
        (settings.width, settings.heads, settings.hidden) = (4, 2, 4)
        let table = try SyntheticSeries.waves(rows: 420, noise: 0.2, seed: 31)
        let data = try TrainingData(table)
        var training = TrainingSettings()
        (training.batchSize, training.length) = (6, .steps(2))
        let forecaster = NetworkForecaster(
            .patchTST(settings),
            inputLength: 300,
            horizon: 4,
            training: training
        )
        let expected = try forecaster.trained(data, on: .sequential)
        for workers in [1, 2, 3, 8] {
            let parallelism = Parallelism(pool: ThreadPool(workerCount: workers))
            let fitted = try forecaster.trained(data, on: parallelism)
            #expect(fitted.record() == expected.record())
            let forecasts = try fitted.predict(table, origins: [300, 420], on: parallelism)
            #expect(try expected.predict(table, origins: [300, 420], on: .sequential) == forecasts)
        }
    }
}
