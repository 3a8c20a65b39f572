import DataParallel
import Forecasting
import Testing

@Suite struct BlockedForecastsTests {
    private let blocks = BlockedKFold(folds: 3, purge: 2)

    private static func models(inputLength: Int = 6, horizon: Int = 3) throws -> [any Forecaster] {
        var training = TrainingSettings()
        training.length = .steps(4)
        training.batchSize = 40
        training.loss = .mase(seasonLength: 4)
        var models: [any Forecaster] = [
            NaiveForecaster(horizon: horizon, quantileLevels: [0.5, 0.9]),
            AutoregressiveForecaster(horizon: horizon, order: 3),
            AutoregressiveForecaster(horizon: horizon, maximumOrder: 5),
        ]
        for architecture in [Architecture.nlinear, .rlinear, .tsMixer()] {
            models.append(
                NetworkForecaster(
                    architecture,
                    inputLength: inputLength,
                    horizon: horizon,
                    training: training
                )
            )
        }
        for form in RidgeForecaster.Form.allCases {
            models.append(
                try RidgeForecaster(form, inputLength: inputLength, horizon: horizon)
            )
        }
        return models
    }

    @Test func windowsByHand() throws {
        let plan = try BlockedForecasts(blocks, horizon: 4, step: 3, inputLength: 5)
            .plan(count: 30)
        #expect(plan.fits.map(\.segments) == [[12..<30], [0..<8, 22..<30], [0..<18]])
        #expect(plan.fits.map(\.train) == [12..<30, 0..<8, 0..<18])
        #expect(plan.fits.allSatisfy { $0.validation == nil })
        #expect(plan.windows.map(\.fit) == [0, 1, 1, 1, 2, 2, 2])
        #expect(
            plan.windows.map(\.test)
                == [5..<9, 10..<14, 13..<17, 16..<20, 20..<24, 23..<27, 26..<30]
        )
        let whole = try BlockedForecasts(blocks, horizon: 4).plan(count: 30)
        #expect(whole.windows.map(\.test.lowerBound) == [1, 5, 10, 14, 20, 24])
    }

    @Test func theModelSeesNothingElse() throws {
        let table = try SeriesTable(channels: ["a"], columns: [(1...30).map(Double.init)])
        let result = try CrossValidation(blocks, horizon: 2, step: 4, inputLength: 3)
            .run([SeeingForecaster()], on: table)
        let seen = try result.models[0].windows.map { try $0.get().forecasts.points[0] }
        // The sums of the rows that had values: 13...30 twice, 1...8 and 23...30 three times, 1...18.
        let sums: [Double] = [387, 36 + 212, 171]
        #expect(seen == result.plan.windows.map { sums[$0.fit] })
    }

    @Test func equalsFitsByHand() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 90)
        let models = try Self.models()
        let result = try CrossValidation(blocks, horizon: 3, step: 2, inputLength: 6)
            .run(models, on: table)
        let folds = try blocks.plan(count: 90)
        for (model, outcomes) in zip(models, result.models) {
            #expect(outcomes.failureCount == 0)
            for (fit, fold) in folds.enumerated() {
                let fitted = try model.fit(TrainingData(table, segments: fold.train))
                let places = result.plan.windows.indices.filter {
                    result.plan.windows[$0].fit == fit
                }
                let origins = places.map { result.plan.windows[$0].test.lowerBound }
                let forecasts = try fitted.predict(table, origins: origins)
                let found = try places.flatMap { try outcomes.windows[$0].get().forecasts.points }
                #expect(found == forecasts.points, "\(model.name)")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let table = try MadeUpSeries.table(.walk, channels: 3, count: 90)
        let validation = CrossValidation(blocks, horizon: 3, inputLength: 6)
        let models = try Self.models()
        let alone = try validation.run(models, on: table, parallelism: .sequential)
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        #expect(try validation.run(models, on: table, parallelism: pool) == alone)
    }

    /// What is tested and what is purged may be anything: the fit has the same bits.
    @Test func learnsNothingFromTestOrPurgedRows() throws {
        let columns = MadeUpSeries.columns(.waves, channels: 2, count: 90, seed: 4)
        let table = try SeriesTable(channels: ["a", "b"], columns: columns)
        for fold in try blocks.plan(count: 90) {
            var changed = columns
            let learned = Set(fold.train.flatMap { Array($0) })
            for row in 0..<90 where !learned.contains(row) {
                for channel in 0..<2 { changed[channel][row] = row % 2 == 0 ? 1e30 : -1e29 }
            }
            let other = try SeriesTable(channels: ["a", "b"], columns: changed)
            for row in learned {
                for channel in 0..<2 { changed[channel][row] += 0.25 * Double(row % 7) }
            }
            let taught = try SeriesTable(channels: ["a", "b"], columns: changed)
            for model in try Self.models() {
                let fits = try [table, other, taught].map {
                    try model.fit(TrainingData($0, segments: fold.train)).record()
                }
                #expect(fits[0] == fits[1], "\(model.name)")
                #expect(fits[0] != fits[2], "\(model.name)")
            }
        }
    }

    @Test func aWindowWithoutAStateToFollowHasNoForecast() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 90)
        let result = try CrossValidation(blocks, horizon: 3).run(
            [ThetaForecaster(horizon: 3), ETSForecaster(horizon: 3)],
            on: table
        )
        // The first block lies before all that is learned from.
        for model in result.models {
            for (window, outcome) in zip(result.plan.windows, model.windows) {
                if window.fit == 0 {
                    #expect(throws: ForecastingError.self) { try outcome.get() }
                } else {
                    #expect(try outcome.get().errors.count == 3)
                }
            }
        }
    }

    @Test func refusesWhatMakesNoWindows() throws {
        for scheme in [
            BlockedForecasts(blocks, horizon: 0), BlockedForecasts(blocks, horizon: 2, step: 0),
            BlockedForecasts(blocks, horizon: 2, inputLength: 0),
            BlockedForecasts(blocks, horizon: .max),
        ] {
            #expect(throws: ForecastingError.self) { try scheme.plan(count: 30) }
        }
        #expect(
            throws: ForecastingError.tooShort(what: "a window of fold 1", needed: 11, available: 10)
        ) { try BlockedForecasts(blocks, horizon: 3, inputLength: 8).plan(count: 30) }
        #expect(
            throws: ForecastingError.tooShort(what: "a window of fold 1", needed: 12, available: 11)
        ) { try BlockedForecasts(blocks, horizon: 11).plan(count: 32) }
    }

    @Test func refusesPlansThatDoNotFit() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 20)
        let fit = CrossValidationPlan.Fit(segments: [0..<10])
        let windows: [CrossValidationPlan.Window] = [
            .init(fit: 1, test: 10..<12), .init(fit: -1, test: 10..<12),
            .init(fit: 0, test: 10..<13), .init(fit: 0, test: 19..<21),
            .init(fit: 0, test: -1..<1),
        ]
        for window in windows {
            let scheme = GivenPlan(plan: CrossValidationPlan(fits: [fit], windows: [window]))
            #expect(throws: ForecastingError.self) {
                try CrossValidation(scheme).run([NaiveForecaster(horizon: 2)], on: table)
            }
        }
        #expect(throws: ForecastingError.empty(what: "window to validate on")) {
            try CrossValidation(GivenPlan(plan: CrossValidationPlan(fits: [fit], windows: [])))
                .run([NaiveForecaster(horizon: 2)], on: table)
        }
        // Windows in any order keep their places; a fit that cannot be made costs no other.
        let plan = CrossValidationPlan(
            fits: [fit, CrossValidationPlan.Fit(segments: [15..<21])],
            windows: [
                .init(fit: 1, test: 16..<18), .init(fit: 0, test: 12..<14),
                .init(fit: 1, test: 18..<20), .init(fit: 0, test: 10..<12),
            ]
        )
        let result = try CrossValidation(GivenPlan(plan: plan))
            .run([NaiveForecaster(horizon: 2)], on: table)
        let windowsFound = result.models[0].windows
        #expect(throws: ForecastingError.self) { try windowsFound[0].get() }
        #expect(throws: ForecastingError.self) { try windowsFound[2].get() }
        #expect(try windowsFound[1].get().forecasts.origins == [12])
        #expect(try windowsFound[3].get().forecasts.origins == [10])
    }

    private struct GivenPlan: CrossValidationScheme {
        var plan: CrossValidationPlan
        var horizon: Int { 2 }
        func plan(count: Int) -> CrossValidationPlan { plan }
    }

    /// Forecasts the sum of the values that it finds in the whole table of its fit.
    private struct SeeingForecaster: Forecaster {
        var name: String { "seeing" }
        var horizon: Int { 2 }

        func fit(
            _ data: TrainingData,
            on parallelism: Parallelism
        ) throws(ForecastingError) -> any FittedForecaster {
            let values = data.table.values.filter { !$0.isNaN }
            let sums = try SeriesTable(
                channels: ["sum"],
                columns: [[values.reduce(0, +), values.reduce(0, +)]]
            )
            let fitted = try NaiveForecaster(horizon: 2).fit(TrainingData(sums), on: parallelism)
            return Fitted(points: try fitted.predict(sums, origins: [2], on: parallelism).points)
        }

        private struct Fitted: FittedForecaster {
            let points: [Double]
            var name: String { "seeing" }
            var horizon: Int { 2 }
            var inputLength: Int { 1 }
            var channelCount: Int { 1 }

            func predict(
                _ table: SeriesTable,
                origins: [Int],
                on parallelism: Parallelism
            ) throws(ForecastingError) -> Forecasts {
                var forecasts = Forecasts(origins: origins, channelCount: 1, horizon: 2)
                forecasts.points = origins.flatMap { _ in points }
                return forecasts
            }

            func record() -> ModelRecord { ModelRecord(name: name, settings: [:], arrays: [:]) }
        }
    }
}
