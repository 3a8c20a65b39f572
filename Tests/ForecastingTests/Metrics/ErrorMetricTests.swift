import TestSupport
import Testing

@testable import Forecasting

@Suite struct ErrorMetricTests {
    // numpy 2.4.6, default_rng(3): y = normal(50, 10), f = y + normal(0, 4), both rounded to 2 places.
    private let actual = [
        70.41, 24.44, 54.18, 44.32, 45.47, 47.84, 29.8, 47.68, 41.35, 83.23, 52.26, 46.47,
    ]
    private let forecast = [
        69.28, 21.77, 49.96, 42.76, 47.4, 46.89, 33.63, 46.88, 41.45, 89.41, 54.44, 44.45,
    ]
    private let history = [
        48.17, 55.41, 69.35, 47.3, 47.56, 60.02, 41.14, 47.08, 58.83, 55.8, 50.92, 56.7, 21.72,
        60.21, 40.4, 33.31, 52.76, 57.01, 45.55, 39.24,
    ]

    // sklearn.metrics 1.9.1 mean_squared_error, mean_absolute_error, mean_absolute_percentage_error,
    // mean_pinball_loss; sMAPE and the root with numpy.
    @Test(arguments: [
        (ErrorMetric.meanSquaredError, 7.9682749999999904),
        (.meanAbsoluteError, 2.297499999999999),
        (.rootMeanSquaredError, 2.8228133129911357),
        (.meanAbsolutePercentageError, 0.05065353091939029),
        (.symmetricMeanAbsolutePercentageError, 0.050601864974982015),
        (.quantileLoss(level: 0.1), 1.1777499999999999),
        (.quantileLoss(level: 0.9), 1.1197499999999996),
    ])
    func measuresLikeOthers(metric: ErrorMetric, expected: Double) throws {
        let score = try metric.score(actual, forecast)
        #expect(abs(score - expected) < 1e-13)
    }

    // numpy: mean(abs(y - f)) / mean(abs(h[m:] - h[:-m])).
    @Test(arguments: [(1, 0.17598266478532545), (4, 0.1941993766178878)])
    func scalesByTheSeasonalNaiveError(season: Int, expected: Double) throws {
        let table = try SeriesTable(channels: ["h"], columns: [history + [1000, 0]])
        let scales = try SeasonalNaive.errors(table, train: 0..<20, season: season)
        let score = try ErrorMetric.meanAbsoluteScaledError(scales: scales).score(actual, forecast)
        #expect(abs(score - expected) < 1e-14)
    }

    @Test func hasNamesForTables() {
        let metrics: [ErrorMetric] = [
            .meanSquaredError, .meanAbsoluteError, .rootMeanSquaredError,
            .meanAbsolutePercentageError, .symmetricMeanAbsolutePercentageError,
            .meanAbsoluteScaledError(scales: [1]), .quantileLoss(level: 0.25),
        ]
        let names = ["mse", "mae", "rmse", "mape", "smape", "mase", "quantile_loss_0.25"]
        #expect(metrics.map(\.name) == names)
    }

    @Test func leavesMissingValuesOut() throws {
        for metric in [
            ErrorMetric.meanSquaredError, .rootMeanSquaredError, .quantileLoss(level: 0.3),
        ] {
            let whole = try metric.score(actual, forecast)
            let more = try metric.score(actual + [.nan, .nan], forecast + [3, .nan])
            #expect(whole == more)
            #expect(try metric.score(actual + [1], forecast + [.nan]).isNaN)
        }
    }

    @Test func hasRulesForZeros() throws {
        let percentage = ErrorMetric.meanAbsolutePercentageError
        #expect(try percentage.score([0, 2], [5, 3]) == 0.5)
        #expect(throws: ForecastingError.self) { try percentage.score([0], [5]) }
        let symmetric = ErrorMetric.symmetricMeanAbsolutePercentageError
        #expect(try symmetric.score([0, 2, 0], [0, 2, 3]) == 2.0 / 3)
    }

    @Test func refusesWhatDoesNotFit() throws {
        let metric = ErrorMetric.meanAbsoluteError
        #expect(throws: ForecastingError.mismatch(what: "forecasts", expected: 2, found: 1)) {
            try metric.score([1, 2], [1])
        }
        #expect(throws: ForecastingError.empty(what: "pair of a value and its forecast")) {
            try metric.score([], [])
        }
        #expect(throws: ForecastingError.empty(what: "pair of a value and its forecast")) {
            try metric.score([.nan], [1])
        }
        for level in [0, 1, -0.1, .nan] {
            #expect(throws: ForecastingError.self) {
                try ErrorMetric.quantileLoss(level: level).score([1], [1])
            }
        }
        #expect(throws: ForecastingError.self) {
            try ErrorMetric.meanAbsoluteScaledError(scales: [0]).score([1], [1])
        }
        #expect(throws: ForecastingError.self) {
            try ErrorMetric.meanAbsoluteScaledError(scales: [1, 1]).score([1], [1])
        }
    }

    @Test func refusesScalesThatMeanNothing() throws {
        let table = try SeriesTable(
            channels: ["flat", "rare"],
            columns: [[2, 2, 2, 2], [1, .nan, 3, .nan]]
        )
        #expect(throws: ForecastingError.self) { try SeasonalNaive.errors(table, season: 2) }
        #expect(throws: ForecastingError.self) { try SeasonalNaive.errors(table, season: 0) }
        #expect(throws: ForecastingError.self) { try SeasonalNaive.errors(table, train: 0..<5) }
        #expect(
            throws: ForecastingError.tooShort(
                what: "the error of repeating 4 rows",
                needed: 5,
                available: 4
            )
        ) { try SeasonalNaive.errors(table, season: 4) }
        let rare = try SeriesTable(channels: ["rare"], columns: [[1, .nan, 3, .nan]])
        #expect(throws: ForecastingError.empty(what: "pair of values of rare, 1 rows apart")) {
            try SeasonalNaive.errors(rare)
        }
        #expect(try SeasonalNaive.errors(rare, season: 2) == [2])
    }

    @Test(arguments: OperationSchedules.threadCounts)
    func hasTheSameBitsOnAnyThreads(threads: Int) throws {
        var random = SeededRandom(seed: 2)
        let actual = (0..<20_000).map { _ in Double.random(in: -3..<3, using: &random) }
        let forecast = (0..<20_000).map { _ in Double.random(in: -3..<3, using: &random) }
        for metric in [
            ErrorMetric.meanSquaredError, .meanAbsolutePercentageError, .quantileLoss(level: 0.7),
        ] {
            let expected = try metric.score(actual, forecast, on: .sequential)
            #expect(
                try metric.score(actual, forecast, on: OperationSchedules.pool(threads)) == expected
            )
            let plain = zip(actual, forecast).compactMap { metric.term($0, $1, channel: 0) }
            let mean = plain.reduce(0, +) / Double(plain.count)
            #expect(abs(expected - mean) < 1e-11 * mean)
        }
    }
}
