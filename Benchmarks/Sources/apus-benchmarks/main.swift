import Backtesting
import DataParallel
import Foundation
import MarketData
import Optimization
import Validation

print("Medians of interleaved runs; compare only within one table.\n")
try readingBenchmark()
print("")
try sweepBenchmark()

/// Reads a wide file of 52,560 hourly bars x 8 symbols.
func readingBenchmark() throws {
    let bars = 52_560
    let symbols = 8
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("apus-benchmark-\(getpid()).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    var random = RandomStream(seed: 1, stream: 0)
    var prices = (0..<symbols).map { pow(10, Double($0 % 5)) }
    var text = "timestamp," + (0..<symbols).map { "S\($0)" }.joined(separator: ",") + "\n"
    for bar in 0..<bars {
        text += UTCTime.format(1_483_228_800 + Int64(bar) * 3_600)
        for symbol in 0..<symbols {
            prices[symbol] *= 1 + (random.nextUniform() - 0.5) * 0.01
            text += ",\((prices[symbol] * 1e6).rounded() / 1e6)"
        }
        text += "\n"
    }
    try text.write(to: file, atomically: false, encoding: .utf8)
    let size = Double(text.utf8.count)
    let measured = try measure(
        repeats: 9,
        [("read", { _ = try PriceTable(contentsOf: file.path) })]
    )[0]
    print("CSV reading: \(bars) bars x \(symbols) symbols, \(short(size / 1e6)) MB, one thread")
    print("  median \(short(measured.median * 1e3)) ms, min \(short(measured.minimum * 1e3)) ms,")
    print("  \(short(size / measured.median / 1e6)) MB/s")
}

/// Sweeps the bundled stocks serially and with growing numbers of workers.
func sweepBenchmark() throws {
    let table = try BundledDataset.sp500.load().table
    let optimizer = try Optimizer(table: table, space: .stocks())
    var bars = 0
    for split in optimizer.plan.splits { bars += split.test.count }
    bars +=
        optimizer.plan.splits.map(\.train.upperBound).max()!
        - optimizer.plan.splits[0].train.lowerBound
    let work = Double(optimizer.distinctCount * bars)
    let processors = Processors.available()
    var bodies: [(name: String, body: () throws -> Void)] = [
        ("serial", { _ = try optimizer.run(on: SequentialExecutor()) })
    ]
    for workers in Set([1, 2, processors]).sorted() {
        bodies.append(
            (
                "\(workers) workers",
                { _ = try optimizer.run(on: ThreadPool(workerCount: workers)) }
            )
        )
    }
    let measured = try measure(repeats: 5, bodies)
    print(
        "Sweep of the bundled stocks: \(optimizer.distinctCount) distinct candidates x \(bars) bars,"
    )
    print("\(processors) processors")
    for entry in measured {
        print(
            "  \(entry.name): median \(short(entry.median)) s, \(short(work / entry.median / 1e6)) M"
                + " candidate-bars/s, \(short(measured[0].median / entry.median))x serial"
        )
    }
}
