import Foundation
import Reporting
import TestSupport
import Testing

/// Splits other than walk-forward on the command line.
@Suite struct SplitsTests {
    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 200)), to: "prices.csv")
        return directory
    }

    private static func run(
        _ arguments: [String],
        in directory: TemporaryDirectory,
        command: String = "optimize"
    ) async throws -> Program.Outcome {
        try await Program.run(
            [command, "-p", "prices.csv", "--quick"] + arguments,
            directory: directory.path
        )
    }

    @Test func foldsAreTestedOnceAndSaidToTrainOnLaterData() async throws {
        let directory = try Self.directory()
        let run = try await Self.run(
            ["--splits", "kfold:5", "--purge", "2", "--embargo", "3"],
            in: directory
        )
        #expect(run.status == 0, "\(run.stderr)")
        let lines = run.outputLines
        #expect(
            lines.contains(
                "splits      5 splits, k-fold: each fold of 40 bars is tested once, purge 2 bars, embargo"
                    + " 3 bars; training also uses later data"
            )
        )
        let title = "K-fold record (training also uses later data: nobody could have traded it)"
        let record = try #require(lines.firstIndex(of: title))
        let rows = lines[(record + 3)...].prefix { !$0.isEmpty }.map {
            $0.split(separator: " ").first.map(String.init)
        }
        #expect(rows == ["1", "2", "3", "4", "5", "all", "median"])
        let report = try Fixtures.text(of: directory.path("report.txt"))
        for part in [
            "APUS K-FOLD OPTIMISATION REPORT", "K-fold record: training also uses later data.",
            "FOLD BY FOLD", "k-fold record", "Run the study with --splits walk-forward",
        ] { #expect(report.contains(part), "\(part)") }
        #expect(!report.contains("saw its own future"))
        #expect(!report.contains("walk-forward record"))
        let csv = try #require(CSVRecords(Fixtures.text(of: directory.path("results.csv"))))
        #expect((0..<csv.rows.count).allSatisfy { csv.field("splits_tested", ofRow: $0) == "5" })
    }

    @Test func combinationsGiveADistributionOverPaths() async throws {
        let directory = try Self.directory()
        let run = try await Self.run(["--splits", "cpcv:6,2", "--embargo", "4"], in: directory)
        #expect(run.status == 0, "\(run.stderr)")
        for part in [
            "splits      15 splits, combinatorial: 2 of 6 groups of 33 or 34 bars tested at a time, 5"
                + " paths, embargo 4 bars; training also uses later data",
            "Records of 5 paths (training also uses later data: nobody could have traded them)",
            "lower quartile", "  total return ", "  Sharpe ratio ", "  maximum drawdown ",
            "of the paths beat buying and holding", "won in training of 15 splits",
        ] { #expect(run.stdout.contains(part), "\(part)") }
        let report = try Fixtures.text(of: directory.path("report.txt"))
        for part in [
            "APUS COMBINATORIAL OPTIMISATION REPORT", "\nPATHS\n", "GROUP BY GROUP",
            "in the middle by outperformance", "not a confidence interval",
        ] { #expect(report.contains(part), "\(part)") }
        let yaml = try Fixtures.text(of: directory.path("optimized_config.yaml"))
        for part in [
            "of a combinatorial optimisation", "split_scheme: combinatorial", "groups: 6",
            "test_groups: 2", "paths: 5", "embargo_bars: 4", "combinatorial_record:",
            "test_ranges:",
        ] { #expect(yaml.contains(part), "\(part)") }
        let again = try await Program.run(
            ["backtest", "--config", "optimized_config.yaml", "-q"],
            directory: directory.path
        )
        #expect(again.status == 0, "\(again.stderr)")
    }

    @Test func jsonHasTheSchemeThePathsAndTheirSpread() async throws {
        let directory = try Self.directory()
        let run = try await Self.run(["--splits", "cpcv:5,2", "--json"], in: directory)
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        let splits = object["splits"]
        #expect(splits["scheme"] == .string("combinatorial"))
        #expect(splits["groups"] == .number(5))
        #expect(splits["test_groups"] == .number(2))
        #expect(splits["splits"] == .number(10))
        #expect(splits["test_windows"] == .number(5))
        #expect(splits["trains_on_later_data"] == .bool(true))
        #expect(object["walk_forward"] == .null)
        let record = object["combinatorial"]
        let paths = record["paths"].items
        #expect(paths.map { $0["path"].number } == [1, 2, 3, 4])
        #expect(paths.allSatisfy { $0["metrics"]["bars"] == .number(200) })
        let returns = paths.compactMap { $0["metrics"]["total_return"].number }.sorted()
        let spread = record["distribution"]["total_return"]
        #expect(spread["minimum"].number == returns.first)
        #expect(spread["maximum"].number == returns.last)
        let median = try #require(spread["median"].number)
        #expect(abs(median - (returns[1] + returns[2]) / 2) < 1e-12)
        let selections = record["selections"].items
        #expect(selections.count == 10)
        #expect(selections[0]["test_segments"].items.count == 2)
        #expect(selections[0]["train_segments"].items.count == 1)
        #expect(selections[0]["test"] == .null)

        // A group's figures are those of a backtest over it.
        let first = try #require(selections.first)["test_segments"].items
        var returnsOfGroups: [Double] = []
        for window in first {
            let group = try await Program.run(
                [
                    "backtest", "--config", "optimized_config.yaml", "--json",
                    "--from", try #require(window["from"].text),
                    "--to", try #require(window["to"].text),
                ],
                directory: directory.path
            )
            let metrics = try Fixtures.object(group.stdout)["metrics"]
            returnsOfGroups.append(try #require(metrics["total_return"].number))
        }
        let own = try #require(selections[0]["best_test_metrics"]["total_return"].number)
        #expect(abs(own - (returnsOfGroups[0] + returnsOfGroups[1]) / 2) < 1e-12)
    }

    @Test func everyNumberOfWorkersGivesTheSameBytes() async throws {
        let directory = try Self.directory()
        for scheme in ["kfold:4", "cpcv:6,3"] {
            let run = try await Self.run(["--splits", scheme], in: directory, command: "verify")
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stdout.contains("Verified: 8 candidates, the same bits in every run."))
        }
        let lookahead = try await Self.run(
            ["--splits", "cpcv:6,2", "--lookahead", "--bars", "2", "-q"],
            in: directory,
            command: "verify"
        )
        #expect(lookahead.status == 0, "\(lookahead.stderr)")
        #expect(lookahead.stdout.contains("Verified: nothing looks ahead"))
    }

    @Test func walkForwardIsWhatThereIsWithoutTheOption() async throws {
        let directory = try Self.directory()
        let windows = ["-d", "40", "-n", "3", "--quiet"]
        let usual = try await Self.run(windows, in: directory)
        let report = try Fixtures.text(of: directory.path("report.txt"))
        let named = try await Self.run(["--splits", "walk-forward"] + windows, in: directory)
        #expect(usual.status == 0, "\(usual.stderr)")
        #expect(named.stdout == usual.stdout)
        #expect(try Fixtures.text(of: directory.path("report.txt")) == report)
        let folds = try await Self.run(["--splits", "kfold:4", "--quiet"], in: directory)
        #expect(try Fixtures.digest(in: folds.stdout) != Fixtures.digest(in: usual.stdout))
    }

    @Test(arguments: [
        (["kfold"], ["'kfold'", "--splits"]),
        (["kfold:x"], ["'kfold:x'", "--splits"]),
        (["cpcv:6"], ["'cpcv:6'", "--splits"]),
        (["folds:5"], ["'folds:5'", "--splits"]),
        (["kfold:1"], ["folds: 1 is too small; give at least 2"]),
        (["cpcv:6,6"], ["test groups: 6 is too large; give at most 5"]),
        (["cpcv:6,0"], ["test groups: 0 is too small; give at least 1"]),
        (["cpcv:20,10"], ["choosing 10 of 20 groups gives more than 10000 splits"]),
        (["kfold:4", "--purge", "-1"], ["purge: -1 is too small; give at least 0"]),
        (["kfold:2", "--embargo", "95"], ["nothing is left to train on where fold 1 is tested"]),
        (
            ["kfold:4", "-d", "30"],
            ["--window-days makes no sense with --splits kfold:4", "leave it out"]
        ),
        (["cpcv:4,2", "-n", "3"], ["--test-windows makes no sense with --splits cpcv:4,2"]),
        (["cpcv:4,2", "--train", "anchored"], ["--train makes no sense with --splits cpcv:4,2"]),
        (["kfold:4", "--train-from", "first"], ["--train-from makes no sense with --splits"]),
    ])
    func whatMakesNoSenseIsRefused(_ arguments: [String], _ parts: [String]) async throws {
        let directory = try Self.directory()
        let run = try await Self.run(["-o", "out", "--splits"] + arguments, in: directory)
        #expect(run.status == 64, "\(run.stderr)")
        for part in parts { #expect(run.stderr.contains(part), "\(part): \(run.stderr)") }
        #expect(run.stdout == "")
        #expect(Fixtures.names(in: directory.path) == ["prices.csv"])
    }

    @Test func tooFewBarsAreTheDatasFault() async throws {
        let directory = try Self.directory()
        let run = try await Self.run(["--splits", "kfold:21"], in: directory)
        #expect(run.status == 65)
        #expect(
            run.stderr.contains(
                "200 bars are too few for 21 folds: each needs at least 10; use at most 20 folds"
            )
        )
    }

    @Test func forecastsAreRefused() async throws {
        let directory = try Self.directory()
        try directory.write(
            """
            combinations: {symbols: [A, B], sizes: [2]}
            rebalancing:
              thresholds: [0.02]
              forecast:
                - {model: nlinear-ridge, input: 8, horizon: 2, refit: 10, settings: {penalty: 0.1}}
              forecast_policies: [top-k]
              k: [1]
            """,
            to: "space.yaml"
        )
        let run = try await Program.run(
            ["optimize", "-p", "prices.csv", "--space", "space.yaml", "--splits", "kfold:4"],
            directory: directory.path
        )
        #expect(run.status == 64, "\(run.stderr)")
        #expect(run.stderr.contains("policies that use forecasts"))
        #expect(run.stderr.contains("use walk-forward splits"))
    }
}
