import Foundation
import MarketData
import Reporting
import TestSupport
import Testing

@Suite struct DataCleanTests {
    private static let dirty = """
        date,A,B
        2021-01-04,33000.5,1040
        2021-01-01,29000.5,730
        2021-01-02,32000.25,0
        2021-01-03,33000,975.5
        2021-01-03,33000,975.5
        soon,1,1
        2021-01-05,34000,1100
        2021-01-05,34500,1200

        """

    private static func clean(
        _ options: [String]
    ) async throws -> (run: Program.Outcome, directory: TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        try directory.write(dirty, to: "dirty.csv")
        let run = try await Program.runAsGiven(
            ["data", "clean", "dirty.csv", "-o", "clean.csv"] + options,
            directory
        )
        return (run, directory)
    }

    @Test func whatIsWrongIsRepairedAndToldOf() async throws {
        let (run, directory) = try await Self.clean([])
        #expect(run.status == 0, "\(run.stderr)")
        let path = directory.path + "/clean.csv"
        #expect(
            try Fixtures.text(of: path)
                == "timestamp,A,B\n2021-01-01,29000.5,730\n2021-01-03,33000,975.5\n"
                + "2021-01-04,33000.5,1040\n2021-01-05,34500,1200\n"
        )
        let text = run.stdout.replacing(/\s+/, with: " ")
        for part in [
            "read dirty.csv: 5 bars x 2 symbols, 2021-01-01 to 2021-01-05, 1 close missing",
            "clean 4 bars x 2 symbols, 1d bars, every day, 2021-01-01 to 2021-01-05",
            "changed 1 zero or negative price, made missing; the first: dirty.csv:4:3: B: \"0\" is",
            "changed 1 unreadable timestamp, dropped; the first: dirty.csv:7:1: \"soon\" is not",
            "changed 1 repeated row, dropped; the first: dirty.csv:6: ",
            "changed 1 conflicting row, one kept; the first: dirty.csv:9: the close is 34500.0, and 34000.0",
            "changed 1 unsorted file, sorted; ",
            "changed Dropped 1 of 5 bars, which not all symbols have; 4 are left.",
            "wrote clean.csv",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(
            try Fixtures.digest(in: run.stdout)
                == Digest(of: Fixtures.bytes(of: path)).description
        )
    }

    @Test func theFirstOfTwoRowsAndFilledGaps() async throws {
        let (run, directory) = try await Self.clean([
            "--prefer", "first", "--fill", "forward", "-q",
        ])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(
            try Fixtures.text(of: directory.path + "/clean.csv")
                == "timestamp,A,B\n2021-01-01,29000.5,730\n2021-01-02,32000.25,730\n"
                + "2021-01-03,33000,975.5\n2021-01-04,33000.5,1040\n2021-01-05,34000,1100\n"
        )
        #expect(run.stdout == "\(try Fixtures.digest(in: run.stdout))  clean.csv\n")
    }

    @Test func spikesAndStaleCloses() async throws {
        let directory = try TemporaryDirectory()
        let table = Fixtures.daily(bars: 60, symbols: ["A"])
        var closes = Array(table.closes)
        closes[20] *= 100
        for bar in 41..<50 { closes[bar] = closes[40] }
        let odd = try PriceTable(symbols: ["A"], timestamps: table.timestamps, closes: closes)
        try directory.write(Fixtures.wide(odd), to: "odd.csv")
        let run = try await Program.runAsGiven(
            [
                "data", "clean", "odd.csv", "--outliers", "10", "--drop-stale", "10", "-o", "a.csv",
            ],
            directory
        )
        #expect(run.status == 0, "\(run.stderr)")
        let kept = (0..<60).filter { $0 != 20 && !(41..<50).contains($0) }
        let cleaned = try PriceTable(contentsOf: directory.path + "/a.csv")
        #expect(Array(cleaned.closes) == kept.map { closes[$0] })
        let text = run.stdout.replacing(/\s+/, with: " ")
        #expect(text.contains("changed 1 spike, made missing; the first: A at 2020-01-21, a log"))
        #expect(
            text.contains(
                "changed 9 stale closes in 1 run, made missing; the first: A from 2020-02-10"
            )
        )
    }

    @Test(arguments: [
        (["--max-gap", "3"], Int32(64), "--max-gap only makes sense with --fill forward"),
        (["--fill", "forward", "--max-gap", "0"], 64, "--max-gap: 0 is too small"),
        (["--outliers", "-1"], 64, "--outliers: -1.0 is not a number above 0"),
        (["--drop-stale", "1"], 64, "--drop-stale: 1 is too small"),
    ])
    func optionsThatMakeNoSense(
        _ options: [String],
        _ status: Int32,
        _ message: String
    ) async throws {
        let (run, directory) = try await Self.clean(options)
        #expect(run.status == status)
        #expect(run.stderr.hasPrefix("apus: \(message)"))
        #expect(Fixtures.names(in: directory.path) == ["dirty.csv"])
    }
}
