import DataParallel
import Foundation
import MarketData

/// Loads a binary table of 2,000,000 bars x 8 symbols, all of it checked, beside reading the file's bytes and
/// doing nothing with them.
func binaryTableBenchmark() throws {
    let (bars, width) = (2_000_000, 8)
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("apus-benchmark-\(getpid()).apus")
    defer { try? FileManager.default.removeItem(at: file) }
    var random = RandomStream(seed: 1, stream: 1)
    let table = try PriceTable(
        symbols: (0..<width).map { "S\($0)" },
        timestamps: (0..<bars).map { 1_483_228_800 + Int64($0) * 60 },
        closes: (0..<bars * width).map { _ in 1 + random.nextUniform() }
    )
    let bytes = table.bytes
    try Data(bytes).write(to: file)
    let pool = ThreadPool(workerCount: 2)
    let measured = try measure(
        repeats: 15,
        [
            ("one worker", { _ = try PriceTable(binaryFile: file.path) }),
            ("two workers", { _ = try PriceTable(binaryFile: file.path, on: pool) }),
            ("bytes alone", { _ = try Data(contentsOf: file) }),
        ]
    )
    print("\nBinary table: \(bars) bars x \(width) symbols, \(short(Double(bytes.count) / 1e6)) MB")
    for each in measured {
        print(
            "  \(each.name): median \(short(each.median * 1e3)) ms, min \(short(each.minimum * 1e3)) ms"
        )
    }
}
