import TestSupport
import Testing

@testable import Forecasting

@Suite struct CombinationTests {
    private let members: [[Double]] = [[3], [1], [10], [-2], [4], [5], [2]]

    // scipy 1.17.1 stats.trim_mean for the trimmed means.
    @Test(arguments: [
        (Combination.mean, 23.0 / 7), (.median, 3), (.trimmedMean(fraction: 0), 23.0 / 7),
        (.trimmedMean(fraction: 0.1), 23.0 / 7), (.trimmedMean(fraction: 0.2), 3),
        (.trimmedMean(fraction: 0.45), 3), (.weighted([1, 2, 0.5, 0, -1, 0, 0]), 6),
    ])
    func combines(combination: Combination, expected: Double) throws {
        #expect(try combination.combine(members) == [expected])
    }

    @Test func averagesTheMiddleTwo() throws {
        #expect(try Combination.median.combine([[3], [1], [10], [-2]]) == [2])
        #expect(try Combination.median.combine([[1e308], [1.5e308]]) == [1.25e308])
    }

    @Test(arguments: [
        Combination.mean, .median, .trimmedMean(fraction: 0.3), .weighted([1, 0, 0]),
    ])
    func hasNoValueWhereAMemberHasNone(combination: Combination) throws {
        let combined = try combination.combine([[1, 1], [2, .nan], [3, 3]])
        #expect(!combined[0].isNaN && combined[1].isNaN)
    }

    @Test func combinesForecasts() throws {
        var members: [Forecasts] = []
        for factor in [1.0, 2, 6] {
            var forecasts = Forecasts(
                origins: [5, 6],
                channelCount: 2,
                horizon: 3,
                quantileLevels: [0.5]
            )
            forecasts.points = (0..<12).map { factor * Double($0) }
            forecasts.quantiles = (0..<12).map { -factor * Double($0) }
            members.append(forecasts)
        }
        let median = try Combination.median.combine(members)
        #expect(median == members[1])
        let mean = try Combination.mean.combine(members)
        #expect(mean.points == (0..<12).map { 3 * Double($0) })
        #expect(mean.quantiles == (0..<12).map { -3 * Double($0) })
    }

    @Test func refusesWhatDoesNotFit() throws {
        #expect(throws: ForecastingError.empty(what: "member of the ensemble")) {
            try Combination.mean.combine([[Double]]())
        }
        #expect(throws: ForecastingError.empty(what: "member of the ensemble")) {
            try Combination.mean.combine([Forecasts]())
        }
        #expect(
            throws: ForecastingError.mismatch(what: "values of member 2", expected: 2, found: 1)
        ) {
            try Combination.mean.combine([[1, 2], [1]])
        }
        #expect(
            throws: ForecastingError.mismatch(
                what: "weights of the ensemble",
                expected: 1,
                found: 2
            )
        ) { try Combination.weighted([1, 2]).combine([[1]]) }
        for fraction in [-0.1, 0.5, .nan] {
            #expect(throws: ForecastingError.self) {
                try Combination.trimmedMean(fraction: fraction).combine([[1]])
            }
        }
        #expect(throws: ForecastingError.self) { try Combination.weighted([.nan]).combine([[1]]) }
        let base = Forecasts(origins: [1], channelCount: 1, horizon: 1, quantileLevels: [0.5])
        let others = [
            Forecasts(origins: [2], channelCount: 1, horizon: 1, quantileLevels: [0.5]),
            Forecasts(origins: [1, 2], channelCount: 1, horizon: 1, quantileLevels: [0.5]),
            Forecasts(origins: [1], channelCount: 2, horizon: 1, quantileLevels: [0.5]),
            Forecasts(origins: [1], channelCount: 1, horizon: 2, quantileLevels: [0.5]),
            Forecasts(origins: [1], channelCount: 1, horizon: 1, quantileLevels: [0.4]),
            Forecasts(origins: [1], channelCount: 1, horizon: 1),
        ]
        for other in others {
            #expect(throws: ForecastingError.self) { try Combination.mean.combine([base, other]) }
        }
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(threads: Int) throws {
        var random = SeededRandom(seed: 3)
        let members = (0..<6).map { _ in
            (0..<20_000).map { _ in Double.random(in: -3..<3, using: &random) }
        }
        let parallelism = OperationSchedules.pool(threads)
        for combination in [
            Combination.mean, .trimmedMean(fraction: 0.2), .weighted([1, 2, 3, 4, 5, 6]),
        ] {
            #expect(
                try combination.combine(members, on: parallelism)
                    == combination.combine(members, on: .sequential)
            )
        }
    }
}
