import Foundation
import MarketData
import TestSupport
import Testing

/// Studies cut into shards.
@Suite struct ShardTests {
    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let table = Fixtures.daily(bars: 300, symbols: ["A", "B", "C", "D"])
        try directory.write(Fixtures.wide(table), to: "prices.csv")
        try directory.write("symbol,commission\nC,0.002\n", to: "costs.csv")
        try directory.write(
            "timestamp,A\n\(UTCTime.format(table.timestamps[40])),0.1\n",
            to: "dividends.csv"
        )
        try directory.write(
            """
            combinations: {symbols: [A, B, C, D], sizes: [2, 3]}
            weights: {2: {step: 0.1}, 3: {step: 0.2}}
            estimated_weights: {rules: [inverse-volatility], lookback_bars: [30]}
            rebalancing: {thresholds: [0.01, 0.02, 0.05], methods: [threshold, hybrid], calendar_days: [7]}
            """,
            to: "space.yaml"
        )
        return directory
    }

    private static let study = [
        "-p", "prices.csv", "--space", "space.yaml", "-d", "20", "-n", "10", "--odds", "off",
        "--cost-table", "costs.csv", "--dividends", "dividends.csv",
    ]
    private static let files = [
        "optimized_config.yaml", "report.html", "report.txt", "results.csv",
    ]

    /// Any number of shards in any order, some killed, some run twice, elsewhere: the files of a single run.
    @Test(arguments: [(1, false), (3, false), (7, false), (16, false), (5, true)])
    func mergedShardsAreASingleRun(shards: Int, keepsTheBest: Bool) async throws {
        let directory = try Self.directory()
        let study = Self.study + (keepsTheBest ? ["--keep", "top:50"] : [])
        let whole = try await Program.runAsGiven(["optimize", "-o", "whole"] + study, directory)
        #expect(whole.status == 0, "\(whole.stderr)")
        let plan = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "\(shards)", "--output", "S"] + study,
            directory
        )
        #expect(plan.status == 0, "\(plan.stderr)")
        // All that is needed is in the folder, wherever that is.
        try FileManager.default.createDirectory(
            atPath: directory.path("far"),
            withIntermediateDirectories: true
        )
        try FileManager.default.moveItem(
            atPath: directory.path("S"),
            toPath: directory.path("far/S")
        )
        for name in ["prices.csv", "space.yaml", "costs.csv"] {
            try FileManager.default.removeItem(atPath: directory.path(name))
        }
        var random = SeededRandom(seed: UInt64(shards))
        var waiting = (0..<shards).shuffled(using: &random)
        waiting += [waiting[0]]
        while let shard = waiting.popLast() {
            let elsewhere = Bool.random(using: &random)
            let program = try RunningProgram(
                executable: Program.executable("apus"),
                ["shard", "run", "far/S", "--shard", "\(shard)/\(shards)"]
                    + (elsewhere ? ["--results", "elsewhere"] : []),
                directory: directory.path
            )
            if Int.random(in: 0..<3, using: &random) == 0 {
                usleep(UInt32.random(in: 1_000...80_000, using: &random))
                program.send(SIGKILL)
                if try await program.outcome().status != 0 { waiting.insert(shard, at: 0) }
            } else {
                let run = try await program.outcome()
                #expect(run.status == 0, "\(run.stderr)")
            }
        }
        let elsewhere = FileManager.default.fileExists(atPath: directory.path("elsewhere"))
        let folders = ["far/S/results"] + (elsewhere ? ["elsewhere"] : [])
        let merge = try await Program.runAsGiven(
            ["shard", "merge", "far/S", "--output", "merged"]
                + folders.flatMap { ["--results", $0] },
            directory
        )
        #expect(merge.status == 0, "\(merge.stderr)")
        for file in Self.files {
            #expect(
                try Fixtures.result(of: directory.path("merged/\(file)"))
                    == Fixtures.result(of: directory.path("whole/\(file)")),
                "\(file)"
            )
        }
    }

    @Test func aShardThatIsStoppedIsToBeTriedAgain() async throws {
        let directory = try Self.directory()
        // Hundreds of millions of candidates: it does not end before it is stopped.
        let text = try Fixtures.text(of: directory.path("space.yaml"))
        let thresholds = (1...60).map { "\(Double($0) / 100)" }.joined(separator: ", ")
        try directory.write(
            text.replacing("step: 0.2", with: "step: 0.001")
                .replacing("0.01, 0.02, 0.05", with: thresholds),
            to: "space.yaml"
        )
        let plan = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "1", "--output", "S", "--keep", "top:50"] + Self.study,
            directory
        )
        #expect(plan.status == 0, "\(plan.stderr)")
        let shard = ["shard", "run", "S", "--shard", "0/1", "--workers", "1"]
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            shard,
            directory: directory.path
        )
        let part = directory.path("S/results/shard-0-of-1.part")
        let hasBegun = await program.wait {
            let size = try? FileManager.default.attributesOfItem(atPath: part)[.size] as? Int
            return (size ?? 0) > 1_000
        }
        #expect(hasBegun)
        let second = try await Program.runAsGiven(shard, directory)
        #expect(second.status == 75, "\(second.stderr)")
        program.send(SIGTERM)
        let run = try await program.outcome()
        #expect(run.status == 75, "\(run.stderr)")
        #expect(run.stderr.contains("shard 0/1 was stopped; run it again, and it goes on"))
    }

    @Test func whatNeverSucceedsIsNotToBeTriedAgain() async throws {
        let directory = try Self.directory()
        let plan = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "2", "--output", "S"] + Self.study,
            directory
        )
        #expect(plan.status == 0)
        func status(_ arguments: [String]) async throws -> Int32 {
            try await Program.runAsGiven(["shard", "run"] + arguments, directory).status
        }
        #expect(try await status(["nowhere", "--shard", "0/2"]) == 42)
        #expect(try await status(["S", "--shard", "2/2"]) == 42)
        #expect(try await status(["S", "--shard", "0/3"]) == 42)
        let missing = try await Program.runAsGiven(
            ["shard", "merge", "S", "--output", "m"],
            directory
        )
        #expect(missing.status == 65)
        #expect(missing.stderr.contains("2 of 2 shards are missing: 0, 1"))
        var prices = try Fixtures.bytes(of: directory.path("S/prices.bin"))
        prices[100] ^= 1
        try directory.write(prices, to: "S/prices.bin")
        let altered = try await Program.runAsGiven(
            ["shard", "run", "S", "--shard", "0/2"],
            directory
        )
        #expect(altered.status == 42)
        #expect(altered.stderr.contains("S/prices.bin: its SHA-256 is not the plan's"))
        let search = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "2", "--output", "T", "--search", "tpe"] + Self.study,
            directory
        )
        #expect(search.status == 64)
        #expect(search.stderr.contains("only the grid can be cut into shards"))
    }
}
