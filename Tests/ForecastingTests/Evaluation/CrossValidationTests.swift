import ConcurrencyTestSupport
import DataParallel
import Forecasting
import TestSupport
import Testing

@Suite struct CrossValidationTests {
    private let scheme = RollingOrigin(windows: 3, horizon: 2, step: 2, gap: 1)

    private func table(_ columns: [[Double]]) throws -> SeriesTable {
        try SeriesTable(channels: columns.indices.map { "c\($0)" }, columns: columns)
    }

    /// Rows 1...9: origins 3, 5 and 7, fits on the rows before 2, 4 and 6 with the sums 3, 10 and 21.
    @Test func forecastsAndErrorsByHand() throws {
        let table = try table([(1...9).map(Double.init)])
        let result = try CrossValidation(scheme).run([StubForecaster()], on: table)
        let windows = try result.models[0].windows.map { try $0.get() }
        #expect(windows.map(\.forecasts.origins) == [[3], [5], [7]])
        #expect(windows.map(\.forecasts.points) == [[3, 3], [10, 10], [21, 21]])
        // The tables that models saw ended with their training rows.
        #expect(windows.map(\.forecasts.quantiles) == [[0, 2], [0, 4], [0, 6]])
        // The values are 4, 5; 6, 7; 8, 9.
        #expect(windows.map(\.errors.squared) == [5.0, 25.0, 313.0])
        #expect(windows.map(\.errors.absolute) == [3.0, 7.0, 25.0])
        let errors = result.models[0].errors
        #expect(errors.count == 6)
        #expect(errors.meanSquaredError == 343.0 / 6)
        #expect(errors.meanAbsoluteError == 35.0 / 6)
        #expect(result.models[0].failureCount == 0)
    }

    @Test(arguments: [RollingOrigin.Refit.always, .every(2), .never])
    func oneFitServesSeveralWindows(refit: RollingOrigin.Refit) throws {
        var scheme = scheme
        scheme.refit = refit
        let table = try table([(1...9).map(Double.init), Array(repeating: 0, count: 9)])
        let result = try CrossValidation(scheme).run([StubForecaster()], on: table)
        let sums = try result.models[0].windows.map { try $0.get().forecasts.points }
        let expected: [Double] =
            switch refit {
            case .always: [3, 10, 21]
            case .every: [3, 3, 21]
            case .never: [3, 3, 3]
            }
        #expect(sums == expected.map { Array(repeating: $0, count: 4) })
    }

