import Foundation
import MarketData
import TestSupport
import Testing

/// Studies of symbols that come and go, from the command line.
@Suite struct UniverseTests {
    /// Daily closes; B from day 60 on, C until day 250.
    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let table = Fixtures.daily(bars: 300, symbols: ["A", "B", "C"])
        let lines = Fixtures.wide(table).split(separator: "\n").enumerated().map { row, line in
            var cells = line.split(separator: ",").map(String.init)
            if row > 0, row <= 60 { cells[2] = "" }
            if row > 250 { cells[3] = "" }
            return cells.joined(separator: ",")
        }
        try directory.write(lines.joined(separator: "\n") + "\n", to: "prices.csv")
        return directory
    }

    private static let study = ["-p", "prices.csv", "-d", "20", "-n", "8", "--odds", "off"]

    @Test func aChangingUniverseUsesAllBars() async throws {
        let directory = try Self.directory()
        let common = try await Program.runAsGiven(
            ["optimize", "-o", "common"] + Self.study,
            directory
        )
        #expect(common.status == 0, "\(common.stderr)")
        #expect(common.stdout.contains(" 190 bars x 3 symbols"))
        let changing = try await Program.runAsGiven(
            ["optimize", "-o", "changing", "--universe", "changing"] + Self.study,
            directory
        )
        #expect(changing.status == 0, "\(changing.stderr)")
        #expect(changing.stdout.contains(" 300 bars x 3 symbols"))
        let start = UTCTime.format(Fixtures.daily(bars: 300).timestamps[60])
        #expect(changing.stdout.contains("B is listed from \(start) on."))
        #expect(changing.stdout.contains("C is listed until "))
        // The configuration says so, and gives the same figures again.
        let path = directory.path("changing/optimized_config.yaml")
        #expect(try Fixtures.text(of: path).contains("universe: changing"))
        #expect(
            try !Fixtures.text(of: directory.path("common/optimized_config.yaml")).contains(
                "universe"
            )
        )
        let again = try await Program.runAsGiven(["backtest", "--config", path], directory)
        #expect(again.status == 0, "\(again.stderr)")
        let verify = try await Program.runAsGiven(
            ["verify", "--universe", "changing"] + Self.study,
            directory
        )
        #expect(verify.status == 0, "\(verify.stderr)")
    }

    @Test func shardsOfItMergeToTheSameFiles() async throws {
        let directory = try Self.directory()
        let study = Self.study + ["--universe", "changing"]
        let whole = try await Program.runAsGiven(["optimize", "-o", "whole"] + study, directory)
        #expect(whole.status == 0, "\(whole.stderr)")
        let plan = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "2", "--output", "S"] + study,
            directory
        )
        #expect(plan.status == 0, "\(plan.stderr)")
        for shard in 0..<2 {
            let run = try await Program.runAsGiven(
                ["shard", "run", "S", "--shard", "\(shard)/2"],
                directory
            )
            #expect(run.status == 0, "\(run.stderr)")
        }
        let merge = try await Program.runAsGiven(
            ["shard", "merge", "S", "--output", "merged"],
            directory
        )
        #expect(merge.status == 0, "\(merge.stderr)")
        let results = try ["whole", "merged"].map {
            try Fixtures.bytes(of: directory.path("\($0)/results.csv"))
        }
        #expect(results[0] == results[1])
    }

    @Test func typingErrorsAreRefused() async throws {
        let directory = try Self.directory()
        let typo = try await Program.runAsGiven(
            ["optimize", "--universe", "changed"] + Self.study,
            directory
        )
        #expect(typo.status == 64)
        #expect(typo.stderr.contains("common") && typo.stderr.contains("changing"))
    }
}
