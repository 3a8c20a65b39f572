import DataParallel
import Forecasting
import Testing

@Suite struct RidgeForecasterTests {
    /// Largest relative difference of forecasts, for each form and kind of data. Products of RLinear are
    /// summed in single precision.
    @Test(
        arguments: RidgeForecaster.Form.allCases,
        MadeUpSeries.Kind.allCases
    )
    func equalsDirectSolution(
        form: RidgeForecaster.Form,
        kind: MadeUpSeries.Kind
    ) throws {
        let (length, horizon, penalty) = (10, 4, 1e-3)
        let columns = MadeUpSeries.columns(kind, channels: 3, count: 90, seed: 3)
        let table = try SeriesTable(channels: ["a", "b", "c"], columns: columns)
        let model = try RidgeForecaster(
            form,
            inputLength: length,
            horizon: horizon,
            penalty: penalty
        )
        let fitted = try model.fit(TrainingData(table, train: 0..<80), on: .sequential)
        let direct = DirectRidge(
            form,
            columns.map { Array($0.prefix(80)) },
            length: length,
            horizon: horizon,
            penalty: penalty
        )
        let origins = [10, 55, 90]
        let forecasts = try fitted.predict(table, origins: origins, on: .sequential)
        for (place, origin) in origins.enumerated() {
            for (channel, column) in columns.enumerated() {
                let input = Array(column[(origin - length)..<origin])
                let spread = input.map { abs($0 - input[0]) }.max() ?? 0
                let expected = direct.forecast(input)
                for (found, wanted) in zip(
                    forecasts.point(origin: place, channel: channel),
                    expected
                ) {
                    let tolerance = (form == .rlinear ? 2e-5 : 1e-8) * max(1, spread)
                    #expect(abs(found - wanted) <= tolerance, "\(found) \(wanted)")
                }
            }
        }
    }

    /// Longer than the moving average, so that its band, and not only its ends, is in the penalty.
    @Test func longDecompositionEqualsDirectSolution() throws {
        let column = MadeUpSeries.columns(.waves, channels: 1, count: 130, seed: 8)[0]
        let table = try SeriesTable(channels: ["a"], columns: [column])
        let fitted = try RidgeForecaster(.dlinear, inputLength: 40, horizon: 1, penalty: 1e-2)
            .fit(TrainingData(table))
        let direct = DirectRidge(.dlinear, [column], length: 40, horizon: 1, penalty: 1e-2)
        let point = try fitted.predict(table, origins: [130], on: .shared).points[0]
        #expect(abs(point - direct.forecast(Array(column.suffix(40)))[0]) < 1e-8)
    }

    @Test func leastSquaresOfTheTestsIsRight() {
        // y = 2 + 3 x through (0, 2), (1, 5), (2, 8).
        let x = LeastSquares.solve([[1, 0], [1, 1], [1, 2]], [[2, 5, 8]])[0]
        #expect(abs(x[0] - 2) < 1e-12 && abs(x[1] - 3) < 1e-12)
    }

    @Test(arguments: RidgeForecaster.Form.allCases, [1, 2, 3, 8])
    func doesNotDependOnThreads(form: RidgeForecaster.Form, threads: Int) throws {
        let table = try MadeUpSeries.table(.walk, channels: 3, count: 700)
        let data = try TrainingData(table, train: 0..<600)
        let model = try RidgeForecaster(form, inputLength: 60, horizon: 9)
        let fitted = try model.fit(data, on: .sequential)
        let forecasts = try fitted.predict(table, origins: Array(600...700), on: .sequential)
        let pool = Parallelism(pool: ThreadPool(workerCount: threads))
        let again = try model.fit(data, on: pool)
        #expect(again.record() == fitted.record())
        #expect(try again.predict(table, origins: Array(600...700), on: pool) == forecasts)
    }

