import DataParallel
import Forecasting
import Foundation

/// The cases that are measured, by the rules of README.md.
struct Cases {
    static let inputLength = 336
    static let horizon = 96
    static let rowCount = 17_420
    static let channelCount = 7
    /// Of each channel.
    static let testWindows = 2_785

    let options: Options
    let parallelism: Parallelism

    init(_ options: Options) {
        self.options = options
        parallelism = Parallelism(pool: ThreadPool(workerCount: options.threads))
    }

    /// A day's and a week's cycle and noise that remembers, seeded; as windows.py makes them, though not
    /// the same numbers.
    static func table(rows: Int = rowCount) throws -> SeriesTable {
        let columns = (0..<channelCount).map { channel in
            var stream = RandomStream(seed: 1, stream: UInt64(channel))
            var noise = 0.0
            return (0..<rows).map { row in
                noise = 0.98 * noise + 0.2 * (2 * stream.nextUniform() - 1)
                let day = sin(2 * Double.pi * (Double(row) / 24 + Double(channel) / 7))
                let week = sin(2 * Double.pi * (Double(row) / 168 + Double(channel) / 5))
                return 0.6 * day + 0.6 * week + noise
            }
        }
        return try SeriesTable(
            channels: (0..<channelCount).map { "channel \($0)" },
            columns: columns
        )
    }

    /// Networks and the names that the peers have for them. DLinear is folded anyway.
    static let networks: [([String], Architecture, WindowNormalization)] = [
        (["nlinear"], .nlinear, .last),
        (["dlinear", "dlinear-folded"], .dlinear(), .off),
        (["rlinear"], .rlinear, .reversible),
        (["mlp"], .mlp(), .off),
        (["tide"], .tide(), .off),
        (["n-hits"], .nHits(), .off),
        (["n-beats"], .nBeats(), .off),
        (["tsmixer"], .tsMixer(), .off),
        (["lstm"], .lstm(), .off),
        (["gru"], .gru(), .off),
        (["tcn"], .tcn(), .off),
        (["patchtst"], .patchTST(), .standard),
        (["itransformer"], .iTransformer(), .standard),
    ]

    func run() throws {
        // First, as it begins with the process.
        if options.wants("dlinear-from-start") { try dlinearFromStart() }
        Lines.fact("matrix products", MatrixLibrary.name)
        let table = try Self.table()
        let data = try TrainingData(table)
        for (names, architecture, normalization) in Self.networks {
            let names = names.filter(options.wants)
            guard !names.isEmpty else { continue }
            for batch in [224, 1_024] {
                let network = NetworkCase(
                    architecture,
                    normalization,
                    batch: batch,
                    options,
                    parallelism
                )
                let training = try network.training(data)
                let inference = try network.inference(data)
                for name in names {
                    report(name, batch, "training", training)
                    report(name, batch, "inference", inference)
                }
            }
        }
        if options.wants("mlp-dropout") { try sampledDropout(data) }
        if options.wants("nlinear-ridge") { try ridge(data) }
    }

    private func report(_ name: String, _ batch: Int, _ mode: String, _ value: Double) {
        Lines.figure(name, batch, mode, threads: options.threads, value)
    }

    /// Mean and deviation of sampled passes over the windows at the table's end.
    private func sampledDropout(_ data: TrainingData) throws {
        var training = TrainingSettings()
        training.length = .steps(1)
        let fitted = try NetworkForecaster(
            .mlp(MLP(dropout: 0.2)),
            inputLength: Self.inputLength,
            horizon: Self.horizon,
            normalization: WindowNormalization.off,
            training: training
        ).trained(data, on: parallelism)
        let last = Self.rowCount - Self.horizon
        let origins = Array((last - Self.testWindows + 1)...last)
        func time(_ passes: Int) throws -> Double {
            let simulation = try MonteCarlo(samples: passes, seed: 1, quantileLevels: [])
            return try seconds {
                _ = try fitted.sample(data.table, origins: origins, simulation, on: parallelism)
            }
        }
        // As many of 100 passes as there is time for.
        let each = try time(2) / 2
        let passes = max(2, min(100, Int(options.seconds / Double(options.repeats) / each)))
        let times = try (0..<options.repeats).map { _ in try time(passes) }
        let windows = origins.count * Self.channelCount
        report("mlp-dropout", windows, "monte-carlo", Double(passes * windows) / median(times))
    }

    private func ridge(_ data: TrainingData) throws {
        let forecaster = try RidgeForecaster(
            .nlinear,
            inputLength: Self.inputLength,
            horizon: Self.horizon
        )
        let times = try (0..<7).map { _ in
            try seconds { _ = try forecaster.fit(data, on: parallelism) }
        }
        let windows = Self.rowCount - Self.inputLength - Self.horizon + 1
        report("nlinear-ridge", windows * Self.channelCount, "seconds", median(times))
    }

    private func dlinearFromStart() throws {
        var training = TrainingSettings()
        training.batchSize = 1_024
        training.length = .steps(100)
        _ = try NetworkForecaster(
            .dlinear(),
            inputLength: Self.inputLength,
            horizon: Self.horizon,
            normalization: WindowNormalization.off,
            training: training
        ).trained(try TrainingData(try Self.table(rows: 11_520)), on: parallelism)
        guard let time = secondsSinceStart() else { return }
        report("dlinear-from-start", training.batchSize, "seconds", time)
    }
}
