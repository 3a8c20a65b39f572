import Foundation
import Reporting
import TestSupport
import Testing

/// Portfolios that forecasts steer, as a user has them.
@Suite struct ForecastStrategyTests {
    private static let space = """
        name: forecasts
        combinations: {symbols: [A, B, C], sizes: [2, 3]}
        rebalancing:
          thresholds: [0.02]
          methods: [threshold]
          min_interval_hours: [0]
          forecast:
            - {model: nlinear-ridge, input: 8, horizon: 2, refit: 10, settings: {penalty: 0.1}}
          forecast_policies: [forecast-tilt, top-k, forecast-veto]
          tilt: [3]
          cap: [0.8]
          k: [1, 2]
          rise: [0.001]
        """

    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 150)), to: "prices.csv")
        try directory.write(space, to: "space.yaml")
        return directory
    }

    private static let study = ["-p", "prices.csv", "--space", "space.yaml", "-d", "30", "-n", "3"]

    @Test(arguments: ["anchored", "rolling:1"])
    func theWinnerRunsAgainWithTheSameFigures(training: String) async throws {
        let directory = try Self.directory()
        let optimize = try await Program.run(
            ["optimize", "--json", "--train", training] + Self.study,
            directory: directory.path
        )
        #expect(optimize.status == 0, "\(optimize.stderr)")
        let summary = try Fixtures.object(optimize.stdout)
        #expect(summary["best"]["forecast"].text?.contains("nlinear-ridge 8+2 refit 10") == true)
        let selections = summary["walk_forward"]["selections"].items
        #expect(selections.count == 3)
        var rebalances = 0.0
        for selection in selections {
            for window in ["train", "test"] {
                let run = try await Program.run(
                    [
                        "backtest", "--config", "optimized_config.yaml", "--json",
                        "--from", try #require(selection[window]["from"].text),
                        "--to", try #require(selection[window]["to"].text),
                        "--fit-from", try #require(selection["train"]["from"].text),
                    ],
                    directory: directory.path
                )
                #expect(run.status == 0, "\(run.stderr)")
                let metrics = try Fixtures.object(run.stdout)["metrics"]
                #expect(metrics == selection["best_\(window)_metrics"])
                rebalances += metrics["rebalance_count"].number ?? 0
            }
        }
        #expect(rebalances > 0, "a strategy that never trades shows nothing")
        // The last split's training is where the configuration begins by itself.
        let last = try #require(selections.last)
        let again = try await Program.run(
            [
                "backtest", "--config", "optimized_config.yaml", "--json",
                "--from", try #require(last["test"]["from"].text),
                "--to", try #require(last["test"]["to"].text),
            ],
            directory: directory.path
        )
        #expect(try Fixtures.object(again.stdout)["metrics"] == last["best_test_metrics"])
    }

    @Test func theRunSaysWhatIsSlowAndWhatFlatters() async throws {
        let directory = try Self.directory()
        try directory.write(Self.space + "\n  delay: [0]\n", to: "space.yaml")
        let run = try await Program.run(["optimize"] + Self.study, directory: directory.path)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("note        Policies that use forecasts run one by one"))
        #expect(run.stdout.contains("note        Some policies trade with delay 0"))
        let text = try String(contentsOfFile: directory.path + "/results.csv", encoding: .utf8)
        #expect(text.split(separator: "\n")[0].hasSuffix(",evaluated_as,error,forecast"))
        #expect(
            text.split(separator: "\n").dropFirst().allSatisfy { $0.contains("nlinear-ridge 8+2") }
        )
        let backtest = try await Program.run(
            ["backtest", "--config", "optimized_config.yaml"],
            directory: directory.path
        )
        #expect(backtest.status == 0, "\(backtest.stderr)")
        #expect(backtest.stdout.contains("model      nlinear-ridge 8+2 refit 10"))
        #expect(backtest.stdout.contains("at the very close it forecasts from"))
    }

    @Test func verifyChecksThatNothingLooksAhead() async throws {
        let directory = try Self.directory()
        let run = try await Program.run(
            ["verify", "--lookahead"] + Self.study,
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stdout) \(run.stderr)")
        #expect(run.stdout.contains("checks      noise after "))
        #expect(run.stdout.contains("model       nlinear-ridge 8+2 refit 10 penalty=0.1"))
        #expect(run.stdout.contains("Verified: nothing looks ahead ("))
        let quiet = try await Program.run(
            ["verify", "--lookahead", "--bars", "2", "-q"] + Self.study,
            directory: directory.path
        )
        #expect(quiet.outputLines.count == 2 && quiet.stdout.contains("2 bars"))
        let json = try await Program.run(
            ["verify", "--lookahead", "--json"] + Self.study,
            directory: directory.path
        )
        let report = try Fixtures.object(json.stdout)
        #expect(report["verified"] == .bool(true))
        #expect(report["noise_after"].items.count == 5)
        #expect((report["comparisons"].number ?? 0) > 1_000)
    }

    @Test func aMisspelledModelIsNamed() async throws {
        let directory = try Self.directory()
        let text = Self.space.replacingOccurrences(of: "nlinear-ridge", with: "nlinear-rigde")
        try directory.write(text, to: "space.yaml")
        let run = try await Program.run(["optimize"] + Self.study, directory: directory.path)
        #expect(run.status == 78)
        #expect(run.stderr.hasPrefix("apus: space.yaml:8:") && run.stderr.contains("nlinear-ridge"))
    }
}
