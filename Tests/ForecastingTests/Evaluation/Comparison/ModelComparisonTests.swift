import ConcurrencyTestSupport
import DataParallel
import Forecasting
import TestSupport
import Testing

@Suite struct ModelComparisonTests {
    /// Keeps what is handed on.
    private final class Sink: Sendable {
        private let parts = Locked<[ScoredForecasts]>([])
        func add(_ part: ScoredForecasts) { parts.withLock { $0.append(part) } }
        /// The forecasts of a model: window and forecast, as they came.
        func windows(of model: Int) -> [(window: Int, points: [Double], quantiles: [Double])] {
            parts.withLock { $0 }.filter { $0.model == model }.flatMap { part in
                part.windows.indices.map { place in
                    let size = part.forecasts.points.count / part.windows.count
                    let bounds = part.forecasts.quantiles.count / part.windows.count
                    return (
                        part.windows[place],
                        Array(part.forecasts.points[(place * size)..<((place + 1) * size)]),
                        Array(part.forecasts.quantiles[(place * bounds)..<((place + 1) * bounds)])
                    )
                }
            }
        }
    }

    private func models(horizon: Int) throws -> [any Forecaster] {
        try [
            SeasonalNaiveForecaster(horizon: horizon, seasonLength: 3),
            RidgeForecaster(.nlinear, inputLength: 8, horizon: horizon),
            RidgeForecaster(.rlinear, inputLength: 8, horizon: horizon),
        ]
    }

