import Foundation
import MarketData
import Reporting
import TestSupport
import Testing

/// Resampling, merging and converting.
@Suite struct DataConvertTests {
    private static func run(
        _ directory: TemporaryDirectory,
        _ arguments: String...
    ) async throws -> Program.Outcome {
        try await Program.runAsGiven(["data"] + arguments, directory)
    }

    @Test func everyLayoutAndFormatHoldsTheSamePrices() async throws {
        let directory = try TemporaryDirectory()
        let table = Fixtures.crypto(days: 10)
        try directory.write(Fixtures.long(table), to: "prices.csv")
        for options in [
            ["wide.csv"], ["wide.csv.gz"], ["long.csv", "--layout", "long"], ["table.apus"],
        ] {
            let run = try await Program.runAsGiven(
                ["data", "convert", "prices.csv"] + options,
                directory
            )
            #expect(run.status == 0, "\(run.stderr)")
            let path = directory.path + "/" + options[0]
            #expect(try PriceTable(contentsOf: path) == table)
            #expect(
                try Fixtures.digest(in: run.stdout)
                    == Digest(of: Fixtures.bytes(of: path)).description
            )
            #expect(run.stdout.contains("wrote    \(options[0])\n"))
        }
        let run = try await Self.run(
            directory,
            "convert",
            "table.apus",
            "folder",
            "--layout",
            "per-symbol"
        )
        #expect(run.status == 0, "\(run.stderr)")
        let names = Fixtures.names(in: directory.path + "/folder")
        #expect(names == ["BNB_USDT.csv", "BTC_USDT.csv", "ETH_USDT.csv", "SOL_USDT.csv"])
        let paths = names.map { "folder/" + $0 }
        let back = try await Program.runAsGiven(
            ["data", "convert"] + paths + ["back.csv"],
            directory
        )
        #expect(back.status == 0, "\(back.stderr)")
        let order = names.map { name in
            table.symbols.firstIndex { $0.hasPrefix(String(name.prefix(3))) }!
        }
        #expect(
            try PriceTable(contentsOf: directory.path + "/back.csv")
                == table.selecting(columns: order)
        )
        let bytes = try paths.flatMap { try Fixtures.bytes(of: directory.path + "/" + $0) }
        #expect(try Fixtures.digest(in: run.stdout) == Digest(of: bytes).description)
    }

    @Test func aFileCanTakeItsOwnPlace() async throws {
        let directory = try TemporaryDirectory()
        let table = Fixtures.daily()
        try directory.write(Fixtures.long(table), to: "prices.csv")
        let run = try await Self.run(directory, "convert", "prices.csv", "prices.csv", "--quiet")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try PriceTable(contentsOf: directory.path + "/prices.csv") == table)
        #expect(Fixtures.names(in: directory.path) == ["prices.csv"])
    }

    @Test func resampling() async throws {
        let directory = try TemporaryDirectory()
        // From 2020-01-01 to 04:00 on the 11th.
        let table = SyntheticPrices.randomWalk(bars: 10 * 24 + 5, symbols: ["A", "B"])
        try directory.write(Fixtures.wide(table), to: "hours.csv")
        let run = try await Self.run(
            directory,
            "resample",
            "hours.csv",
            "--to",
            "1d",
            "-o",
            "days.csv"
        )
        #expect(run.status == 0, "\(run.stderr)")
        let days = try #require(BarInterval("1d"))
        let all = try table.resampled(to: days)
        #expect(try PriceTable(contentsOf: directory.path + "/days.csv") == all)
        let text = run.stdout.replacing(/\s+/, with: " ")
        #expect(
            text.contains("bars 11 bars x 2 symbols, 1d bars, every day, 2020-01-01 to 2020-01-11")
        )
        #expect(text.contains("note The last bar is made of 5 bars instead of 24, and kept."))
        #expect(!text.contains("first bar is made"))
        let whole = try await Self.run(
            directory,
            "resample",
            "hours.csv",
            "--to",
            "1d",
            "--drop-incomplete",
            "-o",
            "whole.csv"
        )
        #expect(whole.stdout.replacing(/\s+/, with: " ").contains("instead of 24, and dropped."))
        let kept = try PriceTable(contentsOf: directory.path + "/whole.csv")
        #expect(kept.timestamps == Array(all.timestamps.dropLast()))
        #expect(Array(kept.closes) == Array(all.closes.dropLast(2)))
        let fine = try await Self.run(
            directory,
            "resample",
            "hours.csv",
            "--to",
            "5m",
            "-o",
            "a.csv"
        )
        #expect(fine.status == 64)
        #expect(
            fine.stderr.hasPrefix("apus: timeframe 5m is finer than the bars, which are 1h apart")
        )
    }

    @Test func merging() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("date,A\n2021-01-01,1\n2021-01-02,2\n", to: "a.csv")
        try directory.write("date,A,B\n2021-01-02,2,5\n2021-01-03,3,6\n", to: "b.csv")
        try directory.write("date,A\n2021-01-03,4\n", to: "c.csv")
        let inner = try await Self.run(directory, "merge", "a.csv", "b.csv", "-o", "inner.csv")
        #expect(inner.status == 0, "\(inner.stderr)")
        #expect(
            try Fixtures.text(of: directory.path + "/inner.csv")
                == "timestamp,A,B\n2021-01-02,2,5\n2021-01-03,3,6\n"
        )
        let text = inner.stdout.replacing(/\s+/, with: " ")
        #expect(text.contains("read b.csv: 2 bars x 2 symbols, wide merged 2 bars x 2 symbols"))
        #expect(text.contains("note 1 close in more than one file, equal."))
        #expect(text.contains("note Dropped 1 bar, which not all symbols have."))
        let outer = try await Self.run(
            directory,
            "merge",
            "a.csv",
            "b.csv",
            "--join",
            "outer",
            "-o",
            "outer.csv"
        )
        #expect(outer.status == 0, "\(outer.stderr)")
        #expect(
            try Fixtures.text(of: directory.path + "/outer.csv")
                == "timestamp,A,B\n2021-01-01,1,\n2021-01-02,2,5\n2021-01-03,3,6\n"
        )
        let refused = try await Self.run(
            directory,
            "merge",
            "a.csv",
            "b.csv",
            "c.csv",
            "-o",
            "x.csv"
        )
        #expect(refused.status == 65)
        #expect(
            refused.stderr.hasPrefix(
                "apus: c.csv:2: A closes at 4.0 on 2021-01-03, and at 3.0 in b.csv:3; prefer the first"
            )
        )
        let preferred = try await Self.run(
            directory,
            "merge",
            "a.csv",
            "b.csv",
            "c.csv",
            "--prefer",
            "last",
            "-o",
            "last.csv"
        )
        #expect(preferred.status == 0, "\(preferred.stderr)")
        #expect(
            try Fixtures.text(of: directory.path + "/last.csv").hasSuffix("2021-01-03,4,6\n")
        )
    }

    @Test(arguments: [
        (
            ["convert", "a.csv", "a.parquet"], Int32(64),
            "the name of an output cannot be \"a.parquet\""
        ),
        (
            ["convert", "a.csv", "a.apus", "--layout", "long"], 64,
            "--layout long: a.apus is not CSV"
        ),
        (
            ["convert", "a.csv", "out.csv", "--layout", "per-symbol"], 64,
            "the folder of one file a"
        ),
        (["convert", "missing.csv", "out.csv"], 66, "missing.csv: no such file"),
        (["convert", "a.csv", "folder.csv"], 74, "folder.csv: cannot be written: "),
        (
            ["merge", "a.csv", "a.csv", "-o", "out.csv"], 64,
            "a.csv: the file is named more than once"
        ),
    ])
    func whatCannotBeDone(
        _ arguments: [String],
        _ status: Int32,
        _ message: String
    ) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("date,A\n2021-01-01,1\n", to: "a.csv")
        try FileManager.default.createDirectory(
            atPath: directory.path + "/folder.csv",
            withIntermediateDirectories: false
        )
        let run = try await Program.runAsGiven(["data"] + arguments, directory)
        #expect(run.status == status)
        #expect(run.stderr.hasPrefix("apus: \(message)"), "\(run.stderr)")
        #expect(Fixtures.names(in: directory.path) == ["a.csv", "folder.csv"])
    }
}
