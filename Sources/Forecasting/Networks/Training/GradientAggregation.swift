/// The mean of gradients, weighted by the samples they are means over.
///
/// Gradients are added in the order in which training adds those of micro-batches: pairs and pairs of pairs
/// of eight at a time, which their number alone determines, range by range of the parameters. The result
/// has the same bits on any number of threads.
public enum GradientAggregation {
    /// Parameters of a range that is one piece of work; a multiple of 16.
    static var rangeLength: Int { 4_096 }

    /// The weighted mean.
    ///
    /// - Parameters:
    ///   - gradients: Each of the same length.
    ///   - sampleCounts: How many samples each is the mean over.
    ///   - parallelism: Who works.
    /// - Throws: ``ForecastingError/empty(what:)`` without gradients,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` where lengths differ,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for counts that are negative or
    ///   all zero.
    public static func weightedMean(
        _ gradients: [[Float]],
        sampleCounts: [Int],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Float] {
        guard let first = gradients.first else { throw .empty(what: "gradient to aggregate") }
        guard sampleCounts.count == gradients.count else {
            throw .mismatch(
                what: "sample counts",
                expected: gradients.count,
                found: sampleCounts.count
            )
        }
        for gradient in gradients where gradient.count != first.count {
            throw .mismatch(
                what: "parameters of a gradient",
                expected: first.count,
                found: gradient.count
            )
        }
        let total = sampleCounts.reduce(0, +)
        guard total > 0, sampleCounts.allSatisfy({ $0 >= 0 }) else {
            throw .invalidSetting(
                name: "sample counts",
                value: "\(sampleCounts)",
                requirement: "are not negative, and not all zero"
            )
        }
        let weights = sampleCounts.map { Float($0) / Float(total) }
        let ranges = ranges(of: first.count)
        let parts = parallelism.map(ranges.count) { index in
            let range = ranges[index]
            let length = range.count
            var weighted: [Float] = []
            weighted.reserveCapacity(length * gradients.count)
            for (gradient, weight) in zip(gradients, weights) {
                for value in gradient[range] { weighted.append(value * weight) }
            }
            return [Float](unsafeUninitializedCapacity: length) { part, initialized in
                weighted.withUnsafeBufferPointer { weighted in
                    guard let sum = part.baseAddress, let first = weighted.baseAddress else {
                        return
                    }
                    let sources = gradients.indices.map { first + $0 * length }
                    Rows.forEach(length) { place, lanes in
                        sum.store(GradientTree.total(sources, place, lanes), place, lanes)
                    }
                }
                initialized = length
            }
        }
        return parts.flatMap { $0 }
    }

    /// The factor that brings a gradient's Euclidean norm, which is added up in double precision, down
    /// to `limit`; 1 if it is not above it.
    ///
    /// - Throws: ``ForecastingError/empty(what:)``.
    public static func clippingFactor(
        of gradient: [Float],
        limit: Double,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Float {
        guard !gradient.isEmpty else { throw .empty(what: "gradient to clip") }
        let ranges = ranges(of: gradient.count)
        let squares = parallelism.map(ranges.count) { index in
            gradient[ranges[index]].reduce(0.0) { $0 + Double($1) * Double($1) }
        }
        return clippingFactor(squares: squares.reduce(0, +), limit: limit)
    }

    static func clippingFactor(squares: Double, limit: Double) -> Float {
        let norm = squares.squareRoot()
        return norm > limit ? Float(limit / norm) : 1
    }

    static func ranges(of count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: rangeLength).map { $0..<min(count, $0 + rangeLength) }
    }
}