    /// The measures of the metrics that score whole forecasts.
    @Test func measuresAreThoseOfTheMetrics() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 120)
        let scheme = RollingOrigin(windows: 7, horizon: 3, step: 4, refit: .never)
        let models = try models(horizon: 3)
        let result = try ModelComparison(scheme, season: 3).run(models, on: table)
        let kept = try CrossValidation(scheme).run(models, on: table)
        let scales = try SeasonalNaive.errors(table, train: result.plan.fits[0].train, season: 3)
        for (model, other) in zip(result.models, kept.models) {
            #expect(model.windowCount == 7)
            var forecasts = Forecasts(
                origins: result.plan.windows.map(\.test.lowerBound),
                channelCount: 2,
                horizon: 3
            )
            forecasts.points = try other.windows.flatMap { try $0.get().forecasts.points }
            let total = model.total
            let pairs: [(Double, ErrorMetric)] = [
                (total.meanSquaredError, .meanSquaredError),
                (total.meanAbsoluteError, .meanAbsoluteError),
                (total.rootMeanSquaredError, .rootMeanSquaredError),
                (
                    total.symmetricMeanAbsolutePercentageError,
                    .symmetricMeanAbsolutePercentageError
                ),
                (total.meanAbsoluteScaledError, .meanAbsoluteScaledError(scales: scales)),
            ]
            for (found, metric) in pairs {
                let expected = try forecasts.score(metric, against: table)
                #expect(abs(found - expected) <= 1e-12 * expected, "\(model.name) \(metric.name)")
            }
        }
    }

    /// Windows of one step; the naive errors of 1, 2, 4, 8, 16, 32 and 64 are 1, 2, 4, 8, 16 and 32, and with
    /// four of them an interval of 80 % is as wide as the greatest.
    @Test func intervalsByHand() throws {
        let table = try SeriesTable(channels: ["a"], columns: [[1, 2, 4, 8, 16, 32, 64]])
        let sink = Sink()
        let result = try ModelComparison(RollingOrigin(windows: 6, horizon: 1)).run(
            [NaiveForecaster(horizon: 1)],
            on: table,
            forecast: sink.add
        )
        let windows = sink.windows(of: 0)
        #expect(windows.map(\.window) == [0, 1, 2, 3, 4, 5])
        #expect(windows.map(\.points) == [[1], [2], [4], [8], [16], [32]])
        #expect(windows[..<4].allSatisfy { $0.quantiles.allSatisfy(\.isNaN) })
        // Half widths 8 and 16: 8...24 misses 32, and 16...48 misses 64.
        #expect(windows[4].quantiles == [8, 24])
        #expect(windows[5].quantiles == [16, 48])
        let interval = result.models[0].total.intervals[0]
        #expect(interval.coverage == 0)
        #expect(interval.meanWidth == 24)
        // Ends 24 and 48 above the values' 32 and 64 less 0.9 of 8 and 16, and 0.1 of 24 and 48 below.
        let expected = ((0.1 * 24 + 0.9 * 8) / 2 + (0.1 * 48 + 0.9 * 16) / 2) / 2
        #expect(abs(interval.quantileLoss - expected) < 1e-12)
    }

    /// Random walks with normal steps: what the naive forecast's intervals should hold is known.
    @Test(arguments: [CalibrationSource.earlierWindows, .validationRows])
    func intervalsHoldWhatTheySay(_ calibration: CalibrationSource) throws {
        var random = SeededRandom(seed: 3)
        let columns = (0..<4).map { _ in
            var value = 0.0
            return (0..<4_000).map { _ in
                // A sum of uniforms is nearly normal.
                value += (0..<12).reduce(-6.0) { sum, _ in
                    sum + Double.random(in: 0..<1, using: &random)
                }
                return value
            }
        }
        let table = try SeriesTable(channels: ["a", "b", "c", "d"], columns: columns)
        let models: [any Forecaster] = [NaiveForecaster(horizon: 5)]
        let result: ComparisonResult
        switch calibration {
        case .earlierWindows:
            result = try ModelComparison(
                RollingOrigin(windows: 300, horizon: 5, refit: .never),
                coverages: [0.8, 0.95]
            ).run(models, on: table)
        case .validationRows:
            result = try ModelComparison(
                HeldOutSplit(train: 1_000, validation: 1_500, test: 1_500, horizon: 5),
                coverages: [0.8, 0.95],
                calibration: calibration
            ).run(models, on: table)
        }
        let intervals = result.models[0].total.intervals
        #expect((0.75...0.85).contains(intervals[0].coverage))
        #expect((0.93...0.97).contains(intervals[1].coverage))
        #expect(intervals[0].meanWidth < intervals[1].meanWidth)
    }

    /// No value from an origin on reaches its forecast or its interval, nor those before.
    @Test(arguments: [CalibrationSource.earlierWindows, .validationRows], [1, 5])
    func laterValuesChangeNothing(_ calibration: CalibrationSource, step: Int) throws {
        let table = try MadeUpSeries.table(.walk, channels: 2, count: 100)
        let scheme = RollingOrigin(
            windows: 8,
            horizon: 4,
            step: step,
            refit: .every(3),
            validation: 12
        )
        func windows(_ table: SeriesTable) throws -> [(Int, [Double], [UInt64])] {
            let sink = Sink()
            _ = try ModelComparison(scheme, coverages: [0.5], calibration: calibration).run(
                models(horizon: 4),
                on: table,
                forecast: sink.add
            )
            return sink.windows(of: 1).map {
                ($0.window, $0.points, $0.quantiles.map(\.bitPattern))
            }
        }
        let whole = try windows(table)
        #expect(whole.contains { $0.2.contains { !Double(bitPattern: $0).isNaN } })
        let plan = try scheme.plan(count: 100)
        for (place, window) in plan.windows.enumerated() {
            let changed = try SyntheticSeries.changed(table, from: window.test.lowerBound, by: 5)
            let again = try windows(changed)
            for earlier in 0...place {
                #expect(whole[earlier].1 == again[earlier].1)
                #expect(whole[earlier].2 == again[earlier].2)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 3, count: 200)
        let scheme = RollingOrigin(windows: 12, horizon: 4, step: 3, refit: .every(2))
        func run(_ parallelism: Parallelism) throws -> (ComparisonResult, [[UInt64]]) {
            let sink = Sink()
            let result = try ModelComparison(scheme).run(
                models(horizon: 4),
                on: table,
                parallelism: parallelism,
                forecast: sink.add
            )
            let forecasts = result.models.indices.map { model in
                sink.windows(of: model).flatMap { part in
                    [UInt64(part.window)] + (part.points + part.quantiles).map(\.bitPattern)
                }
            }
            return (result, forecasts)
        }
        let alone = try run(.sequential)
        let shared = try run(Parallelism(pool: ThreadPool(workerCount: threads)))
        #expect(alone.0 == shared.0)
        #expect(alone.1 == shared.1)
    }

    @Test func failuresStayWhereTheyHappen() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 40)
        let models: [any Forecaster] = [
            StubForecaster(name: "window", failingOrigin: 34),
            StubForecaster(name: "longer", horizon: 3),
            NaiveForecaster(horizon: 2),
        ]
        let scheme = RollingOrigin(windows: 4, horizon: 2, refit: .never)
        let result = try ModelComparison(scheme).run(models, on: table)
        #expect(result.models.map(\.windowCount) == [3, 0, 4])
        #expect(result.models[0].failures.map(\.window) == [1])
        #expect(result.models[1].failures.count == 4)
        #expect(result.models[1].total.meanSquaredError.isNaN)
        #expect(!result.isCancelled)
        let common = result.models[0].total(of: result.models[2])
        #expect(common.count == 6)
        #expect(result.models[2].total.count == 8)
    }

    /// What had ended is kept, and the rest is left out.
    @Test func cancellationKeepsWhatHasEnded() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 60)
        let token = CancellationToken()
        let scheme = RollingOrigin(windows: 5, horizon: 2)
        let ended = Locked(0)
        let result = try ModelComparison(scheme).run(
            [NaiveForecaster(horizon: 2)],
            on: table,
            parallelism: Parallelism.sequential.cancelled(by: token),
            forecast: { _ in
                if ended.withLock({ count in
                    count += 1; return count
                }) == 2 {
                    token.cancel()
                }
            }
        )
        #expect(result.isCancelled)
        #expect(result.models[0].windowCount == 2)
        #expect(result.models[0].cancelledCount == 3)
        #expect(result.models[0].failures.isEmpty)
    }

    @Test func refusesWhatMakesNoSense() throws {
        let scheme = RollingOrigin(windows: 5, horizon: 2)
        for coverage in [0, 1, -0.1, .nan] {
            #expect(throws: ForecastingError.self) {
                try ModelComparison(scheme, coverages: [coverage])
            }
        }
        #expect(throws: ForecastingError.self) { try ModelComparison(scheme, season: 0) }
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 60)
        #expect(throws: ForecastingError.empty(what: "model to compare")) {
            try ModelComparison(scheme).run([], on: table)
        }
    }
}
