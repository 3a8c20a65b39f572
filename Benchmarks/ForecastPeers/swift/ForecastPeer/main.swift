// The forecasting cases on Apus: tab-separated lines of model, batch, mode, threads and samples a second.
import DataParallel
import Forecasting
import Foundation

struct Options {
    var threads = ProcessInfo.processInfo.activeProcessorCount
    var models: [String] = []
    var seconds = 2.0

    init(_ arguments: ArraySlice<String>) {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { Self.fail("\(name) needs a value") }
            switch name {
            case "--threads": threads = Int(value) ?? 0
            case "--models": models = value.split(separator: ",").map(String.init)
            case "--seconds": seconds = Double(value) ?? 0
            default: Self.fail("usage: forecast-peer [--threads N] [--models A,B] [--seconds S]")
            }
        }
        if threads < 1 || seconds <= 0 { Self.fail("--threads and --seconds are positive numbers") }
    }

    static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(64)
    }

    func wants(_ name: String) -> Bool { models.isEmpty || models.contains(name) }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

let options = Options(CommandLine.arguments.dropFirst())
let (inputLength, horizon, rowCount, channelCount) = (336, 96, 17_420, 7)

/// Daily waves with noise, the same for all.
var stream = RandomStream(seed: 1, stream: 1)
let columns = (0..<channelCount).map { channel in
    (0..<rowCount).map { row in
        sin(Double(row) * (0.1 + 0.02 * Double(channel))) + 0.5 * stream.nextUniform()
    }
}
let table = try SeriesTable(
    channels: (0..<channelCount).map { "s\($0)" },
    columns: columns
)
let data = try TrainingData(table)
let origins = Array(inputLength...(rowCount - horizon))
let parallelism = Parallelism(pool: ThreadPool(workerCount: options.threads))

func report(_ model: String, _ batch: Int, _ mode: String, _ rate: Double) {
    let fields = [model, "\(batch)", mode, "\(options.threads)", "\(rate)"]
    FileHandle.standardOutput.write(Data((fields.joined(separator: "\t") + "\n").utf8))
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let cases: [(Architecture, WindowNormalization)] = [
    (.nlinear, .last), (.dlinear(), .none), (.rlinear, .reversible), (.mlp(), .none),
    (.tide(), .none), (.nHits(), .none), (.nBeats(), .none), (.tsMixer(), .none),
]
for (architecture, normalization) in cases where options.wants(architecture.name) {
    let perSample = architecture.isMultivariate ? channelCount : 1
    for batch in [224, 1_024] {
        var training = TrainingSettings()
        training.batchSize = batch / perSample
        func time(_ steps: Int) throws -> Double {
            training.length = .steps(steps)
            let forecaster = NetworkForecaster(
                architecture,
                inputLength: inputLength,
                horizon: horizon,
                normalization: normalization,
                training: training
            )
            return try seconds { _ = try forecaster.trained(data, on: parallelism) }
        }
        // Preparations take part in both, and cancel.
        let few = 3
        let trial = try (time(few + 5) - time(few)) / 5
        let steps = max(5, Int(options.seconds / 5 / max(trial, 1e-5)))
        let base = try time(few)
        let times = try (0..<5).map { _ in try (time(few + steps) - base) / Double(steps) }
        report(
            architecture.name,
            batch,
            "train",
            Double(training.batchSize * perSample) / median(times)
        )
        training.length = .steps(1)
        let forecaster = NetworkForecaster(
            architecture,
            inputLength: inputLength,
            horizon: horizon,
            normalization: normalization,
            training: training
        )
        let fitted = try forecaster.trained(data, on: parallelism)
        // A batch of windows at a time, as they come in.
        let originsPerBatch = batch / channelCount
        var next = 0
        func predict() throws {
            let end = next + originsPerBatch
            _ = try fitted.predict(table, origins: Array(origins[next..<end]), on: parallelism)
            next = end + originsPerBatch <= origins.count ? end : 0
        }
        let once = try seconds { for _ in 0..<5 { try predict() } } / 5
        let count = max(5, Int(options.seconds / 5 / once))
        let rates = try (0..<5).map { _ in
            let time = try seconds { for _ in 0..<count { try predict() } }
            return Double(count * originsPerBatch * channelCount) / time
        }
        report(architecture.name, batch, "infer", median(rates))
    }
}
