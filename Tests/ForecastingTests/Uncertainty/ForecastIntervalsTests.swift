import DataParallel
import Testing

@testable import Forecasting

@Suite struct ForecastIntervalsTests {
    /// Waves, the errors around which are independent and evenly spread: every quantile is known.
    private static func table(rows: Int, channels: Int = 4, noise: Double = 1) throws
        -> SeriesTable
    {
        try SyntheticSeries.waves(
            rows: rows,
            channels: channels,
            noise: noise,
            trend: 0,
            level: 5,
            seed: 17
        )
    }

    /// The share of values that intervals hold, over many origins that no fit and no calibration saw.
    private static func coverage(
        _ fitted: any FittedForecaster,
        _ table: SeriesTable,
        from first: Int
    ) throws -> Double {
        var (held, all) = (0, 0)
        for origin in stride(from: first, through: table.count - fitted.horizon, by: 4) {
            let forecast = try ForecastIntervals(
                fitted,
                table,
                origin: origin,
                coverages: [0.8],
                calibrationWindows: 100,
                on: .sequential
            )
            let interval = try #require(forecast.intervals.first)
            for channel in 0..<table.channelCount {
                for step in 0..<fitted.horizon {
                    let place = channel * fitted.horizon + step
                    let value = table[channel, origin + step]
                    all += 1
                    if (interval.lower[place]...interval.upper[place]).contains(value) { held += 1 }
                }
            }
        }
        #expect(all > 1_000)
        return Double(held) / Double(all)
    }

    @Test func conformalIntervalsHoldWhatTheyPromise() throws {
        let table = try Self.table(rows: 1_200)
        let fitted = try ForecasterCatalog.forecaster("nlinear-ridge", inputLength: 24, horizon: 4)
            .fit(TrainingData(table, train: 0..<600), on: .sequential)
        #expect(0.75...0.85 ~= (try Self.coverage(fitted, table, from: 720)))
    }

    @Test func quantilesOfANetworkHoldWhatTheyPromise() throws {
        let table = try Self.table(rows: 1_200)
        let fitted = try ForecasterCatalog.forecaster(
            "nlinear",
            inputLength: 24,
            horizon: 4,
            settings: [
                "loss": "quantile:0.1,0.5,0.9", "steps": "400", "batch-size": "64",
                "learning-rate": "0.01",
            ],
            seed: 1
        ).fit(TrainingData(table, train: 0..<900), on: .sequential)
        #expect(0.75...0.85 ~= (try Self.coverage(fitted, table, from: 904)))
    }

    @Test func quantilesOfAClassicalModelHoldWhatTheyPromise() throws {
        let table = try Self.table(rows: 1_200)
        let fitted = try ForecasterCatalog.forecaster(
            "ar",
            inputLength: 24,
            horizon: 4,
            settings: ["levels": "0.1,0.9", "order": "24"]
        ).fit(TrainingData(table, train: 0..<900), on: .sequential)
        #expect(0.75...0.85 ~= (try Self.coverage(fitted, table, from: 904)))
    }

    @Test func eachCoverageTakesTheFirstMethodThereIs() throws {
        let table = try Self.table(rows: 120)
        func methods(
            _ settings: [String: String],
            samples: Int?
        ) throws -> [ForecastIntervals.Method] {
            let few = ["hidden": "8", "steps": "2", "batch-size": "8"]
            let fitted = try ForecasterCatalog.forecaster(
                "mlp",
                inputLength: 12,
                horizon: 3,
                settings: settings.merging(few) { $1 }
            ).fit(TrainingData(table), on: .sequential)
            let forecast = try ForecastIntervals(
                fitted,
                table,
                origin: 120,
                coverages: [0.8, 0.9],
                samples: samples,
                calibrationWindows: 40,
                on: .sequential
            )
            for interval in forecast.intervals {
                #expect(zip(interval.lower, interval.upper).allSatisfy { $0 <= $1 })
            }
            #expect(forecast.intervals.map(\.coverage) == [0.8, 0.9])
            return forecast.intervals.map(\.method)
        }
        let conformal = ForecastIntervals.Method.conformal(windows: 40)
        #expect(try methods([:], samples: nil) == [conformal, conformal])
        #expect(try methods([:], samples: 9) == [conformal, conformal])
        let sampled = ForecastIntervals.Method.monteCarlo(samples: 9)
        #expect(try methods(["dropout": "0.5"], samples: 9) == [sampled, sampled])
        #expect(try methods(["dropout": "0.5"], samples: nil) == [conformal, conformal])
        let quantiles = ["loss": "quantile:0.1,0.5,0.9", "dropout": "0.5"]
        #expect(try methods(quantiles, samples: 9) == [.quantiles, conformal])
    }

