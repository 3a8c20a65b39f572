import DataParallel
import TestSupport
import Testing

@testable import MarketData

@Suite struct ParallelLoadingTests {
    /// Files of single symbols that begin and end at their own times, some compressed, one binary.
    private static func write(to directory: TemporaryDirectory) throws -> [String] {
        var random = SeededRandom(seed: 12)
        return try (0..<25).map { file in
            let first = Int.random(in: 0..<300, using: &random)
            let rows = (first..<first + 3_000).filter { _ in
                Int.random(in: 0..<50, using: &random) > 0
            }
            let text =
                "time,close\n"
                + rows.map { "\(1_600_000_000 + $0 * 3_600),\($0 % 97 + file + 1)\n" }.joined()
            let bytes = Array(text.utf8)
            switch file % 3 {
            case 0: return try directory.write(bytes, to: "S\(file).csv")
            case 1: return try directory.write(Gzip.compressed(bytes), to: "S\(file).csv.gz")
            default:
                let path = try directory.write(bytes, to: "S\(file).txt")
                let table = try PriceTable(contentsOf: path)
                return try directory.write(table.bytes, to: "S\(file).apus")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 8]) func isTheSameOnAnyNumberOfThreads(workers: Int) throws {
        let directory = try TemporaryDirectory()
        let paths = try Self.write(to: directory)
        for universe in Universe.allCases {
            var options = PriceLoadOptions(fill: .forward(maxGap: 4), universe: universe)
            options.executor = SequentialExecutor()
            let serial = try PriceLoader.load(paths: paths, options: options)
            options.executor = ThreadPool(workerCount: workers)
            #expect(try PriceLoader.load(paths: paths, options: options) == serial)
            #expect(serial.table.symbolCount == 25)
        }
    }

    @Test func asyncLoadingGivesTheSame() async throws {
        let directory = try TemporaryDirectory()
        let paths = try Self.write(to: directory)
        let pool = ThreadPool(workerCount: 2)
        let options = PriceLoadOptions(fill: .forward(maxGap: 4))
        let loaded = try await PriceLoader.load(paths: paths, options: options, on: pool)
        var serial = options
        serial.executor = SequentialExecutor()
        func plain() throws -> LoadedPrices { try PriceLoader.load(paths: paths, options: serial) }
        #expect(try loaded == plain())
    }

    @Test func aCancelledTaskStopsLoading() async throws {
        let directory = try TemporaryDirectory()
        let paths = try Self.write(to: directory)
        let pool = ThreadPool(workerCount: 2)
        let task = Task {
            // Cancelled before it begins.
            while !Task.isCancelled { await Task.yield() }
            return try await PriceLoader.load(paths: paths, on: pool)
        }
        task.cancel()
        await #expect(throws: MarketDataError.cancelled) { try await task.value }
    }

    @Test(arguments: [1, 3]) func theFirstFilesProblemIsTold(workers: Int) throws {
        let directory = try TemporaryDirectory()
        var paths = try Self.write(to: directory)
        paths[7] = try directory.write("date,close\n2021-01-01,-1\n", to: "bad.csv")
        paths[20] = try directory.write("date,close\n2021-01-01,x\n", to: "worse.csv")
        let options = PriceLoadOptions(executor: ThreadPool(workerCount: workers))
        let error = #expect(throws: MarketDataError.self) {
            try PriceLoader.load(paths: paths, options: options)
        }
        #expect(error?.description.contains("bad.csv:2") == true)
    }

    /// Two files with the same bar of a symbol: the first collision is told, wherever the rows are cut.
    @Test(arguments: [1, 3]) func theFirstCollisionIsTold(workers: Int) throws {
        let directory = try TemporaryDirectory()
        let rows = (0..<5_000).map { "\(1_600_000_000 + $0 * 60),1\n" }
        let one = try directory.write("time,close\n" + rows.joined(), to: "A.csv")
        let other = try directory.write(
            "time,close\n1600240000,2\n1600240060,2\n1600299940,3\n",
            to: "x/A.csv"
        )
        let options = PriceLoadOptions(executor: ThreadPool(workerCount: workers))
        let error = #expect(throws: MarketDataError.self) {
            try PriceLoader.load(paths: [one, other], options: options)
        }
        guard case .duplicateBar("A", 1_600_240_000, let first, let second) = try #require(error)
        else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(first.line == 4_002)
        #expect(second.line == 2)
    }
}
