import Foundation
import Reporting
import TestSupport
import Testing

@Suite struct BacktestTests {
    /// A directory with prices and the files of a study of them, and what `--json` said.
    private static func study(
        _ options: [String] = []
    ) async throws -> (directory: TemporaryDirectory, summary: JSONValue) {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.crypto(days: 120)), to: "prices.csv")
        let run = try await Program.run(
            ["optimize", "-p", "prices.csv", "--quick", "-d", "20", "--json"] + options,
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        return (directory, try Fixtures.object(run.stdout))
    }

    /// The winner's figures in every window, train and test, to the last bit.
    @Test(arguments: [[], ["--timeframe", "4h", "--capital", "123.45", "--commission", "0.002"]])
    func figuresOfEverySplitAreThoseOfOptimize(_ options: [String]) async throws {
        let (directory, summary) = try await Self.study(options)
        let selections = summary["walk_forward"]["selections"].items
        #expect(selections.count == 5)
        var rebalances = 0.0
        for selection in selections {
            for window in ["train", "test"] {
                let run = try await Program.run(
                    [
                        "backtest", "--config", "optimized_config.yaml", "--json",
                        "--from", try #require(selection[window]["from"].text),
                        "--to", try #require(selection[window]["to"].text),
                    ],
                    directory: directory.path
                )
                #expect(run.status == 0, "\(run.stderr)")
                let metrics = try Fixtures.object(run.stdout)["metrics"]
                #expect(metrics == selection["best_\(window)_metrics"])
                #expect(metrics["bars"] == selection[window]["bars"])
                #expect(metrics["total_return"].number != nil)
                rebalances += metrics["rebalance_count"].number ?? 0
            }
        }
        #expect(rebalances > 0, "a strategy that never trades shows nothing")
    }

    @Test func aCurveAndItsRebalancesAreWrittenOnRequest() async throws {
        let (directory, _) = try await Self.study()
        let run = try await Program.run(
            [
                "backtest", "-c", "optimized_config.yaml", "--from", "2020-02-01", "--to",
                "2020-03-01T12:00:00Z", "--equity", "equity.csv", "--rebalances", "rebalances.csv",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stderr == "")
        let bars = 29 * 24 + 12
        #expect(run.stdout.contains("2020-02-01 to 2020-03-01T12:00, \(bars) bars"))
        for name in ["total return", "Sharpe ratio", "omega ratio", "time under water", "turnover"]
        {
            #expect(run.outputLines.contains { $0.hasPrefix(name) }, "\(name)")
        }
        let bytes = try Fixtures.bytes(of: directory.path("equity.csv"))
        let equity = try #require(CSVRecords(String(decoding: bytes, as: UTF8.self)))
        #expect(equity.header == ["timestamp", "equity", "buyhold_equity"])
        #expect(equity.rows.count == bars)
        #expect(equity.rows.allSatisfy { $0.count == 3 })
        #expect(equity.rows.first?[0] == "2020-02-01")
        #expect(equity.rows.last?[0] == "2020-03-01T11:00:00Z")
        // Investing costs 0.15 %: V0 / (1 + c).
        let first = try #require(equity.rows.first.flatMap { Double($0[1]) })
        #expect(abs(first - 10_000 / 1.0015) < 1e-6)
        let rebalances = try #require(
            CSVRecords(Fixtures.text(of: directory.path("rebalances.csv")))
        )
        #expect(rebalances.rows.allSatisfy { $0.count == rebalances.header.count })
        #expect(
            run.outputLines.contains {
                $0.hasPrefix("rebalances ") && $0.contains(" \(rebalances.rows.count) ")
            }
        )
        #expect(try Fixtures.digest(in: run.stdout) == Digest(of: bytes).description)

        let quiet = try await Program.run(
            [
                "backtest", "-c", "optimized_config.yaml", "--from", "2020-02-01", "--to",
                "2020-03-01T12:00:00Z", "--quiet",
            ],
            directory: directory.path
        )
        #expect(quiet.stdout == "\(Digest(of: bytes))  equity.csv\n")
    }

    @Test func pricesOverrideThoseOfTheConfiguration() async throws {
        let (directory, _) = try await Self.study()
        try directory.write(Fixtures.wide(Fixtures.crypto(days: 50, seed: 99)), to: "other.csv")
        let base = ["backtest", "-c", "optimized_config.yaml", "--quiet"]
        let own = try await Program.run(base, directory: directory.path)
        let same = try await Program.run(base + ["-p", "prices.csv"], directory: directory.path)
        let other = try await Program.run(base + ["-p", "other.csv"], directory: directory.path)
        #expect([own.status, same.status, other.status] == [0, 0, 0])
        #expect(own.stdout == same.stdout)
        #expect(own.stdout != other.stdout)

        // Without the file, only the override can work.
        try FileManager.default.removeItem(atPath: directory.path("prices.csv"))
        let gone = try await Program.run(base, directory: directory.path)
        #expect(gone.status == 66)
        #expect(gone.stderr.contains("prices.csv: no such file"))
        let again = try await Program.run(base + ["-p", "other.csv"], directory: directory.path)
        #expect(again.stdout == other.stdout)
    }

    /// A configuration written by hand, with prices beside it, run from somewhere else.
    @Test func relativePricesAreFoundBesideTheConfiguration() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily()), to: "mine/prices.csv")
        try directory.write(
            """
            data: {prices: prices.csv}
            portfolio: {assets: [{symbol: A, weight: 0.5}, {symbol: C, weight: 0.5}]}
            """,
            to: "mine/config.yaml"
        )
        let run = try await Program.run(
            ["backtest", "--config", "mine/config.yaml", "--json"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        #expect(object["metrics"] == object["buy_and_hold"])
        #expect(object["metrics"]["bars"] == .number(100))
        #expect(object["outperformance"] == .number(0))
    }

    /// What can be wrong with a backtest: the arguments, the exit code and what is said.
    @Test(arguments: [
        (["--config", "missing.yaml"], 66, ["missing.yaml", "No such file", "check the path"]),
        (["--config", "none.yaml"], 64, ["none.yaml names no prices", "--prices FILE"]),
        (["--config", "typo.yaml"], 78, ["typo.yaml:1: unknown key 'portfolo'", "'portfolio'"]),
        (["--config", "sum.yaml"], 78, ["sum.yaml:1:", "sum to 0.75, not 1", "0.6667, 0.3333"]),
        (["--config", "zed.yaml"], 65, ["no prices for the symbol 'Z'", "the data has A, B, C"]),
        (["--config", "ok.yaml", "--from", "soon"], 64, ["--from: 'soon' is not a time"]),
        (
            ["--config", "ok.yaml", "--from", "2020-03-01", "--to", "2020-02-01"], 64,
            ["--from must be before --to"]
        ),
        (
            ["--config", "ok.yaml", "--from", "2030-01-01", "--to", "2031-01-01"], 65,
            ["no bars from 2030-01-01", "the data goes from 2020-01-01 to 2020-04-10"]
        ),
        (
            ["--config", "ok.yaml", "--to", "2020-01-04"], 65,
            ["the window has 3 bars", "need 10", "use a longer window"]
        ),
        (["--config", "ok.yaml", "--equity", "no/dir.csv"], 74, ["cannot write no/dir.csv"]),
        ([], 64, ["Missing expected argument '--config <config>'"]),
    ])
    func whatIsWrongIsSaid(_ arguments: [String], _ status: Int, _ parts: [String]) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily()), to: "prices.csv")
        func assets(_ second: String, _ weight: String) -> String {
            "{assets: [{symbol: A, weight: 0.5}, {symbol: \(second), weight: \(weight)}]}\n"
        }
        let data = "data: {prices: [prices.csv]}\n"
        try directory.write("portfolio: " + assets("B", "0.5") + data, to: "ok.yaml")
        try directory.write("portfolio: " + assets("B", "0.5"), to: "none.yaml")
        try directory.write("portfolo: " + assets("B", "0.5") + data, to: "typo.yaml")
        try directory.write("portfolio: " + assets("B", "0.25") + data, to: "sum.yaml")
        try directory.write("portfolio: " + assets("Z", "0.5") + data, to: "zed.yaml")
        let before = Fixtures.names(in: directory.path)
        let run = try await Program.run(["backtest"] + arguments, directory: directory.path)
        #expect(run.status == Int32(status))
        for part in parts { #expect(run.stderr.contains(part), "\(run.stderr)") }
        #expect(run.stdout == "")
        #expect(Fixtures.names(in: directory.path) == before)
    }

    #if os(Linux)
    @Test func aFullDiskIsSaid() async throws {
        let (directory, _) = try await Self.study()
        let run = try await Program.run(
            ["backtest", "-c", "optimized_config.yaml", "--equity", "/dev/full"],
            directory: directory.path
        )
        #expect(run.status == 74)
        #expect(run.stderr.contains("cannot write /dev/full: No space left on device; free some"))
    }
    #endif
}
