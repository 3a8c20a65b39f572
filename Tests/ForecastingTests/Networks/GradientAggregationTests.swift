import DataParallel
import Testing

@testable import Forecasting

@Suite struct GradientAggregationTests {
    private static func gradients(_ count: Int, length: Int) -> [[Float]] {
        (0..<count).map { index in
            var stream = RandomStream(seed: 9, stream: UInt64(index))
            return (0..<length).map { _ in Float(2 * stream.nextUniform() - 1) }
        }
    }

    /// The tree written out number by number.
    private static func total(_ values: [Float]) -> Float {
        func tree(_ part: ArraySlice<Float>) -> Float {
            guard part.count > 1 else { return part[part.startIndex] }
            let half = part.startIndex + part.count / 2
            return tree(part[..<half]) + tree(part[half...])
        }
        var sum: Float = 0
        var rest = values[...]
        for size in [8, 4, 2, 1] {
            while rest.count >= size {
                sum += tree(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
        }
        return sum
    }

    @Test(arguments: Array(1...20) + [37], [0, 1, 2, 3, 8])
    func addsInTheTreeOfTraining(count: Int, threads: Int) throws {
        let length = 4_096 + 21
        let gradients = Self.gradients(count, length: length)
        let counts = (0..<count).map { 3 + $0 % 5 }
        let parallelism = Parallelism(pool: threads == 0 ? nil : ThreadPool(workerCount: threads))
        let mean = try GradientAggregation.weightedMean(
            gradients,
            sampleCounts: counts,
            on: parallelism
        )
        let all = Float(counts.reduce(0, +))
        let weighted = zip(gradients, counts).map { gradient, count in
            gradient.map { $0 * (Float(count) / all) }
        }
        #expect(mean.count == length)
        for place in [0, 1, 15, 16, 4_095, 4_096, 4_111, 4_112, length - 1] {
            #expect(mean[place] == Self.total(weighted.map { $0[place] }))
        }
        // What training adds up is the same to the last bit.
        let (parts, rest) = (4_100, length - 4_100)
        let state = ParameterState(
            [
                ParameterDescription(
                    name: "one",
                    rows: parts,
                    columns: 1,
                    offset: 0,
                    initialization: .constant(0),
                    decays: false
                ),
                ParameterDescription(
                    name: "two",
                    rows: rest,
                    columns: 1,
                    offset: parts,
                    initialization: .constant(0),
                    decays: false
                ),
            ],
            initial: Array(repeating: 0, count: length)
        )
        let memory = weighted.map { values in
            let memory = UnsafeMutablePointer<Float>.allocate(capacity: length + Rows.slack)
            memory.initialize(repeating: .nan, count: length + Rows.slack)
            memory.update(from: values, count: length)
            return memory
        }
        defer { for one in memory { one.deallocate() } }
        let squares = state.aggregate(memory.map { UnsafePointer($0) }, on: parallelism)
        #expect((0..<length).allSatisfy { state.gradient[$0] == mean[$0] })
        let expected = mean.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(squares - expected) <= 1e-9 * expected)
    }

    @Test func nothingToAddIsAnError() throws {
        #expect(throws: ForecastingError.empty(what: "gradient to aggregate")) {
            try GradientAggregation.weightedMean([], sampleCounts: [])
        }
        #expect(throws: ForecastingError.self) {
            try GradientAggregation.weightedMean([[1], [1, 2]], sampleCounts: [1, 1])
        }
        #expect(throws: ForecastingError.self) {
            try GradientAggregation.weightedMean([[1]], sampleCounts: [0])
        }
        #expect(try GradientAggregation.weightedMean([[], []], sampleCounts: [1, 2]) == [])
    }
}
