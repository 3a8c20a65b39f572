import Testing

@testable import Forecasting

@Suite struct MixupTests {
    @Test func mixesAsDrawn() throws {
        let batch = try SampleBatch(values: [1, 2, 10, 20], channelCount: 1, length: 2)
        let partners = try SampleBatch(values: [5, 6, 7, 8, 0, .nan], channelCount: 1, length: 2)
        let mixed = try Mixup.apply(
            [Mixup.Mix(partner: 1, weight: 0.25), Mixup.Mix(partner: 2, weight: 0.5)],
            to: batch,
            partners: partners
        )
        #expect(isClose(mixed.values, [5.5, 6.5, 5, .nan], within: 0))
    }

    // A beta distribution with both parameters a has mean 1/2 and variance 1 / (4 (2 a + 1)).
    @Test(arguments: [0.01, 0.2, 1, 3])
    func drawsWeightsOfTheBetaDistribution(alpha: Double) throws {
        let mixes = try Mixup(alpha: alpha).mixes(
            ids: Array(0..<10_000),
            partnerCount: 7,
            seed: 2
        )
        let weights = mixes.map(\.weight)
        #expect(weights.allSatisfy { 0 <= $0 && $0 <= 1 })
        let mean = weights.reduce(0, +) / 10_000
        let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
        #expect(abs(mean - 0.5) < 0.025)
        #expect(abs(variance * 4 * (2 * alpha + 1) - 1) < 0.06)
        #expect(Set(mixes.map(\.partner)) == Set(0..<7))
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func dependsOnTheSampleAlone(threads: Int) throws {
        let mixup = try Mixup()
        let all = try mixup.mixes(ids: Array(0..<50), partnerCount: 50, seed: 4, on: .sequential)
        let ids = [40, 3, 22]
        let some = try mixup.mixes(
            ids: ids,
            partnerCount: 50,
            seed: 4,
            on: OperationSchedules.pool(threads)
        )
        #expect(some == ids.map { all[$0] })
        let values = (0..<150).map { Double($0 * $0 % 37) }
        let data = try SampleBatch(values: values, channelCount: 3, length: 1)
        let expected = try Mixup.apply(all, to: data, partners: data, on: .sequential)
        #expect(
            try Mixup.apply(all, to: data, partners: data, on: OperationSchedules.pool(threads))
                == expected
        )
    }

    @Test func refusesWhatDoesNotFit() throws {
        for alpha in [0, -1, .infinity, .nan] {
            #expect(throws: ForecastingError.self) { try Mixup(alpha: alpha) }
        }
        #expect(throws: ForecastingError.empty(what: "partner to mix samples with")) {
            try Mixup().mixes(ids: [1], partnerCount: 0, seed: 1)
        }
        let batch = try SampleBatch(values: [1.0, 2], channelCount: 1, length: 2)
        let other = try SampleBatch(values: [1.0, 2], channelCount: 2, length: 1)
        let mix = Mixup.Mix(partner: 0, weight: 1)
        #expect(throws: ForecastingError.mismatch(what: "mixes", expected: 1, found: 0)) {
            try Mixup.apply([], to: batch, partners: batch)
        }
        #expect(throws: ForecastingError.self) {
            try Mixup.apply([mix], to: batch, partners: other)
        }
        #expect(throws: ForecastingError.self) {
            try Mixup.apply([Mixup.Mix(partner: 1, weight: 1)], to: batch, partners: batch)
        }
    }
}