    @Test func conformalEndsAreTheErrorsOfTheForecastsBefore() throws {
        let table = try Self.table(rows: 60, channels: 2)
        let fitted = try NaiveForecaster(horizon: 2).fit(TrainingData(table), on: .sequential)
        let forecast = try ForecastIntervals(
            fitted,
            table,
            origin: 50,
            coverages: [0.8],
            calibrationWindows: 9,
            on: .sequential
        )
        #expect(forecast.calibration == 40..<50)
        for channel in 0..<2 {
            for step in 0..<2 {
                let errors = (40...48).map {
                    abs(table[channel, $0 + step] - table[channel, $0 - 1])
                }
                // The eighth of nine: 10 times 0.8.
                let width = errors.sorted()[7]
                let place = channel * 2 + step
                let point = table[channel, 49]
                #expect(forecast.points[place] == point)
                #expect(forecast.intervals[0].lower[place] == point - width)
                #expect(forecast.intervals[0].upper[place] == point + width)
            }
        }
        // What comes later does not matter.
        let other = try SyntheticSeries.changed(table, from: 50, by: 9)
        let same = try ForecastIntervals(
            fitted,
            other,
            origin: 50,
            coverages: [0.8],
            calibrationWindows: 9,
            on: .sequential
        )
        #expect(same == forecast)
    }

    @Test(arguments: [1, 2, 3, 8])
    func threadsChangeNothing(threads: Int) throws {
        let table = try Self.table(rows: 150)
        let fitted = try ForecasterCatalog.forecaster(
            "mlp",
            inputLength: 12,
            horizon: 3,
            settings: ["hidden": "16", "steps": "3", "dropout": "0.3"]
        ).fit(TrainingData(table), on: .sequential)
        func forecast(_ samples: Int?, _ parallelism: Parallelism) throws -> ForecastIntervals {
            try ForecastIntervals(
                fitted,
                table,
                origin: 150,
                coverages: [0.8, 0.95],
                samples: samples,
                seed: 4,
                on: parallelism
            )
        }
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        for samples in [nil, 20] {
            #expect(try forecast(samples, pool) == forecast(samples, .sequential))
        }
    }

    @Test func tooFewRowsAreAnError() throws {
        let table = try Self.table(rows: 30)
        let fitted = try NaiveForecaster(horizon: 4).fit(TrainingData(table), on: .sequential)
        func forecast(origin: Int, _ coverage: Double, windows: Int = 100) throws {
            _ = try ForecastIntervals(
                fitted,
                table,
                origin: origin,
                coverages: [coverage],
                calibrationWindows: windows,
                on: .sequential
            )
        }
        #expect(
            throws: ForecastingError.tooShort(
                what: "calibrating intervals of naive",
                needed: 5,
                available: 3
            )
        ) { try forecast(origin: 3, 0.8) }
        #expect(
            throws: ForecastingError.tooShort(
                what: "calibrating a coverage of 0.95",
                needed: 19,
                available: 10
            )
        ) { try forecast(origin: 30, 0.95, windows: 10) }
        #expect(throws: ForecastingError.self) { try forecast(origin: 30, 0.8, windows: 0) }
        #expect(throws: ForecastingError.self) { try forecast(origin: 30, 1) }
    }
}