    /// No value from a cut on reaches what was forecast from it or before it.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func laterValuesChangeNothing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let columns = MadeUpSeries.columns(.walk, channels: 2, count: 80, seed: seed)
        let scheme = RollingOrigin(
            windows: 5,
            horizon: 2,
            step: 3,
            gap: Int.random(in: 0...3, using: &random),
            training: Bool.random(using: &random) ? .expanding : .rolling(length: 40),
            refit: [.always, .every(2), .never][Int.random(in: 0...2, using: &random)]
        )
        var models: [any Forecaster] = [StubForecaster()]
        for form in RidgeForecaster.Form.allCases {
            models.append(try RidgeForecaster(form, inputLength: 5, horizon: 2))
        }
        let whole = try CrossValidation(scheme).run(models, on: table(columns))
        for (window, plan) in whole.plan.windows.enumerated() {
            var changed = columns
            for channel in changed.indices {
                for row in plan.test.lowerBound..<80 {
                    changed[channel][row] = Double.random(in: -1e6...1e6, using: &random)
                }
            }
            let again = try CrossValidation(scheme).run(models, on: table(changed))
            for (model, other) in zip(whole.models, again.models) {
                for place in 0...window {
                    let (a, b) = (model.windows[place], other.windows[place])
                    #expect(try a.get().forecasts == b.get().forecasts)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func doesNotDependOnThreads(threads: Int) throws {
        let table = try MadeUpSeries.table(.waves, channels: 3, count: 150)
        let scheme = RollingOrigin(windows: 6, horizon: 4, step: 5, refit: .every(2))
        let models = try RidgeForecaster.Form.allCases.map {
            try RidgeForecaster($0, inputLength: 12, horizon: 4)
        }
        let alone = try CrossValidation(scheme).run(models, on: table, parallelism: .sequential)
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let shared = try CrossValidation(scheme).run(models, on: table, parallelism: pool)
        #expect(shared == alone)
        #expect(alone.models.allSatisfy { $0.failureCount == 0 })
    }

    @Test func failuresStayWhereTheyHappen() throws {
        let table = try table([(1...9).map(Double.init)])
        let models: [any Forecaster] = [
            StubForecaster(name: "unfit", failingEnd: 4),
            StubForecaster(name: "longer", horizon: 3),
            StubForecaster(name: "sound"),
        ]
        let result = try CrossValidation(scheme).run(models, on: table)
        #expect(result.models.map(\.name) == ["unfit", "longer", "sound"])
        #expect(result.models.map(\.failureCount) == [1, 3, 0])
        #expect(result.models[0].windows[1] == .failure(.cancelled))
        #expect(
            result.models[1].windows[0]
                == .failure(.mismatch(what: "horizon of longer", expected: 2, found: 3))
        )
        #expect(result.models[0].errors.count == 4)
        #expect(result.models[1].errors.meanSquaredError.isNaN)
    }

    @Test func aWindowThatCannotBeForecastCostsNoOther() throws {
        var scheme = scheme
        scheme.refit = .never
        let table = try table([(1...9).map(Double.init)])
        let result = try CrossValidation(scheme).run(
            [StubForecaster(failingOrigin: 5)],
            on: table
        )
        let windows = result.models[0].windows
        #expect(windows[1] == .failure(.missingValue(channel: "a", time: 5)))
        #expect(try windows[0].get().forecasts.points == [3, 3])
        #expect(try windows[2].get().forecasts.points == [3, 3])
    }

    @Test func missingActualsAreNotCounted() throws {
        var values = (1...9).map(Double.init)
        values[8] = .nan
        let result = try CrossValidation(scheme).run([StubForecaster()], on: table([values]))
        #expect(result.models[0].errors.count == 5)
        values[0] = .nan
        let holey = try CrossValidation(scheme).run([StubForecaster()], on: table([values]))
        #expect(holey.models[0].windows[0] == .failure(.missingValue(channel: "c0", time: 0)))
    }

    @Test func refusesNothingToDo() throws {
        let table = try table([[1, 2, 3]])
        #expect(throws: ForecastingError.empty(what: "model to validate")) {
            try CrossValidation(scheme).run([], on: table)
        }
        #expect(throws: ForecastingError.self) {
            try CrossValidation(scheme).run([StubForecaster()], on: table)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 8])
    func tellsOfEachFitThatEnded(threads: Int) throws {
        let table = try table([(1...9).map(Double.init)])
        var scheme = scheme
        scheme.refit = .every(2)
        let models: [any Forecaster] = [
            StubForecaster(), StubForecaster(name: "longer", horizon: 3),
        ]
        let told = Locked<[FinishedFit]>([])
        let pool = threads == 0 ? nil : ThreadPool(workerCount: threads)
        let result = try CrossValidation(scheme).run(
            models,
            on: table,
            parallelism: Parallelism(pool: pool)
        ) { fit in told.withLock { $0.append(fit) } }
        let fits = told.withLock { $0 }.sorted { ($0.model, $0.fit) < ($1.model, $1.fit) }
        #expect(fits.map(\.model) == [0, 0, 1, 1])
        #expect(fits.map(\.fit) == [0, 1, 0, 1])
        #expect(fits.map(\.windows) == [[0, 1], [2], [0, 1], [2]])
        for fit in fits {
            #expect(fit.outcomes == fit.windows.map { result.models[fit.model].windows[$0] })
            #expect(fit.seconds >= 0)
        }
        for (place, model) in result.models.enumerated() {
            let sum = fits.filter { $0.model == place }.reduce(0) { $0 + $1.seconds }
            #expect(model.seconds == sum)
        }
    }

    @Test func doesNotTellOfWhatIsLeftOut() throws {
        let table = try table([(1...9).map(Double.init)])
        let token = CancellationToken()
        let told = Locked<[FinishedFit]>([])
        let result = try CrossValidation(scheme).run(
            [StubForecaster()],
            on: table,
            parallelism: .sequential.cancelled(by: token)
        ) { fit in
            told.withLock { $0.append(fit) }
            if fit.fit == 1 { token.cancel() }
        }
        #expect(told.withLock { $0.map(\.fit) } == [0, 1])
        #expect(result.models[0].cancelledCount == 1)
        #expect(try result.models[0].windows[1].get().forecasts.points == [10, 10])
    }
}
