import DataParallel
import Foundation
import MarketData

/// Loads 200 files of 1 MB, a symbol each, half of them compressed, on one worker and on two.
func manyFilesBenchmark() throws {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("apus-benchmark-files-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var plain: [String] = []
    var packed: [String] = []
    for place in 0..<200 {
        var random = RandomStream(seed: 2, stream: UInt64(place))
        var text = "timestamp,open,high,low,close,volume\n"
        text.reserveCapacity(1 << 20)
        var price = 100.0
        // Symbols begin at times of their own.
        var bar = Int64(place % 7) * 100
        while text.utf8.count < 1_000_000 {
            price *= 1 + (random.nextUniform() - 0.5) * 0.01
            let close = (price * 1e4).rounded() / 1e4
            text +=
                "\(UTCTime.format(1_483_228_800 + bar * 3_600)),\(close),\(close),\(close),\(close),"
            text += "\(Int(random.nextUniform() * 1e6))\n"
            bar += 1
        }
        let path = folder.appendingPathComponent("S\(place).csv").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        plain.append(path)
        if place < 100 { packed.append(path) }
        guard place >= 100 else { continue }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-k", path]
        try gzip.run()
        gzip.waitUntilExit()
        packed.append(path + ".gz")
    }
    let pool = ThreadPool(workerCount: 2)
    for (name, paths) in [("plain", plain), ("half of them compressed", packed)] {
        func load(on executor: some ParallelExecutor) throws {
            _ = try PriceLoader.load(paths: paths, options: PriceLoadOptions(executor: executor))
        }
        let measured = try measure(
            repeats: 7,
            [
                ("one worker", { try load(on: SequentialExecutor()) }),
                ("two workers", { try load(on: pool) }),
            ]
        )
        print("\n200 files of 1 MB, \(name)")
        for each in measured {
            print(
                "  \(each.name): median \(short(each.median * 1e3)) ms,"
                    + " min \(short(each.minimum * 1e3)) ms"
            )
        }
        let ratio = measured[0].median / measured[1].median
        print("  ratio of medians \(short(ratio)), of minima ", terminator: "")
        print(short(measured[0].minimum / measured[1].minimum))
    }
}
