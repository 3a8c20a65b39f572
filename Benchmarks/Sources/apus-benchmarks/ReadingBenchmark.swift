import DataParallel
import Foundation
import MarketData

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
