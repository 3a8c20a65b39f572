import TestSupport
import Testing

@testable import Forecasting

@Suite struct AugmentationTests {
    static let kinds: [Augmentation] = [
        .jitter(standardDeviation: 0.5), .scaling(standardDeviation: 0.1), .timeWarp(),
        .windowSlice(), .movingBlockBootstrap(blockLength: 5),
        .stationaryBootstrap(meanBlockLength: 4),
    ]

    /// Samples of two channels; the first is the time itself.
    private func ramps(_ count: Int, length: Int, ids: [Int]? = nil) throws -> SampleBatch<Double> {
        var values: [Double] = []
        for sample in 0..<count {
            values += (0..<length).map(Double.init)
            values += (0..<length).map { Double(($0 * (7 + (ids?[sample] ?? sample))) % 11) }
        }
        return try SampleBatch(values: values, channelCount: 2, length: length, ids: ids)
    }

    @Test(arguments: kinds, OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(kind: Augmentation, threads: Int) throws {
        let batch = try ramps(40, length: 23)
        let expected = try kind.apply(to: batch, seed: 5, on: .sequential)
        #expect(
            try kind.apply(to: batch, seed: 5, on: OperationSchedules.pool(threads)) == expected
        )
        #expect(expected != batch)
    }

    @Test(arguments: kinds)
    func treatsASampleAlikeInAnyBatch(kind: Augmentation) throws {
        let whole = try kind.apply(to: try ramps(12, length: 20), seed: 1, round: 3)
        let part = try kind.apply(to: try ramps(3, length: 20, ids: [7, 2, 11]), seed: 1, round: 3)
        for (place, id) in part.ids.enumerated() {
            #expect(Array(part.sample(place)) == Array(whole.sample(id)))
        }
    }

    @Test(arguments: kinds)
    func differsBySeedRoundAndSample(kind: Augmentation) throws {
        let batch = try ramps(1, length: 40)
        let base = try kind.apply(to: batch, seed: 1).values
        #expect(try kind.apply(to: batch, seed: 2).values != base)
        #expect(try kind.apply(to: batch, seed: 1, round: 1).values != base)
        let other = try SampleBatch(values: batch.values, channelCount: 2, length: 40, ids: [1])
        #expect(try kind.apply(to: other, seed: 1).values != base)
    }

    @Test func jittersWithNormalNoise() throws {
        let batch = try SampleBatch(
            values: Array(repeating: 3.0, count: 40_000),
            channelCount: 1,
            length: 400
        )
        let noise = try Augmentation.jitter(standardDeviation: 2).apply(to: batch, seed: 9).values
            .map { ($0 - 3) / 2 }
        // Bounds of about five standard errors of a normal sample of 40,000.
        let moments = (1...4).map { power in
            noise.reduce(0) { sum, value in
                sum + (0..<power).reduce(1) { product, _ in product * value }
            } / 40_000
        }
        #expect(abs(moments[0]) < 0.025)
        #expect(abs(moments[1] - 1) < 0.036)
        #expect(abs(moments[2]) < 0.1)
        #expect(abs(moments[3] - 3) < 0.25)
    }

    @Test func scalesChannelsAsAWhole() throws {
        let batch = try ramps(2_000, length: 4)
        let scaled = try Augmentation.scaling(standardDeviation: 0.1).apply(to: batch, seed: 2)
        var factors: [Double] = []
        for sample in 0..<batch.count {
            let values = Array(scaled.sample(sample).prefix(4))
            let factor = values[1]
            #expect(isClose(values, [0, factor, 2 * factor, 3 * factor]))
            factors.append(factor)
        }
        let mean = factors.reduce(0, +) / 2_000
        let variance = factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_000
        #expect(abs(mean - 1) < 0.012 && abs(variance.squareRoot() - 0.1) < 0.008)
    }

