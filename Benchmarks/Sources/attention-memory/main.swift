// What attention and training a PatchTST take, in memory and time, as sequences grow.
//
//   swift run --package-path Benchmarks -c release -Xcc -march=native attention-memory
//
// Each line is measured in a process of its own: the most memory it had, less what it had before.

import DataParallel
import Forecasting
import Foundation

/// Bytes that this process had at most.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF, whose type differs between systems
    #if canImport(Darwin)
    return Int(usage.ru_maxrss)
    #else
    return Int(usage.ru_maxrss) * 1_024
    #endif
}

/// Bytes besides those that were there before, and seconds.
func measure(_ body: () throws -> Void) rethrows {
    let before = peakMemory()
    let start = ContinuousClock.now
    try body()
    let time = (ContinuousClock.now - start).components
    print(peakMemory() - before, Double(time.seconds) + Double(time.attoseconds) * 1e-18)
}

/// Sixteen numbers in each of four heads, forwards and backwards.
func attention(_ length: Int) throws {
    let attention = try BlockwiseAttention(
        batch: 1,
        heads: 4,
        queryCount: length,
        keyCount: length,
        size: 16
    )
    var stream = RandomStream(seed: 1, stream: 0)
    let numbers = (0..<(4 * length * 16)).map { _ in Float(2 * stream.nextUniform() - 1) }
    try measure {
        let outputs = try attention.outputs(
            queries: numbers,
            keys: numbers,
            values: numbers,
            on: .sequential
        )
        _ = try attention.gradients(
            of: numbers,
            queries: numbers,
            keys: numbers,
            values: numbers,
            outputs: outputs,
            on: .sequential
        )
    }
}

/// Eight steps of one window each, of so many patches.
func patches(_ length: Int) throws {
    let settings = PatchTST()
    let inputLength = settings.patchLength + (length - 2) * settings.stride
    let column = (0..<(inputLength + 200)).map { sin(Double($0) / 7) }
    let table = try SeriesTable(channels: ["a"], columns: [column])
    var training = TrainingSettings()
    (training.batchSize, training.length) = (1, .steps(8))
    let forecaster = NetworkForecaster(
        .patchTST(settings),
        inputLength: inputLength,
        horizon: 24,
        normalization: .standard,
        training: training
    )
    let data = try TrainingData(table)
    try measure { _ = try forecaster.fit(data, on: .sequential) }
}

/// What a process of its own measured.
func child(_ what: String, _ length: Int) throws -> (bytes: Double, seconds: Double) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = [what, "\(length)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard process.terminationStatus == 0, numbers.count == 2 else {
        fatalError("\(what) of \(length) failed: \(text)")
    }
    return (numbers[0], numbers[1])
}

if CommandLine.arguments.count == 3, let length = Int(CommandLine.arguments[2]) {
    switch CommandLine.arguments[1] {
    case "attention": try attention(length)
    default: try patches(length)
    }
} else {
    print("| patches | all scores would take, MB | attention, MB | s | PatchTST, MB | s a step |")
    print("|---:|---:|---:|---:|---:|---:|")
    for length in [256, 512, 1_024, 2_048, 4_096, 8_192] {
        let attention = try child("attention", length)
        let patches = try child("patchtst", length)
        let fields = [
            Double(4 * length * length * 4) / 1e6, attention.bytes / 1e6, attention.seconds,
            patches.bytes / 1e6, patches.seconds / 8,
        ]
        let texts = zip(fields, ["%.1f", "%.1f", "%.3f", "%.0f", "%.2f"]).map {
            String(format: $1, $0)
        }
        print("| \(length) | \(texts.joined(separator: " | ")) |")
        fflush(nil)
    }
}
