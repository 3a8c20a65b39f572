import DataParallel
import Testing

@testable import Forecasting

@Suite struct TrainingDataTests {
    @Test func oneRangeIsOneSegment() throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 60)
        let data = try TrainingData(table, train: 3..<50, validation: 52..<60)
        #expect(data.segments == [3..<50])
        #expect(data.train == 3..<50)
        #expect(try TrainingData(table, validation: 52..<60).segments == [0..<52])
        #expect(try TrainingData(table, segments: [1..<4, 5..<9, 9..<13, 20..<22]).train == 5..<9)
    }

    @Test func refusesSegmentsThatMakeNoSense() throws {
        let table = try SeriesTable(
            channels: ["a"],
            columns: [[1, 2, .nan, 4, 5, 6, 7, 8]]
        )
        #expect(throws: ForecastingError.empty(what: "training segment")) {
            try TrainingData(table, segments: [])
        }
        let wrong: [[Range<Int>]] = [
            [0..<2, 3..<3], [0..<2, 3..<9], [-1..<2], [3..<5, 4..<6], [4..<6, 0..<2],
        ]
        for segments in wrong {
            #expect(throws: ForecastingError.self, "\(segments)") {
                try TrainingData(table, segments: segments)
            }
        }
        #expect(throws: ForecastingError.missingValue(channel: "a", time: 2)) {
            try TrainingData(table, segments: [0..<1, 1..<3])
        }
        #expect(throws: ForecastingError.self) {
            try TrainingData(table, segments: [0..<2, 3..<6], validation: 5..<8)
        }
        // What lies between segments may be missing.
        #expect(
            try TrainingData(table, segments: [0..<2, 3..<6], validation: 6..<8).train == 3..<6
        )
    }

    /// Segments of different lengths, one of them too short for a window, against windows written out.
    @Test(arguments: RidgeForecaster.Form.allCases, MadeUpSeries.Kind.allCases)
    func ridgeEqualsDirectSolution(form: RidgeForecaster.Form, kind: MadeUpSeries.Kind) throws {
        let (length, horizon, penalty) = (8, 3, 1e-3)
        let segments = [2..<40, 45..<50, 52..<80, 80..<115]
        let columns = MadeUpSeries.columns(kind, channels: 2, count: 120, seed: 5)
        let table = try SeriesTable(channels: ["a", "b"], columns: columns)
        let fitted = try RidgeForecaster(
            form,
            inputLength: length,
            horizon: horizon,
            penalty: penalty
        ).fit(TrainingData(table, segments: segments))
        let direct = DirectRidge(
            form,
            columns.flatMap { column in
                segments.filter { $0.count >= length + horizon }.map { Array(column[$0]) }
            },
            length: length,
            horizon: horizon,
            penalty: penalty
        )
        for origin in [20, 47, 120] {
            let forecasts = try fitted.predict(table, origins: [origin])
            for (channel, column) in columns.enumerated() {
                let input = Array(column[(origin - length)..<origin])
                let spread = input.map { abs($0 - input[0]) }.max() ?? 0
                let tolerance = (form == .rlinear ? 2e-5 : 1e-8) * max(1, spread)
                let points = forecasts.point(origin: 0, channel: channel)
                for (found, wanted) in zip(points, direct.forecast(input)) {
                    #expect(abs(found - wanted) <= tolerance, "\(found) \(wanted)")
                }
            }
        }
    }

    /// Rows written out one by one; penalised by rows of their own.
    @Test(arguments: [0, 0.5])
    func autoregressionEqualsDirectSolution(penalty: Double) throws {
        let segments = [2..<30, 33..<35, 40..<75]
        let order = 3
        let column = MadeUpSeries.columns(.waves, channels: 1, count: 80, seed: 6)[0]
        let table = try SeriesTable(channels: ["a"], columns: [column])
        let fitted = try AutoregressiveForecaster(horizon: 1, order: order, penalty: penalty)
            .fit(TrainingData(table, segments: segments))
        let model = try #require(fitted as? FittedAutoregression).models[0]
        let rows = segments.flatMap { Array($0.dropFirst(order)) }
        var design = rows.map { row in [1] + (1...order).map { column[row - $0] } }
        var squares = 0.0
        for lag in 1...order {
            let mean = rows.reduce(0) { $0 + column[$1 - lag] } / Double(rows.count)
            for row in rows { squares += (column[row - lag] - mean) * (column[row - lag] - mean) }
        }
        let root = (penalty * squares / Double(order)).squareRoot()
        for lag in 1...order {
            design.append((0...order).map { $0 == lag ? root : 0 })
        }
        let side = rows.map { column[$0] } + [0, 0, 0]
        let direct = LeastSquares.solve(design, [side])[0]
        for (found, wanted) in zip([model.intercept] + model.coefficients, direct) {
            #expect(abs(found - wanted) < 1e-9 * max(1, abs(wanted)))
        }
        var errors = 0.0
        for row in rows {
            var error = column[row] - direct[0]
            for lag in 1...order { error -= direct[lag] * column[row - lag] }
            errors += error * error
        }
        let variance = errors / Double(rows.count - order - 1)
        #expect(abs(model.variance - variance) < 1e-9 * variance)
    }

    @Test func originsAreNumberedInOrder() {
        let origins = WindowOrigins([3..<5, 9..<10, 20..<23])
        #expect(origins.count == 6)
        #expect((0..<6).map { origins[$0] } == [3, 4, 9, 20, 21, 22])
    }

    /// With one batch of all windows, the first loss is the mean over those of all segments.
    @Test(arguments: [Architecture.nlinear, .tsMixer()], [Loss.mse, .mase(seasonLength: 5)])
    func networksLearnFromEachSegment(architecture: Architecture, loss: Loss) throws {
        let table = try MadeUpSeries.table(.waves, channels: 2, count: 100)
        var architecture = architecture
        if case .tsMixer(var settings) = architecture {
            settings.dropout = 0
            architecture = .tsMixer(settings)
        }
        var training = TrainingSettings()
        training.batchSize = 1_000
        training.length = .steps(1)
        training.loss = loss
        let model = NetworkForecaster(
            architecture,
            inputLength: 8,
            horizon: 3,
            training: training
        )
        func first(_ segments: [Range<Int>]) throws -> Double {
            let data = try TrainingData(table, segments: segments)
            return try #require(try model.trained(data).report).losses[0]
        }
        let (one, two) = (0..<40, 45..<75)
        let both = try first([one, 42..<45, two])
        if loss == .mse {
            // 30 and 20 windows.
            let mean = try (30 * first([one]) + 20 * first([two])) / 50
            #expect(abs(both - mean) < 1e-6 * mean)
        } else {
            // Errors over scales: one scale for each channel, of the differences within segments.
            var scales: [Double] = []
            for channel in 0..<2 {
                var changes: [Double] = []
                for segment in [one, two] {
                    for row in segment.dropFirst(5) {
                        changes.append(abs(table[channel, row] - table[channel, row - 5]))
                    }
                }
                scales.append(changes.reduce(0, +) / Double(changes.count))
            }
            let data = try TrainingData(table, segments: [one, two])
            let found = try model.channelScales(data)
            #expect(zip(found, scales).allSatisfy { abs($0 - $1) < 1e-12 * $1 })
        }
        // No window crosses from one segment into the next, though they touch.
        #expect(try first([one, 40..<75]) != first([0..<75]))
    }

    @Test func networksNeedAWindowInOneSegment() throws {
        let table = try MadeUpSeries.table(.walk, channels: 1, count: 60)
        let model = NetworkForecaster(.nlinear, inputLength: 8, horizon: 3)
        let ridge = try RidgeForecaster(.nlinear, inputLength: 8, horizon: 3)
        let data = try TrainingData(table, segments: [0..<9, 10..<20, 30..<40])
        #expect(
            throws: ForecastingError.tooShort(
                what: "one window of nlinear",
                needed: 11,
                available: 10
            )
        ) { try model.fit(data) }
        #expect(throws: ForecastingError.self) { try ridge.fit(data) }
        // Inputs of validation forecasts do not reach back over what is left out.
        let short = try TrainingData(table, segments: [0..<30, 40..<42], validation: 42..<50)
        #expect(
            throws: ForecastingError.tooShort(
                what: "the validation of nlinear",
                needed: 9,
                available: 8
            )
        ) { try model.fit(short) }
    }
}
