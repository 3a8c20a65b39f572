import Foundation
import MarketData
import TestSupport
import Testing

@Suite struct DataInspectTests {
    private static let dirty = """
        date,BTC/USDT,ETH/USDT
        2021-01-04,33000.5,1040
        2021-01-01,29000.5,730
        2021-01-02,32000.25,0
        2021-01-03,33000,975.5
        2021-01-03,33000,975.5

        """

    @Test func soundPrices() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.crypto()), to: "prices.csv")
        let run = try await Program.runAsGiven(
            ["data", "inspect", "prices.csv", "--strict"],
            directory
        )
        #expect(run.status == 0)
        #expect(run.stderr == "")
        let lines = run.outputLines
        #expect(
            lines.first
                == "data       prices.csv: 9,600 bars x 4 symbols, wide, 2020-01-01 to 2021-02-03T23:00"
        )
        #expect(lines.contains("interval   1h, every day: 9,599 of 9,599 spacings"))
        #expect(lines.contains("gaps       none"))
        #expect(!lines.contains { $0.hasPrefix("largest") })
        #expect(lines.contains("complete   9,600 bars with all symbols"))
        #expect(lines.contains("findings   none"))
        for pair in Fixtures.pairs { #expect(lines.contains { $0.hasPrefix(pair + "  ") }) }
        // 400 days are one window to learn from, and less than a second one to test on; 6 windows of 66 days fit.
        let text = lines.joined(separator: " ").replacing(/\s+/, with: " ")
        #expect(
            text.contains("optimize windows of 365 days: too little data; 5 test windows: at most")
        )
        #expect(text.contains("--window-days 66; 4 symbols (11 asset sets of 2 or more)"))
    }

    @Test func theLargestGapsAreListed() async throws {
        let directory = try TemporaryDirectory()
        // Days 3, 6 to 8 and 11 to 12 of January are missing.
        let days = [1, 2, 4, 5, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20]
        let rows = days.map { "2021-01-\($0 < 10 ? "0" : "")\($0),\(100 + $0)\n" }
        try directory.write("date,A\n" + rows.joined(), to: "prices.csv")
        let run = try await Program.runAsGiven(["data", "inspect", "prices.csv"], directory)
        #expect(run.outputLines.contains("gaps       6 missing bars in 3 gaps"))
        #expect(
            run.outputLines.contains(
                "largest    3 from 2021-01-06, 2 from 2021-01-11, 1 from 2021-01-03"
            )
        )
    }

    /// The largest study that inspect names runs, and a larger one does not.
    @Test func theRoomIsThatOfStudies() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.crypto(days: 100)), to: "prices.csv")
        let run = try await Program.runAsGiven(
            ["data", "inspect", "prices.csv", "--json"],
            directory
        )
        let room = try Fixtures.object(run.stdout)["optimize"]
        #expect(room["longest_window_days"].number == 16)
        for (days, status) in [(16, Int32(0)), (17, 0), (51, 65)] {
            let study = try await Program.run(
                [
                    "optimize", "-p", "prices.csv", "--quick", "-d", "\(days)", "--quiet", "-o",
                    "out",
                ],
                directory: directory.path
            )
            #expect(study.status == status, "\(study.stderr)")
        }
    }

    @Test func mistakesAreListedWithTheirPlaces() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.dirty, to: "dirty.csv")
        let run = try await Program.runAsGiven(["data", "inspect", "dirty.csv"], directory)
        #expect(run.status == 0)
        let text = run.stdout.replacing(/\s+/, with: " ")
        #expect(
            text.contains(
                "error 1 zero or negative price; the first: dirty.csv:4:3: ETH/USDT: \"0\" is not a price"
            )
        )
        #expect(text.contains("error 1 repeated row; the first: dirty.csv:6: "))
        #expect(text.contains("note 1 unsorted file; the first: dirty.csv: "))
        let strict = try await Program.runAsGiven(
            ["data", "inspect", "dirty.csv", "--strict"],
            directory
        )
        #expect(strict.status == 65)
        #expect(strict.stdout == run.stdout)
        #expect(strict.stderr == "apus: --strict: 2 errors; see the list\n")
    }

    @Test func oneObject() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.dirty, to: "dirty.csv")
        let run = try await Program.runAsGiven(
            ["data", "inspect", "dirty.csv", "--json"],
            directory
        )
        let object = try Fixtures.object(run.stdout)
        #expect(object["bars"].number == 4)
        #expect(object["common_bars"].number == 3)
        #expect(object["symbols"].items.count == 2)
        #expect(object["symbols"].items[1]["missing_inside"].number == 1)
        #expect(object["symbols"].items[1]["minimum"].number == 730)
        #expect(object["repairs"].items.map { $0["count"].number } == [1, 1, 1])
        #expect(object["repairs"].items[0]["first"].text == "dirty.csv:4:3")
        #expect(
            object["findings"].items.map { $0["severity"].text }.prefix(2) == ["error", "error"]
        )
        let correlation = object["correlation"].items.map { $0.items.map(\.number) }
        #expect(correlation.map(\.count) == [2, 2])
        #expect(correlation[0][0] == 1 && correlation[0][1] == correlation[1][0])
    }

    @Test(arguments: [
        (["--outliers", "0"], "apus: --outliers: 0.0 is not a number above 0\n"),
        (["--stale", "1"], "apus: --stale: 1 is too small; give at least 2 bars\n"),
    ])
    func optionsOutOfRange(_ options: [String], _ message: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.dirty, to: "dirty.csv")
        let run = try await Program.runAsGiven(
            ["data", "inspect", "dirty.csv"] + options,
            directory
        )
        #expect(run.status == 64)
        #expect(run.stderr == message)
    }
}
