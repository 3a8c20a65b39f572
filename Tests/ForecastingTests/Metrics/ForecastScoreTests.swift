import TestSupport
import Testing

@testable import Forecasting

@Suite struct ForecastScoreTests {
    private let table: SeriesTable
    private let forecasts: Forecasts

    init() throws {
        var random = SeededRandom(seed: 4)
        func numbers(_ count: Int) -> [Double] {
            (0..<count).map { _ in Double.random(in: -1..<1, using: &random) }
        }
        var columns = [numbers(40), numbers(40), numbers(40)]
        columns[1][12] = .nan
        table = try SeriesTable(channels: ["a", "b", "c"], columns: columns)
        var forecasts = Forecasts(
            origins: [10, 14, 38],
            channelCount: 3,
            horizon: 4,
            quantileLevels: [0.1, 0.9]
        )
        forecasts.points = numbers(36)
        for place in 0..<9 {
            let width = numbers(4).map(abs)
            for step in 0..<4 {
                let point = forecasts.points[place * 4 + step]
                forecasts.quantiles[place * 8 + step] = point - width[step]
                forecasts.quantiles[place * 8 + 4 + step] = point + width[step]
            }
        }
        self.forecasts = forecasts
    }

    /// Every pair with a value: origin, channel, step, value.
    private var pairs: [(origin: Int, channel: Int, step: Int, actual: Double)] {
        var pairs: [(Int, Int, Int, Double)] = []
        for (origin, row) in forecasts.origins.enumerated() {
            for channel in 0..<3 {
                for step in 0..<4 where row + step < 40 && !table[channel, row + step].isNaN {
                    pairs.append((origin, channel, step, table[channel, row + step]))
                }
            }
        }
        return pairs
    }

    @Test func averagesOverEverythingOrParts() throws {
        #expect(pairs.count == 36 - 6 - 1)
        let scales = [0.5, 1, 2]
        for group in ScoreGroup.allCases {
            let scores = try forecasts.scores(
                .meanAbsoluteScaledError(scales: scales),
                against: table,
                by: group
            )
            let count = [ScoreGroup.all: 1, .origin: 3, .channel: 3, .step: 4][group]
            #expect(scores.count == count)
            for (member, score) in scores.enumerated() {
                let errors = pairs.filter { pair in
                    switch group {
                    case .all: true
                    case .origin: pair.origin == member
                    case .channel: pair.channel == member
                    case .step: pair.step == member
                    }
                }.map { pair in
                    let point = Array(forecasts.point(origin: pair.origin, channel: pair.channel))
                    return abs(pair.actual - point[pair.step]) / scales[pair.channel]
                }
                #expect(abs(score - errors.reduce(0, +) / Double(errors.count)) < 1e-14)
            }
        }
    }

    @Test func scoresQuantiles() throws {
        var loss = 0.0
        var inside = 0.0
        for pair in pairs {
            let ends = (0..<2).map { level in
                Array(forecasts.quantile(origin: pair.origin, channel: pair.channel, level: level))[
                    pair.step
                ]
            }
            for (level, end) in zip([0.1, 0.9], ends) {
                loss += max(level * (pair.actual - end), (level - 1) * (pair.actual - end)) / 2
            }
            if ends[0] <= pair.actual, pair.actual <= ends[1] { inside += 1 }
        }
        let count = Double(pairs.count)
        #expect(abs(try forecasts.quantileLoss(against: table) - loss / count) < 1e-14)
        #expect(try forecasts.coverage(from: 0.1, to: 0.9, against: table) == inside / count)
        #expect(0 < inside && inside < count)
    }

    @Test func countsEndsAsInside() throws {
        let actual = [1, 2, 3, 4, .nan]
        let lower = [1, 0, 3.5, 0, .nan]
        let upper = [2, 2, 5, 3, .nan]
        #expect(try IntervalCoverage.score(actual, lower: lower, upper: upper) == 0.5)
        #expect(try IntervalCoverage.score([1], lower: [.nan], upper: [2]).isNaN)
        #expect(throws: ForecastingError.mismatch(what: "upper ends", expected: 1, found: 0)) {
            try IntervalCoverage.score([1], lower: [1], upper: [])
        }
        #expect(throws: ForecastingError.empty(what: "value and its interval")) {
            try IntervalCoverage.score([.nan], lower: [1], upper: [2])
        }
    }

    @Test func marksMembersWithoutPairs() throws {
        let late = Forecasts(origins: [39], channelCount: 3, horizon: 2)
        let scores = try late.scores(.meanSquaredError, against: table, by: .step)
        #expect(!scores[0].isNaN && scores[1].isNaN)
        let behind = Forecasts(origins: [40], channelCount: 3, horizon: 2)
        #expect(throws: ForecastingError.empty(what: "pair of a value and its forecast")) {
            try behind.score(.meanSquaredError, against: table)
        }
    }

    @Test func refusesWhatDoesNotFit() throws {
        #expect(throws: ForecastingError.self) {
            try Forecasts(origins: [1], channelCount: 2, horizon: 1)
                .score(.meanSquaredError, against: table)
        }
        #expect(throws: ForecastingError.empty(what: "forecast to score")) {
            try Forecasts(origins: [], channelCount: 3, horizon: 1)
                .score(.meanSquaredError, against: table)
        }
        #expect(throws: ForecastingError.self) {
            try Forecasts(origins: [-1], channelCount: 3, horizon: 1)
                .score(.meanSquaredError, against: table)
        }
        var broken = forecasts
        broken.quantiles.removeLast()
        let error = ForecastingError.mismatch(
            what: "quantiles of the forecasts",
            expected: 72,
            found: 71
        )
        #expect(throws: error) { try broken.score(.meanSquaredError, against: table) }
        #expect(throws: ForecastingError.empty(what: "quantile level of the forecasts")) {
            try Forecasts(origins: [1], channelCount: 3, horizon: 1).quantileLoss(against: table)
        }
        #expect(throws: ForecastingError.self) {
            try forecasts.coverage(from: 0.1, to: 0.8, against: table)
        }
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(threads: Int) throws {
        let parallelism = OperationSchedules.pool(threads)
        for group in ScoreGroup.allCases {
            let expected = try forecasts.scores(
                .rootMeanSquaredError,
                against: table,
                by: group,
                on: .sequential
            )
            let scores = try forecasts.scores(
                .rootMeanSquaredError,
                against: table,
                by: group,
                on: parallelism
            )
            #expect(bitPatterns(scores) == bitPatterns(expected))
        }
        #expect(
            try forecasts.quantileLoss(against: table, on: parallelism)
                == forecasts.quantileLoss(against: table, on: .sequential)
        )
    }
}
