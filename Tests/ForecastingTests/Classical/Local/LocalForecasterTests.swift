import DataParallel
import Forecasting
import Testing

/// What all classical models promise.
@Suite struct LocalForecasterTests {
    @Test(arguments: ClassicalModels.names, [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(name: String, workers: Int) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 1, count: 5))
        let data = try TrainingData(table, train: 0..<40)
        let model = ClassicalModels.make(name)
        let pool = Parallelism(pool: ThreadPool(workerCount: workers))
        let origins = [44, 40, 48]
        let one = try model.fit(data, on: .sequential)
        let other = try model.fit(data, on: pool)
        #expect(other.record() == one.record())
        let forecasts = try one.predict(table, origins: origins, on: .sequential)
        #expect(try other.predict(table, origins: origins, on: pool) == forecasts)
        #expect(Set(forecasts.points).count > 5)
    }

    @Test(arguments: ClassicalModels.names, [UInt64(2), 3, 4])
    func looksAtNothingFromTheOriginOn(name: String, seed: UInt64) throws {
        var columns = ClassicalModels.columns(seed: seed)
        let model = ClassicalModels.make(name)
        func forecasts(_ columns: [[Double]]) throws -> Forecasts {
            let table = try ClassicalModels.table(columns)
            return try model.fit(TrainingData(table, train: 0..<36), on: .sequential)
                .predict(table, origins: [36, 41], on: .sequential)
        }
        let before = try forecasts(columns)
        for channel in columns.indices {
            columns[channel][41] = .nan
            columns[channel][42] += 1000
        }
        #expect(try forecasts(columns) == before)
        // The row before the second origin counts there, and there alone.
        for channel in columns.indices { columns[channel][40] += 50 }
        let after = try forecasts(columns)
        for channel in columns.indices {
            #expect(
                after.point(origin: 0, channel: channel)
                    == before.point(origin: 0, channel: channel)
            )
            #expect(
                after.point(origin: 1, channel: channel)
                    != before.point(origin: 1, channel: channel)
            )
        }
    }

    @Test(arguments: ClassicalModels.names)
    func forecastsFromOneOriginAsFromMany(name: String) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 5))
        let model = try ClassicalModels.make(name).fit(TrainingData(table, train: 0..<36))
        let many = try model.predict(table, origins: [48, 36, 40, 36], on: .sequential)
        for (place, origin) in many.origins.enumerated() {
            let one = try model.predict(table, origins: [origin], on: .sequential)
            for channel in 0..<3 {
                #expect(
                    many.point(origin: place, channel: channel)
                        == one.point(origin: 0, channel: channel)
                )
                for level in 0..<3 {
                    #expect(
                        many.quantile(origin: place, channel: channel, level: level)
                            == one.quantile(origin: 0, channel: channel, level: level)
                    )
                }
            }
        }
    }

    @Test(arguments: ClassicalModels.names)
    func comesBackFromItsRecord(name: String) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 6))
        let model = try ClassicalModels.make(name).fit(TrainingData(table, train: 3..<40))
        let again = try ClassicalModels.restored(model)
        #expect(again.record() == model.record())
        #expect(again.inputLength == model.inputLength)
        #expect(again.quantileLevels == ClassicalModels.levels)
        #expect(
            try again.predict(table, origins: [40, 48], on: .sequential)
                == model.predict(table, origins: [40, 48], on: .sequential)
        )
    }

    @Test(arguments: ClassicalModels.names)
    func refusesDamagedRecords(name: String) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 7, count: 1))
        let model = try ClassicalModels.make(name).fit(TrainingData(table))
        let record = model.record()
        guard case .double(let numbers)? = record.arrays["models"] else {
            Issue.record("a record without models")
            return
        }
        var shorter = record
        shorter.arrays["models"] = .double(Array(numbers.dropLast()))
        var another = record
        another.arrays["lengths"] = .double([Double(numbers.count + 1)])
        var unordered = record
        unordered.settings["quantile-levels"] = "0.9 0.1"
        var empty = record
        empty.arrays["models"] = .double([])
        empty.arrays["lengths"] = .double([0])
        empty.settings["numbers"] = "0"
        for damaged in [shorter, another, unordered, empty] {
            let reader = RecordReader(damaged, path: "memory")
            #expect(throws: ForecastingError.self) {
                switch model.name {
                case "naive": _ = try FittedNaive(reader)
                case "seasonal-naive": _ = try FittedSeasonalNaive(reader)
                case "drift": _ = try FittedDrift(reader)
                case "moving-average": _ = try FittedMovingAverage(reader)
                case "theta": _ = try FittedTheta(reader)
                case "ets": _ = try FittedETS(reader)
                default: _ = try FittedAutoregression(reader)
                }
            }
        }
    }

    @Test(arguments: ClassicalModels.names, [0.0, 7.3, -2])
    func forecastsAConstant(name: String, value: Double) throws {
        let column = Array(repeating: value, count: 30)
        let table = try ClassicalModels.table([column])
        let model = try ClassicalModels.make(name).fit(TrainingData(table))
        let forecasts = try model.predict(table, origins: [30], on: .sequential)
        for point in forecasts.points + forecasts.quantiles {
            #expect(abs(point - value) <= 1e-12 * abs(value))
        }
    }

    /// Levels, trends and additive seasons shift with the series.
    @Test(arguments: [
        "naive", "seasonal-naive", "drift", "moving-average", "ets-damped", "ar", "ar-ridge",
    ])
    func shiftsWithTheSeries(name: String) throws {
        let columns = ClassicalModels.columns(seed: 8)
        try expectEquivariant(name, columns, scale: 1, shift: 512, tolerance: 1e-5)
    }

    @Test(arguments: ClassicalModels.names)
    func scalesWithTheSeries(name: String) throws {
        let columns = ClassicalModels.columns(seed: 9)
        // A power of two changes no bit of the computation but the exponents.
        try expectEquivariant(name, columns, scale: 1024, shift: 0, tolerance: 1e-12)
        try expectEquivariant(name, columns, scale: 3, shift: 0, tolerance: 1e-5)
    }

    private func expectEquivariant(
        _ name: String,
        _ columns: [[Double]],
        scale: Double,
        shift: Double,
        tolerance: Double
    ) throws {
        func forecasts(_ columns: [[Double]]) throws -> Forecasts {
            let table = try ClassicalModels.table(columns)
            return try ClassicalModels.make(name).fit(TrainingData(table))
                .predict(table, origins: [table.count], on: .sequential)
        }
        let before = try forecasts(columns)
        let after = try forecasts(columns.map { $0.map { scale * $0 + shift } })
        for (one, other) in zip(
            before.points + before.quantiles,
            after.points + after.quantiles
        ) {
            #expect(abs(other - (scale * one + shift)) <= tolerance * abs(other))
        }
    }

    @Test(arguments: ClassicalModels.names)
    func quantilesAscendAroundThePoint(name: String) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 10))
        let forecasts = try ClassicalModels.make(name).fit(TrainingData(table))
            .predict(table, origins: [48], on: .sequential)
        for channel in 0..<3 {
            let point = forecasts.point(origin: 0, channel: channel)
            let quantiles = (0..<3).map {
                Array(forecasts.quantile(origin: 0, channel: channel, level: $0))
            }
            for (step, point) in point.enumerated() {
                #expect(quantiles[0][step] < point && point < quantiles[2][step])
                #expect(quantiles[0][step] < quantiles[1][step])
                #expect(quantiles[1][step] < quantiles[2][step])
            }
        }
    }

    @Test(arguments: ClassicalModels.names)
    func refusesMissingValuesWhereItLooks(name: String) throws {
        var columns = ClassicalModels.columns(seed: 11)
        let model = try ClassicalModels.make(name)
            .fit(TrainingData(ClassicalModels.table(columns), train: 0..<40))
        columns[1][40] = .nan
        let table = try ClassicalModels.table(columns)
        #expect(throws: ForecastingError.missingValue(channel: "c1", time: 40)) {
            try model.predict(table, origins: [41], on: .sequential)
        }
        #expect(throws: ForecastingError.missingValue(channel: "c1", time: 40)) {
            try TrainingData(table)
        }
    }

    @Test(arguments: ClassicalModels.names)
    func refusesWhatItCannotForecast(name: String) throws {
        let table = try ClassicalModels.table(ClassicalModels.columns(seed: 12))
        let model = try ClassicalModels.make(name).fit(TrainingData(table, train: 4..<40))
        #expect(throws: ForecastingError.self) {
            try model.predict(table, origins: [0], on: .sequential)
        }
        #expect(throws: ForecastingError.self) {
            try model.predict(table, origins: [49], on: .sequential)
        }
        #expect(throws: ForecastingError.empty(what: "origin to forecast from")) {
            try model.predict(table, origins: [], on: .sequential)
        }
        let other = try ClassicalModels.table(ClassicalModels.columns(seed: 12, count: 2))
        #expect(
            throws: ForecastingError.mismatch(
                what: "channels of \(model.name)",
                expected: 3,
                found: 2
            )
        ) {
            try model.predict(other, origins: [40], on: .sequential)
        }
        // From its first origin on it can.
        let first = [model.inputLength]
        #expect(try model.predict(table, origins: first, on: .sequential).origins == first)
    }

    @Test(arguments: ClassicalModels.names)
    func refusesLevelsThatAreNone(name: String) throws {
        let data = try TrainingData(ClassicalModels.table(ClassicalModels.columns(seed: 13)))
        for levels in [[0.0], [1], [0.9, 0.1], [0.5, 0.5], [.nan]] {
            #expect(throws: ForecastingError.self) {
                try ClassicalModels.make(name, levels: levels).fit(data)
            }
        }
    }

    /// Squares of these are not numbers any more: no model may come of that, unless it looks at relative
    /// errors alone.
    @Test(arguments: ClassicalModels.names)
    func refusesValuesWhoseSquaresOverflow(name: String) throws {
        let columns = ClassicalModels.columns(seed: 15).map { $0.map { 1e170 * $0 } }
        let table = try ClassicalModels.table(columns)
        let model = ClassicalModels.make(name)
        guard name == "ets" || name == "ets-multiplicative" else {
            #expect(throws: ForecastingError.self) { try model.fit(TrainingData(table)) }
            return
        }
        let forecasts = try model.fit(TrainingData(table))
            .predict(table, origins: [48], on: .sequential)
        #expect(forecasts.points.allSatisfy { $0 > 5e171 && $0 < 5e172 })
    }

    @Test func refusesAHorizonOfZero() throws {
        let data = try TrainingData(ClassicalModels.table(ClassicalModels.columns(seed: 14)))
        let models: [any Forecaster] = [
            NaiveForecaster(horizon: 0), SeasonalNaiveForecaster(horizon: 0, seasonLength: 4),
            DriftForecaster(horizon: 0), MovingAverageForecaster(horizon: 0, window: 2),
            ThetaForecaster(horizon: 0), ETSForecaster(horizon: 0),
            AutoregressiveForecaster(horizon: 0),
        ]
        for model in models {
            #expect(
                throws: ForecastingError.invalidSetting(
                    name: "horizon",
                    value: "0",
                    requirement: "is at least 1"
                )
            ) {
                try model.fit(data)
            }
        }
    }
}
