import Foundation
import Testing

@testable import Forecasting

@Suite struct NetworkInputTests {
    private func fit(
        _ table: SeriesTable,
        _ architecture: Architecture = .nlinear,
        inputLength: Int = 12,
        horizon: Int = 4,
        _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws -> FittedNetwork {
        var training = TrainingSettings()
        training.length = .steps(3)
        change(&training)
        return try NetworkForecaster(
            architecture,
            inputLength: inputLength,
            horizon: horizon,
            training: training
        ).trained(TrainingData(table))
    }

    @Test func saysWhatIsMissing() throws {
        let table = try SyntheticSeries.waves(rows: 15, seed: 1)
        #expect(
            throws: ForecastingError.tooShort(
                what: "one window of nlinear",
                needed: 16,
                available: 15
            )
        ) { try fit(table) }
        let holes = try SeriesTable(channels: ["a"], columns: [[1, 2, .nan, 4]])
        #expect(throws: ForecastingError.missingValue(channel: "a", time: 2)) { try fit(holes) }
        let infinite = try SeriesTable(channels: ["a"], columns: [[1, .infinity]])
        #expect(throws: ForecastingError.missingValue(channel: "a", time: 1)) { try fit(infinite) }
    }

    @Test func refusesSettingsOutOfRange() throws {
        let table = try SyntheticSeries.waves(rows: 60, seed: 1)
        let attempts: [() throws -> FittedNetwork] = [
            { try fit(table, horizon: 0) },
            { try fit(table, inputLength: 0) },
            { try fit(table, .mlp(MLP(hidden: [0]))) },
            { try fit(table, .mlp(MLP(dropout: 1))) },
            { try fit(table, .dlinear(DLinear(kernel: 4))) },
            { try fit(table) { $0.learningRate = 0 } },
            { try fit(table) { $0.batchSize = 0 } },
            { try fit(table) { $0.length = .epochs(0) } },
            { try fit(table) { $0.loss = .quantiles([0.9, 0.1]) } },
            { try fit(table) { $0.loss = .huber(delta: -1) } },
            { try fit(table) { $0.optimizer = .sgd(momentum: 1) } },
            { try fit(table) { $0.patience = 3 } },
            { try fit(table) { $0.gradientNorm = -1 } },
            { try fit(table) { $0.weightDecay = .nan } },
        ]
        for (index, attempt) in attempts.enumerated() {
            #expect(throws: ForecastingError.self, "attempt \(index)") { try attempt() }
        }
    }

    @Test func refusesTablesThatDoNotFit() throws {
        let table = try SyntheticSeries.waves(rows: 60, channels: 2, seed: 1)
        let fitted = try fit(table)
        let one = try SyntheticSeries.waves(rows: 60, seed: 1)
        #expect(
            throws: ForecastingError.mismatch(what: "channels of nlinear", expected: 2, found: 1)
        ) { try fitted.predict(one, origins: [20]) }
        #expect(throws: ForecastingError.empty(what: "origin to forecast from")) {
            try fitted.predict(table, origins: [])
        }
        #expect(throws: ForecastingError.self) { try fitted.predict(table, origins: [11]) }
        #expect(throws: ForecastingError.self) { try fitted.predict(table, origins: [61]) }
        let last = try fitted.predict(table, origins: [60, 12])
        #expect(last.points.count == 16)
    }

    @Test(arguments: TrainingTests.small)
    func forecastsConstantsAsTheyAre(_ architecture: Architecture) throws {
        let table = try SeriesTable(channels: ["a"], columns: [Array(repeating: 7.25, count: 80)])
        let fitted = try fit(table, architecture) { $0.length = .steps(200) }
        let forecasts = try fitted.predict(table, origins: [40])
        for value in forecasts.points { #expect(abs(value - 7.25) < 0.05) }
    }

    @Test func divergenceIsAnError() throws {
        let table = try SyntheticSeries.waves(rows: 100, level: 1e4, seed: 2)
        #expect(throws: ForecastingError.self) {
            try fit(table, .nlinear) {
                $0.optimizer = .sgd()
                $0.learningRate = 1e6
                $0.length = .steps(500)
            }
        }
    }

    @Test(arguments: TrainingTests.small)
    func savesAndLoads(_ architecture: Architecture) throws {
        let table = try SyntheticSeries.waves(rows: 100, channels: 2, seed: 3)
        let fitted = try fit(table, architecture) { $0.loss = .quantiles([0.2, 0.8]) }
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let paths = ["one", "two"].map { directory.appendingPathComponent($0).path }
        try ModelFile.write(fitted.record(), to: paths[0])
        let loaded = try ModelCatalog.read(paths[0])
        #expect(loaded.name == fitted.name)
        #expect(loaded.record() == fitted.record())
        let origins = [12, 50, 100]
        let expected = try fitted.predict(table, origins: origins)
        let found = try loaded.predict(table, origins: origins, on: .shared)
        #expect(found == expected)
        // Two runs with one seed give the same file.
        let again = try fit(table, architecture) { $0.loss = .quantiles([0.2, 0.8]) }
        try ModelFile.write(again.record(), to: paths[1])
        let bytes = paths.map { FileManager.default.contents(atPath: $0) }
        #expect(bytes[0] != nil)
        #expect(bytes[0] == bytes[1])
    }

    @Test func refusesRecordsThatAreNotWhole() throws {
        let table = try SyntheticSeries.waves(rows: 60, seed: 4)
        let record = try fit(table, .mlp(MLP(hidden: [8]))).record()
        var broken: [ModelRecord] = []
        for name in record.settings.keys {
            var one = record
            one.settings[name] = nil
            broken.append(one)
            one.settings[name] = "-7"
            broken.append(one)
        }
        for name in record.arrays.keys {
            var one = record
            one.arrays[name] = nil
            broken.append(one)
            one.arrays[name] = .float([1])
            broken.append(one)
            one.arrays[name] = .double([1])
            broken.append(one)
        }
        for one in broken {
            #expect(throws: ForecastingError.self) {
                try FittedNetwork(RecordReader(one, path: "model"))
            }
        }
        #expect(throws: Never.self) { try FittedNetwork(RecordReader(record, path: "model")) }
    }
}
