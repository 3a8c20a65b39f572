import Foundation
import MarketData
import Reporting
import TestSupport
import Testing

/// Rules, costs and income beyond the reference, as a user has them.
@Suite struct TradingRuleTests {
    private static let space = """
        name: rules
        combinations: {symbols: [A, B, C], sizes: [2, 3]}
        rebalancing:
          thresholds: [0.02]
          methods: [threshold, hybrid]
          min_interval_hours: [0]
          band: [relative]
          bands: {B: 0.05}
          trade_to: [half-way, band-edge]
          trade: [drifted]
          calendar: [month-end]
          volatility_target: [0.1]
          volatility_lookback: [10]
          min_trade: [5]
        """

    private static let options = [
        "-p", "prices.csv", "--space", "space.yaml", "-d", "30", "-n", "3", "--half-spread",
        "0.0003",
        "--fixed-fee", "0.5", "--minimum-fee", "1", "--cost-table", "costs.csv", "--cash-rate",
        "0.03",
        "--dividends", "dividends.csv", "--funding", "funding.csv",
    ]

    private static func directory() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let table = Fixtures.daily(bars: 150)
        try directory.write(Fixtures.wide(table), to: "prices.csv")
        try directory.write(space, to: "space.yaml")
        try directory.write("symbol,commission\nC,0.002\n", to: "costs.csv")
        let dates = stride(from: 5, to: 150, by: 20).map { bar in
            ISO8601DateFormatter().string(
                from: Date(timeIntervalSince1970: Double(table.timestamps[bar]))
            )
        }
        try directory.write(
            "date,A\n" + dates.map { "\($0),0.5\n" }.joined(),
            to: "dividends.csv"
        )
        try directory.write("date,B\n" + dates.map { "\($0),0.001\n" }.joined(), to: "funding.csv")
        return directory
    }

    @Test func theWinnerRunsAgainWithTheSameFigures() async throws {
        let directory = try Self.directory()
        let optimize = try await Program.run(
            ["optimize", "--json"] + Self.options,
            directory: directory.path
        )
        #expect(optimize.status == 0, "\(optimize.stderr)")
        let summary = try Fixtures.object(optimize.stdout)
        #expect(summary["best"]["rule"].text?.contains("volatility 0.1/10") == true)
        let header = try Fixtures.text(of: directory.path("results.csv")).split(separator: "\n")[0]
        #expect(header.hasSuffix(",evaluated_as,error,rule"))
        let selections = summary["walk_forward"]["selections"].items
        #expect(selections.count == 3)
        for selection in selections {
            let run = try await Program.run(
                [
                    "backtest", "--config", "optimized_config.yaml", "--json",
                    "--from", try #require(selection["test"]["from"].text),
                    "--to", try #require(selection["test"]["to"].text),
                ],
                directory: directory.path
            )
            #expect(run.status == 0, "\(run.stderr)")
            #expect(try Fixtures.object(run.stdout)["metrics"] == selection["best_test_metrics"])
        }
    }

    @Test func everyRunSaysTheSame() async throws {
        let directory = try Self.directory()
        for flags in [["verify"], ["verify", "--lookahead"]] {
            let run = try await Program.run(flags + Self.options, directory: directory.path)
            #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
            #expect(!run.stdout.contains("one by one"))
        }
    }

    @Test(arguments: [
        ("--half-spread", "-1", "half spread: -1.0 cannot be used", Int32(64)),
        ("--cost-table", "nowhere.csv", "nowhere.csv", 66),
        ("--dividends", "space.yaml", "space.yaml", 65),
    ])
    func saysWhatIsWrong(option: String, value: String, message: String, status: Int32) async throws
    {
        let directory = try Self.directory()
        let run = try await Program.run(
            ["optimize", "-p", "prices.csv", "-d", "30", "-n", "3", option, value],
            directory: directory.path
        )
        #expect(run.status == status, "\(run.stderr)")
        #expect(run.stderr.contains(message), "\(run.stderr)")
    }
}