    @Test func warpsTimeForwardsOnly() throws {
        let batch = try ramps(50, length: 30)
        let warped = try Augmentation.timeWarp(knots: 3, strength: 1).apply(to: batch, seed: 4)
        for sample in 0..<50 {
            // The first channel is time: what comes out is where the sample was read.
            let times = Array(warped.sample(sample).prefix(30))
            #expect(times[0] == 0 && times[29] == 29)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
            let source = Array(batch.sample(sample).suffix(30))
            let expected = times.map { time in
                let left = min(Int(time), 28)
                return source[left] + (time - Double(left)) * (source[left + 1] - source[left])
            }
            #expect(isClose(Array(warped.sample(sample).suffix(30)), expected))
        }
        let still = try Augmentation.timeWarp(knots: 3, strength: 0).apply(to: batch, seed: 4)
        #expect(isClose(still.values, batch.values, within: 1e-12))
    }

    @Test func stretchesASlice() throws {
        let batch = try ramps(200, length: 21)
        let sliced = try Augmentation.windowSlice(fraction: 0.5).apply(to: batch, seed: 4)
        var starts: Set<Double> = []
        for sample in 0..<200 {
            let times = Array(sliced.sample(sample).prefix(21))
            starts.insert(times[0])
            // 21 / 2 rounds up: 11 values, 10 steps, over 20 steps.
            #expect(isClose(times, (0..<21).map { times[0] + Double($0) / 2 }))
        }
        #expect(starts == Set((0...10).map(Double.init)))
    }

    @Test func keepsMissingValuesInPlace() throws {
        let batch = try SampleBatch(
            values: [1, .nan, 3, 4, 5, 6],
            channelCount: 1,
            length: 6
        )
        let noisy = try Augmentation.jitter(standardDeviation: 1).apply(to: batch, seed: 1)
        #expect(noisy.values.map(\.isNaN) == [false, true, false, false, false, false])
        let whole = try Augmentation.windowSlice(fraction: 1).apply(to: batch, seed: 1)
        #expect(bitPatterns(whole.values) == bitPatterns(batch.values))
    }

    @Test func worksInSinglePrecision() throws {
        let batch = try ramps(3, length: 10)
        let single = try SampleBatch(
            values: batch.values.map { Float($0) },
            channelCount: 2,
            length: 10
        )
        for kind in Self.kinds {
            let expected = try kind.apply(to: batch, seed: 8).values.map { Float($0) }
            #expect(try kind.apply(to: single, seed: 8).values == expected)
        }
    }

    @Test func refusesWhatMakesNoSense() throws {
        let batch = try ramps(1, length: 4)
        for kind in [
            Augmentation.jitter(standardDeviation: -1), .scaling(standardDeviation: .nan),
            .timeWarp(knots: 0), .timeWarp(strength: -1), .timeWarp(strength: .infinity),
            .windowSlice(fraction: 0), .windowSlice(fraction: 1.1),
            .movingBlockBootstrap(blockLength: 0), .movingBlockBootstrap(blockLength: 5),
            .stationaryBootstrap(meanBlockLength: 0.5),
        ] {
            #expect(throws: ForecastingError.self) { try kind.apply(to: batch, seed: 1) }
        }
        let point = try ramps(1, length: 1)
        #expect(
            throws: ForecastingError.tooShort(what: "warping a sample", needed: 2, available: 1)
        ) { try Augmentation.timeWarp().apply(to: point, seed: 1) }
        #expect(throws: ForecastingError.self) {
            try Augmentation.windowSlice().apply(to: point, seed: 1)
        }
        for round in [-1, 1 << 24] {
            #expect(throws: ForecastingError.self) {
                try Augmentation.windowSlice().apply(to: batch, seed: 1, round: round)
            }
        }
    }

    @Test func refusesPartsOfSamples() {
        #expect(throws: ForecastingError.empty(what: "sample in the batch")) {
            try SampleBatch<Float>(values: [], channelCount: 1, length: 1)
        }
        #expect(
            throws: ForecastingError.mismatch(
                what: "values of 2 samples of 1 x 2",
                expected: 4,
                found: 3
            )
        ) { try SampleBatch<Float>(values: [1, 2, 3], channelCount: 1, length: 2) }
        #expect(throws: ForecastingError.self) {
            try SampleBatch<Float>(values: [1, 2], channelCount: 1, length: 1, ids: [1])
        }
        #expect(throws: ForecastingError.self) {
            try SampleBatch<Float>(values: [1, 2], channelCount: 0, length: 1)
        }
    }
}
