import Foundation
import MarketData
import TestSupport
import Testing

/// Studies as they are stored: killed, stopped, resumed, shared and shown.
@Suite struct StudyTests {
    private static let arguments = [
        "optimize", "-p", "prices.csv", "--space", "space.yaml", "-d", "20", "-n", "20", "-o",
        "out",
        "--odds", "off",
    ]

    /// A study of some hundred blocks, with prices and space of its own.
    private static func directory(seed: UInt64 = 9) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let symbols = (1...7).map { "S\($0)" }
        let table = SyntheticPrices.randomWalk(
            bars: 500,
            symbols: symbols,
            interval: 86_400,
            seed: seed
        )
        try directory.write(Fixtures.wide(table), to: "prices.csv")
        try directory.write(
            """
            combinations: {symbols: [\(symbols.joined(separator: ", "))], sizes: [3, 4]}
            weights: {3: {step: 0.1}, 4: {step: 0.2}}
            rebalancing:
              thresholds: [0.02, 0.05, 0.1]
              methods: [threshold, calendar]
              calendar_days: [7, 30]
              min_interval_hours: [24]
            """,
            to: "space.yaml"
        )
        return directory
    }

    private static let files = [
        "optimized_config.yaml", "report.html", "report.txt", "results.csv",
    ]

    private static func bytes(_ directory: TemporaryDirectory, _ folder: String) throws -> [[UInt8]]
    {
        try files.map { try Fixtures.result(of: directory.path("\(folder)/\($0)")) }
    }

    /// Killed at any moment, the file opens, and what was finished is not done again; in the end there are the
    /// bytes of a run that nobody touched.
    @Test func killedFiftyTimesItEndsWithTheSameFiles() async throws {
        let directory = try Self.directory()
        let whole = try await Program.runAsGiven(
            Self.arguments.map { $0 == "out" ? "whole" : $0 },
            directory
        )
        #expect(whole.status == 0, "\(whole.stderr)")
        var random = SeededRandom(seed: 2_026)
        var kills = 0
        var attempts = 0
        var isBegun = false
        while kills < 50, attempts < 500 {
            attempts += 1
            let program = try RunningProgram(
                executable: Program.executable("apus"),
                isBegun ? ["resume", "out", "--quiet"] : Self.arguments,
                directory: directory.path
            )
            let microseconds = UInt32.random(in: 1_000...250_000, using: &random)
            usleep(microseconds)
            program.send(SIGKILL)
            let run = try await program.outcome()
            if run.status == 1000 + SIGKILL {
                kills += 1
                // A run that was killed before there was a study has to be begun again.
                let show = try await Program.runAsGiven(
                    ["studies", "list", "out", "--json"],
                    directory
                )
                isBegun = show.status == 0 && show.stdout.contains("\"unfinished\"")
            } else {
                #expect(run.status == 0, "\(run.stderr)")
                #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
                isBegun = false
            }
        }
        #expect(kills == 50)
        let last = try await Program.runAsGiven(
            isBegun ? ["resume", "out", "--quiet"] : Self.arguments,
            directory
        )
        #expect(last.status == 0, "\(last.stderr)")
        #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
        #expect(!Fixtures.names(in: directory.path("out")).contains { $0.hasSuffix(".lock") })
    }

    @Test func stoppedBySignalItGoesOn() async throws {
        let directory = try Self.directory()
        var whole = Self.arguments
        whole[whole.firstIndex(of: "out")!] = "whole"
        #expect(try await Program.runAsGiven(whole + ["--no-study"], directory).status == 0)
        #expect(Fixtures.names(in: directory.path("whole")) == Self.files)
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            Self.arguments + ["--workers", "1"],
            directory: directory.path
        )
        let path = directory.path("out/apus.sqlite")
        _ = await program.wait { FileManager.default.fileExists(atPath: path) }
        program.send(SIGTERM)
        let run = try await program.outcome()
        // It may have been too quick for the signal.
        #expect([0, 143].contains(run.status), "\(run.stderr)")
        let resumed = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(resumed.status == 0, "\(resumed.stderr)")
        #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
        // The same command goes on, too, and a finished study is simply run again.
        #expect(try await Program.runAsGiven(Self.arguments, directory).status == 0)
        #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
    }

    @Test(arguments: ["tpe", "halving"])
    func searchesGoOn(method: String) async throws {
        let directory = try Self.directory()
        let search = ["--search", method, "--trials", "150"]
        let whole = Self.arguments.map { $0 == "out" ? "whole" : $0 } + search
        #expect(try await Program.runAsGiven(whole, directory).status == 0)
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            Self.arguments + search,
            directory: directory.path
        )
        let path = directory.path("out/apus.sqlite")
        _ = await program.wait { FileManager.default.fileExists(atPath: path) }
        usleep(60_000)
        program.send(SIGKILL)
        _ = try await program.outcome()
        let resumed = try await Program.runAsGiven(Self.arguments + search, directory)
        #expect(resumed.status == 0, "\(resumed.stderr)")
        #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
    }

    @Test func whatHasChangedIsShownAndRefused() async throws {
        let directory = try Self.directory()
        #expect(try await Program.runAsGiven(Self.arguments, directory).status == 0)
        let before = try Self.bytes(directory, "out")
        let other = try Self.directory(seed: 10)
        try directory.write(Fixtures.bytes(of: other.path("prices.csv")), to: "prices.csv")
        let refused = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(refused.status == 65)
        #expect(refused.stderr.contains("the study 'study' was begun with something else:"))
        #expect(refused.stderr.contains("  prices: 500 bars x 7 symbols, SHA-256 "))
        #expect(refused.stderr.contains("start anew with --anew"))
        #expect(try Self.bytes(directory, "out") == before)
        let anew = try await Program.runAsGiven(["resume", "out", "--anew"], directory)
        #expect(anew.status == 0, "\(anew.stderr)")
        #expect(try Self.bytes(directory, "out") != before)
        let text = try Fixtures.text(of: directory.path("space.yaml"))
        try directory.write(text.replacing("0.02, 0.05", with: "0.03, 0.05"), to: "space.yaml")
        let space = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(space.status == 65)
        #expect(space.stderr.contains("  space: custom, SHA-256 "))
    }

    @Test func aSecondProcessIsRefusedAndMayWatch() async throws {
        let directory = try Self.directory()
        // Longer than everything below takes, in any build: it is killed at the end.
        let text = try Fixtures.text(of: directory.path("space.yaml"))
        try directory.write(
            text.replacing("4: {step: 0.2}", with: "4: {step: 0.01}"),
            to: "space.yaml"
        )
        let first = try RunningProgram(
            executable: Program.executable("apus"),
            Self.arguments,
            directory: directory.path
        )
        let path = directory.path("out/apus.sqlite-study.lock")
        #expect(await first.wait { FileManager.default.fileExists(atPath: path) })
        usleep(300_000)
        let second = try await Program.runAsGiven(Self.arguments, directory)
        #expect(second.status == 75)
        #expect(second.stderr.contains("is being run by process \(first.processIdentifier)"))
        let shown = try await Program.runAsGiven(["studies", "show", "out", "--json"], directory)
        #expect(shown.status == 0, "\(shown.stderr)")
        #expect(shown.stdout.contains("\"process\" : \(first.processIdentifier)"))
        let watching = try RunningProgram(
            executable: Program.executable("apus"),
            ["studies", "show", "out", "--follow"],
            directory: directory.path
        )
        first.send(SIGKILL)
        _ = try await first.outcome()
        let watched = try await watching.outcome()
        #expect(watched.status == 0, "\(watched.stderr)")
        #expect(watched.stdout.contains("unfinished"))
        let deleted = try await Program.runAsGiven(["studies", "delete", "out"], directory)
        #expect(deleted.status == 0, "\(deleted.stderr)")
    }

    @Test func severalStudiesShareAFile() async throws {
        let directory = try Self.directory()
        for seed in ["1", "2"] {
            let run = try await Program.runAsGiven(
                Self.arguments + ["--seed", seed, "--study", "all.sqlite#s\(seed)"],
                directory
            )
            #expect(run.status == 0, "\(run.stderr)")
        }
        let list = try await Program.runAsGiven(["studies", "list", "all.sqlite"], directory)
        #expect(list.stdout.contains("s1") && list.stdout.contains("s2"))
        let vague = try await Program.runAsGiven(["studies", "show", "all.sqlite"], directory)
        #expect(vague.status == 64)
        #expect(vague.stderr.contains("name one as all.sqlite#NAME: s1, s2"))
        let csv = try await Program.runAsGiven(["studies", "export", "all.sqlite#s2"], directory)
        let rows = try #require(CSVRecords(csv.stdout))
        let results = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/results.csv")))
        )
        let distinct = results.rows.indices.filter {
            results.field("evaluated_as", ofRow: $0) == results.field("config_id", ofRow: $0)
        }
        #expect(rows.rows.count == distinct.count)
        for (row, result) in zip(rows.rows.indices, distinct) {
            for name in ["test_sharpe", "train_drawdown", "test_rebalances"] {
                #expect(rows.field(name, ofRow: row) == results.field(name, ofRow: result))
            }
        }
        let json = try await Program.runAsGiven(
            ["studies", "export", "all.sqlite#s1", "--format", "json", "-o", "s1.json"],
            directory
        )
        #expect(json.status == 0)
        let data = Data(try Fixtures.bytes(of: directory.path("s1.json")))
        let objects = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        #expect(objects?.count == distinct.count)
        for name in ["s1", "s2"] {
            #expect(
                try await Program.runAsGiven(
                    ["studies", "delete", "all.sqlite#\(name)"],
                    directory
                ).status
                    == 0
            )
        }
        let vacuum = try await Program.runAsGiven(["studies", "vacuum", "all.sqlite"], directory)
        #expect(vacuum.status == 0, "\(vacuum.stderr)")
        #expect(
            try await Program.runAsGiven(["studies", "list", "all.sqlite"], directory).stdout
                == "all.sqlite: no studies\n"
        )
    }

    /// A limit on the size of files stands in for a full disk.
    @Test func aFullDiskLosesNothing() async throws {
        let directory = try Self.directory()
        let whole = Self.arguments.map { $0 == "out" ? "whole" : $0 }
        #expect(try await Program.runAsGiven(whole, directory).status == 0)
        let program = try RunningProgram(
            executable: "/bin/sh",
            ["-c", "ulimit -f 600 && exec \"$0\" \"$@\"", try Program.executable("apus")]
                + Self.arguments,
            directory: directory.path
        )
        let run = try await program.outcome()
        #expect(run.status == 74, "\(run.stderr)")
        #expect(run.stderr.contains("out/apus.sqlite: "))
        #expect(run.stderr.contains("continue with: apus resume out"))
        let resumed = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(resumed.status == 0, "\(resumed.stderr)")
        #expect(try Self.bytes(directory, "out") == Self.bytes(directory, "whole"))
    }

    @Test(arguments: [
        (["resume", "nowhere"], 66, "nowhere/apus.sqlite: there is no such file"),
        (["resume", "--study", "a#b c"], 64, "cannot be the name of a study"),
        (["studies", "list", "prices.csv"], 65, "not a file of studies"),
        (["optimize", "--no-study", "--anew"], 64, "--no-study stores nothing"),
        (["optimize", "--quick", "--study", "no/such/a.sqlite"], 74, "--no-study"),
    ])
    func saysWhatIsWrong(arguments: [String], status: Int, message: String) async throws {
        let directory = try Self.directory()
        let run = try await Program.runAsGiven(arguments, directory)
        #expect(run.status == Int32(status), "\(run.stderr)")
        #expect(run.stderr.contains(message), "\(run.stderr)")
    }
}