    @Test(arguments: RidgeForecaster.Form.allCases)
    func looksNeitherAtLaterRowsNorAtOtherOrigins(form: RidgeForecaster.Form) throws {
        let columns = MadeUpSeries.columns(.walk, channels: 2, count: 120, seed: 5)
        let table = try SeriesTable(channels: ["a", "b"], columns: columns)
        let changed = try SeriesTable(
            channels: ["a", "b"],
            columns: columns.map { $0.prefix(100) + Array(repeating: .nan, count: 20) }
        )
        let model = try RidgeForecaster(form, inputLength: 9, horizon: 3)
        let fitted = try model.fit(TrainingData(table, train: 0..<100))
        let other = try model.fit(TrainingData(changed, train: 0..<100))
        #expect(fitted.record() == other.record())
        let alone = try fitted.predict(changed, origins: [100], on: .shared)
        let among = try fitted.predict(table, origins: Array(9...120), on: .shared)
        #expect(
            (0..<2).allSatisfy { channel in
                alone.point(origin: 0, channel: channel).elementsEqual(
                    among.point(origin: 91, channel: channel)
                )
            }
        )
    }

    /// With x(t) = t / 2 all differences are known: NLinear forecasts the line whatever its penalty.
    @Test func nlinearExtendsALine() throws {
        let line = (0..<60).map { Double($0) / 2 }
        let table = try SeriesTable(channels: ["line"], columns: [line])
        let model = try RidgeForecaster(.nlinear, inputLength: 8, horizon: 3)
        let fitted = try model.fit(TrainingData(table))
        let point = try fitted.predict(table, origins: [60], on: .shared).point(
            origin: 0,
            channel: 0
        )
        #expect(Array(point) == [30, 30.5, 31])
    }

    /// A single input leaves NLinear nothing but the mean change.
    @Test func nlinearOfOneInputIsTheMeanChange() throws {
        let table = try SeriesTable(channels: ["a"], columns: [[1, 2, 4, 8, 9]])
        let fitted = try RidgeForecaster(.nlinear, inputLength: 1, horizon: 1)
            .fit(TrainingData(table))
        let forecasts = try fitted.predict(table, origins: [1, 5], on: .shared)
        #expect(forecasts.points == [3, 11])
    }

    @Test(arguments: RidgeForecaster.Form.allCases)
    func constantSeriesStayConstant(form: RidgeForecaster.Form) throws {
        let table = try SeriesTable(
            channels: ["a"],
            columns: [Array(repeating: 7.25, count: 40)]
        )
        let fitted = try RidgeForecaster(form, inputLength: 5, horizon: 2).fit(TrainingData(table))
        let forecasts = try fitted.predict(table, origins: [40], on: .shared)
        #expect(forecasts.points == [7.25, 7.25])
    }

    /// A flat stretch tells RLinear nothing, not even through the jump that ends it.
    @Test func rlinearLeavesFlatWindowsOut() throws {
        let waves = MadeUpSeries.columns(.waves, channels: 1, count: 60, seed: 2)[0]
        let model = try RidgeForecaster(.rlinear, inputLength: 6, horizon: 1, penalty: 0.01)
        let flat = Array(repeating: waves[0] + 100, count: 7) + [waves[0]]
        let direct = DirectRidge(
            .rlinear,
            [waves, flat + Array(waves.dropFirst().prefix(52))],
            length: 6,
            horizon: 1,
            penalty: 0.01
        )
        let table = try SeriesTable(
            channels: ["a", "b"],
            columns: [waves, flat + Array(waves.dropFirst().prefix(52))]
        )
        let fitted = try model.fit(TrainingData(table))
        let point = try fitted.predict(table, origins: [60], on: .shared).points[0]
        #expect(abs(point - direct.forecast(Array(waves.suffix(6)))[0]) < 2e-5)
    }

    @Test func refusesWhatMakesNoSense() throws {
        for (length, horizon, penalty) in [(0, 1, 0.1), (1, 0, 0.1), (1, 1, -1), (1, 1, .nan)] {
            #expect(throws: ForecastingError.self) {
                try RidgeForecaster(
                    .nlinear,
                    inputLength: length,
                    horizon: horizon,
                    penalty: penalty
                )
            }
        }
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 30)
        let model = try RidgeForecaster(.dlinear, inputLength: 20, horizon: 11)
        #expect(
            throws: ForecastingError.tooShort(
                what: "training of dlinear-ridge",
                needed: 31,
                available: 30
            )
        ) { try model.fit(TrainingData(table)) }
    }

    /// Five windows of ten inputs do not determine the weights without a penalty.
    @Test func singularEquationsAreAnError() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 15)
        let model = try RidgeForecaster(.nlinear, inputLength: 10, horizon: 1, penalty: 0)
        let error = #expect(throws: ForecastingError.self) { try model.fit(TrainingData(table)) }
        #expect("\(error!)".contains("positive definite"))
        let mild = try RidgeForecaster(.nlinear, inputLength: 10, horizon: 1, penalty: 1e-6)
        #expect(throws: Never.self) { try mild.fit(TrainingData(table)) }
    }

    @Test(arguments: RidgeForecaster.Form.allCases)
    func overflowIsAnError(form: RidgeForecaster.Form) throws {
        let wave = (0..<30).map { $0 % 2 == 0 ? 1e200 : -1e200 * Double($0) }
        let table = try SeriesTable(channels: ["a"], columns: [wave])
        let model = try RidgeForecaster(form, inputLength: 4, horizon: 1)
        #expect(throws: ForecastingError.self) { try model.fit(TrainingData(table)) }
    }

    @Test func predictionRefusesWhatDoesNotFit() throws {
        let table = try MadeUpSeries.table(.walk, channels: 2, count: 40)
        let fitted = try RidgeForecaster(.nlinear, inputLength: 5, horizon: 2)
            .fit(TrainingData(table))
        #expect(throws: ForecastingError.self) {
            try fitted.predict(table, origins: [], on: .shared)
        }
        #expect(throws: ForecastingError.self) {
            try fitted.predict(table, origins: [4], on: .shared)
        }
        #expect(throws: ForecastingError.self) {
            try fitted.predict(table, origins: [41], on: .shared)
        }
        let narrow = try MadeUpSeries.table(.walk, channels: 1, count: 40)
        #expect(throws: ForecastingError.self) {
            try fitted.predict(narrow, origins: [40], on: .shared)
        }
        var columns = MadeUpSeries.columns(.walk, channels: 2, count: 40, seed: 1)
        columns[1][37] = .nan
        let holey = try SeriesTable(channels: ["c0", "c1"], columns: columns)
        #expect(throws: ForecastingError.missingValue(channel: "c1", time: 37)) {
            try fitted.predict(holey, origins: [20, 40], on: .shared)
        }
        #expect(throws: Never.self) {
            try fitted.predict(holey, origins: [37, 20], on: .shared)
        }
    }

    @Test(arguments: RidgeForecaster.Form.allCases)
    func comesBackFromItsRecord(form: RidgeForecaster.Form) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 80)
        let fitted = try RidgeForecaster(form, inputLength: 11, horizon: 3)
            .fit(TrainingData(table))
        let record = fitted.record()
        let restored = try FittedRidge(RecordReader(record, path: "here"))
        #expect(restored == fitted as? FittedRidge)
        #expect(restored.record() == record)
        for name in record.settings.keys {
            var broken = record
            broken.settings[name] = "-1"
            #expect(throws: ForecastingError.self) {
                try FittedRidge(RecordReader(broken, path: "here"))
            }
        }
        for name in record.arrays.keys {
            var broken = record
            broken.arrays[name] = .double([])
            #expect(throws: ForecastingError.self) {
                try FittedRidge(RecordReader(broken, path: "here"))
            }
        }
        #expect(throws: ForecastingError.corruptFile(path: "x", reason: "y is not a ridge model")) {
            try FittedRidge(RecordReader(ModelRecord(name: "y"), path: "x"))
        }
    }
}
