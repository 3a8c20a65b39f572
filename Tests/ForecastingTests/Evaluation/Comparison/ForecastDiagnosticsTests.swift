import ConcurrencyTestSupport
import DataParallel
import Forecasting
import TestSupport
import Testing

/// What is kept of forecasts, against the forecasts themselves.
@Suite struct ForecastDiagnosticsTests {
    private static let scheme = RollingOrigin(windows: 15, horizon: 4, step: 3, refit: .every(5))

    private struct Outcome {
        let table: SeriesTable
        let result: ComparisonResult
        let diagnostics: ForecastDiagnostics
        let parts: [ScoredForecasts]
    }

    private static func run(_ parallelism: Parallelism = .sequential) throws -> Outcome {
        let table = try MadeUpSeries.table(.waves, channels: 3, count: 160)
        let models: [any Forecaster] = try [
            SeasonalNaiveForecaster(horizon: 4, seasonLength: 3),
            RidgeForecaster(.nlinear, inputLength: 8, horizon: 4),
        ]
        let plan = try scheme.plan(count: table.count)
        let diagnostics = ForecastDiagnostics(
            models: 2,
            table: table,
            plan: plan,
            horizon: 4,
            coverages: 1,
            mostWindows: 4,
            mostChannels: 2
        )
        let parts = Locked<[ScoredForecasts]>([])
        let result = try ModelComparison(scheme, coverages: [0.8]).run(
            models,
            on: table,
            parallelism: parallelism,
            forecast: { part in
                diagnostics.add(part)
                parts.withLock { $0.append(part) }
            }
        )
        return Outcome(
            table: table,
            result: result,
            diagnostics: diagnostics,
            parts: parts.withLock { $0 }
        )
    }

    @Test func sumsAreThoseOfTheForecasts() throws {
        let outcome = try Self.run()
        let table = outcome.table
        for place in 0..<2 {
            let model = outcome.diagnostics.model(place)
            var absolute = Array(repeating: 0.0, count: 4)
            var signed = absolute
            var covered = absolute
            var bounded = absolute
            var first: [[Double]] = [[], []]
            for part in outcome.parts where part.model == place {
                for (index, origin) in part.forecasts.origins.enumerated() {
                    for channel in 0..<3 {
                        let points = Array(part.forecasts.point(origin: index, channel: channel))
                        let ends = (0..<2).map { level in
                            Array(
                                part.forecasts.quantile(
                                    origin: index,
                                    channel: channel,
                                    level: level
                                )
                            )
                        }
                        for step in 0..<4 {
                            let residual = table[channel, origin + step] - points[step]
                            absolute[step] += abs(residual)
                            signed[step] += residual
                            if step == 0, channel < 2 { first[channel].append(residual) }
                            guard ends[0][step].isFinite else { continue }
                            bounded[step] += 1
                            let actual = table[channel, origin + step]
                            if ends[0][step] <= actual, actual <= ends[1][step] {
                                covered[step] += 1
                            }
                        }
                    }
                }
            }
            for step in 0..<4 {
                #expect(model.steps[step].count == 45)
                let found = model.steps[step]
                let mean: Double = absolute[step] / 45
                #expect(abs(found.meanAbsoluteError - mean) < 1e-12)
                let bias: Double = signed[step] / 45
                #expect(abs(found.bias - bias) < 1e-12)
                #expect(bounded[step] > 0)
                let share: Double = covered[step] / bounded[step]
                #expect(found.coverage(0) == share)
            }
            #expect(model.residuals.map(\.firstStep) == first)
            #expect(model.residuals.map(\.sample.count) == [60, 60])
            let errors = outcome.result.models[place].windows.map {
                (try? $0.get())?.meanSquaredError ?? .nan
            }
            let best = try #require(model.best)
            let worst = try #require(model.worst)
            #expect(errors[best.window] == errors.min())
            #expect(errors[worst.window] == errors.max())
        }
    }

    @Test func windowsAreKeptWhole() throws {
        let outcome = try Self.run()
        #expect(outcome.diagnostics.shownWindows == [0, 4, 9, 14])
        #expect(outcome.diagnostics.channels == 0..<2)
        let model = outcome.diagnostics.model(1)
        #expect(model.shown.map(\.window) == [0, 4, 9, 14])
        for shown in model.shown {
            let part = try #require(
                outcome.parts.first { $0.model == 1 && $0.windows.contains(shown.window) }
            )
            let place = try #require(part.windows.firstIndex(of: shown.window))
            for channel in 0..<2 {
                #expect(
                    shown.points[channel]
                        == Array(part.forecasts.point(origin: place, channel: channel))
                )
                let upper = part.forecasts.quantile(origin: place, channel: channel, level: 1)
                #expect(
                    shown.upper[channel].map(\.bitPattern) == upper.map(\.bitPattern)
                )
            }
        }
    }

    /// Whoever hands it the forecasts, whenever.
    @Test(arguments: [2, 3])
    func holdsTheSameAtAnyNumberOfThreads(workers: Int) throws {
        let serial = try Self.run()
        let parallel = try Self.run(Parallelism(pool: ThreadPool(workerCount: workers)))
        for place in 0..<2 {
            let (one, other) = (serial.diagnostics.model(place), parallel.diagnostics.model(place))
            #expect(one.steps == other.steps)
            #expect(one.residuals == other.residuals)
            #expect(one.shown.map(\.points) == other.shown.map(\.points))
            #expect(one.best?.window == other.best?.window)
        }
    }
}
