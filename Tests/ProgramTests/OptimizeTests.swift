import Foundation
import Reporting
import TestSupport
import Testing

@Suite struct OptimizeTests {
    private static let files = [
        "apus.sqlite", "optimized_config.yaml", "report.html", "report.txt", "results.csv",
    ]

    @Test func bundledDataGivesThreeFilesAndTheirDigest() async throws {
        let directory = try TemporaryDirectory()
        let output = directory.path("deep/out")
        let run = try await Program.run(["optimize", "--quick", "--output", output])
        #expect(run.status == 0)
        #expect(Fixtures.names(in: output) == Self.files)
        let results = try Fixtures.bytes(of: output + "/results.csv")
        let digest = Digest(of: results).description
        #expect(try Fixtures.digest(in: run.stdout) == digest)
        #expect(run.outputLines.contains("digest  \(digest)  (SHA-256 of results.csv)"))
        let records = try #require(CSVRecords(String(decoding: results, as: UTF8.self)))
        #expect(records.rows.count == 12)
        #expect(records.rows.allSatisfy { $0.count == records.header.count })
        for name in Self.files.dropFirst() {
            #expect(run.outputLines.contains("wrote   \(output)/\(name)"))
        }
        #expect(run.outputLines.contains("stored  \(output)/apus.sqlite"))
        #expect(try Fixtures.text(of: output + "/report.txt").contains(digest))
    }

    @Test func theTerminalHasHeaderLeaderboardAndRecord() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            ["optimize", "--quick", "--workers", "2", "-n", "3"],
            directory: directory.path
        )
        #expect(run.status == 0)
        let lines = run.outputLines
        #expect(
            lines[0] == "data        bundled sp500: 8,313 bars x 20 symbols, 1d bars, weekdays,"
                + " 1990-01-02 to 2022-12-28"
        )
        for start in [
            "gaps        ", "splits      3 splits, windows of 365 days, anchored training",
            "candidates  12 listed (stocks, quick), 12 distinct", "backtests   72", "workers     2",
        ] { #expect(lines.contains { $0.hasPrefix(start) }, "\(start)") }

        let top = try #require(lines.firstIndex { $0.hasPrefix("Top 10 by mean test outperf") })
        let board = lines[(top + 3)...].prefix { !$0.isEmpty }
        #expect((1...10).contains(board.count))
        let csv = try #require(CSVRecords(Fixtures.text(of: directory.path("results.csv"))))
        let best = try #require(
            csv.rows.max { (Double($0[8]) ?? .nan) < (Double($1[8]) ?? .nan) }
        )
        let bestValue = best[8]
        let winners = csv.rows.filter { $0[8] == bestValue }.map { $0[0] }
        let words = try #require(board.first).split(separator: " ").map(String.init)
        #expect(words.prefix(2) == ["1", "#\(winners[0])"])

        let record = try #require(lines.firstIndex { $0.hasPrefix("Walk-forward record") })
        let rows = lines[(record + 3)...].prefix { !$0.isEmpty }.map {
            $0.split(separator: " ").first.map(String.init)
        }
        #expect(rows == ["1", "2", "3", "all", "median"])
        #expect(lines.contains { $0.hasPrefix("Verdict: ") })
        #expect(Fixtures.names(in: directory.path) == Self.files)
    }

    @Test func everyStudySaysHowLikelyItIsLuck() async throws {
        let directory = try TemporaryDirectory()
        let arguments = ["optimize", "--quick", "--odds", "auto", "-o", directory.path]
        let run = try await Program.run(arguments)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.outputLines.contains("The odds that it is luck"))
        let json = try await Program.run(arguments + ["--json"])
        let odds = try Fixtures.object(json.stdout)["odds"]
        #expect(odds["judged"].number == 12)
        #expect(odds["candidates"].number == 12)
        #expect(odds["overfitting"]["splits"].number == 12_870)
        let probability = try #require(odds["overfitting"]["probability"].number)
        #expect((0...1).contains(probability))
        let without = try await Program.run(["optimize", "--quick", "-o", directory.path, "--json"])
        #expect(try Fixtures.object(without.stdout)["odds"].number == nil)
        let report = try Fixtures.text(of: directory.path("report.txt"))
        #expect(report.contains("Not computed: they were not asked for."))
    }

    @Test func jsonIsOneObjectWithTheSameDigest() async throws {
        let directory = try TemporaryDirectory()
        let output = directory.path("out")
        let run = try await Program.run(["optimize", "--quick", "--json", "-o", output])
        #expect(run.status == 0)
        let object = try Fixtures.object(run.stdout)
        let digest = Digest(of: try Fixtures.bytes(of: output + "/results.csv")).description
        #expect(object["digest"] == .string(digest))
        #expect(object["candidates"] == .number(12))
        #expect(object["failed_candidates"] == .number(0))
        #expect(object["objective"] == .string("outperformance"))
        #expect(object["walk_forward"]["selections"].items.count == 5)
        #expect(object["top"].items.count == 10)
        #expect(object["files"]["results.csv"] == .string(output + "/results.csv"))
        let csv = try #require(CSVRecords(Fixtures.text(of: output + "/results.csv")))
        let id = try #require(object["best"]["config_id"].number)
        let value = csv.field("test_outperformance", ofRow: Int(id) - 1).flatMap { Double($0) }
        #expect(object["best"]["test_outperformance"].number == value)
        #expect(value != nil)
    }

    @Test func quietPrintsTheDigestAlone() async throws {
        let directory = try TemporaryDirectory()
        let output = directory.path("out")
        let run = try await Program.run(["optimize", "--quick", "--quiet", "-o", output])
        #expect(run.status == 0)
        let digest = Digest(of: try Fixtures.bytes(of: output + "/results.csv"))
        #expect(run.stdout == "\(digest)  \(output)/results.csv\n")
        #expect(run.stderr == "")
        #expect(Fixtures.names(in: output) == Self.files)
    }

    /// Three layouts of the same prices, one study.
    @Test func everyLayoutOfAFileGivesTheSameResults() async throws {
        let directory = try TemporaryDirectory()
        let table = Fixtures.crypto()
        try directory.write(Fixtures.wide(table), to: "wide.csv")
        try directory.write(Fixtures.long(table), to: "long.csv")
        var separate: [String] = []
        for (column, pair) in Fixtures.pairs.enumerated() {
            let name = pair.replacingOccurrences(of: "/", with: "_") + "-1h.csv"
            try directory.write(Fixtures.ohlcv(table, column: column), to: name)
            separate += ["--prices", name]
        }
        var digests: Set<String> = []
        for prices in [["--prices", "wide.csv"], ["-p", "long.csv"], separate] {
            let run = try await Program.run(
                ["optimize", "--quick", "-d", "60"] + prices,
                directory: directory.path
            )
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stdout.contains("9,600 bars x 4 symbols, 1h bars, every day"))
            #expect(run.stdout.contains("candidates  12 listed (automatic, quick)"))
            digests.insert(try Fixtures.digest(in: run.stdout))
        }
        #expect(digests.count == 1)
    }

    /// Nothing but a file: defaults that fit it are found, and what was lowered is said.
    @Test func aFileAloneIsEnough() async throws {
        let directory = try TemporaryDirectory()
        let table = SyntheticPrices.randomWalk(
            bars: 800,
            symbols: ["KO", "PEP"],
            interval: 86_400,
            seed: 3
        )
        try directory.write(Fixtures.wide(table), to: "my.csv")
        let run = try await Program.run(
            ["optimize", "--prices", "my.csv"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("candidates  2,160 listed (automatic)"))
        let words = run.stdout.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("note The data reaches back 800 days: 1 test window of 365 days"))
        #expect(Fixtures.names(in: directory.path) == (Self.files + ["my.csv"]).sorted())
    }

    @Test func theCryptoSpaceSaysWhichSymbolsAreMissing() async throws {
        let directory = try TemporaryDirectory()
        let three = Fixtures.crypto(days: 90, symbols: Array(Fixtures.pairs.prefix(3)))
        try directory.write(Fixtures.wide(three), to: "prices.csv")
        let quick = try await Program.run(
            ["optimize", "-p", "prices.csv", "--space", "crypto", "--quick", "-d", "14"],
            directory: directory.path
        )
        #expect(quick.status == 0, "\(quick.stderr)")
        let note = "No prices for SOL/USDT: 6 portfolios became 6."
        #expect(quick.outputLines.contains("note        \(note)"))
        // The set of four lost its fourth and takes the weights of three, in its own order.
        let csv = try #require(CSVRecords(Fixtures.text(of: directory.path("results.csv"))))
        #expect(csv.rows.count == 12)
        #expect(csv.rows.allSatisfy { !$0[1].contains("SOL") })
        #expect(csv.rows[8][1...2] == ["BTC/USDT|ETH/USDT|BNB/USDT", "0.3300|0.3300|0.3400"])
        #expect(csv.rows[8].dropFirst(8) == csv.rows[4].dropFirst(8))

        let all = SyntheticPrices.randomWalk(
            bars: 60,
            symbols: ["ADA-USDT", "btcusdt"],
            interval: 86_400,
            seed: 2
        )
        try directory.write(Fixtures.wide(all), to: "daily.csv")
        let full = try await Program.run(
            ["optimize", "-p", "daily.csv", "--space", "crypto", "-d", "14", "--json"],
            directory: directory.path
        )
        #expect(full.status == 0, "\(full.stderr)")
        let notes = try Fixtures.object(full.stdout)["notes"].items.compactMap(\.text)
        #expect(
            notes.contains { $0.hasPrefix("No prices for ETH/USDT, BNB/USDT, SOL/USDT, XRP/USDT") }
        )
    }

    @Test(arguments: ["1h", "4h", "1d"])
    func timeframesResample(_ timeframe: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.crypto(days: 60)), to: "prices.csv")
        let run = try await Program.run(
            [
                "optimize", "-p", "prices.csv", "--quick", "-d", "14", "-n", "2", "--timeframe",
                timeframe, "--json",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let data = try Fixtures.object(run.stdout)["data"]
        let seconds = ["1h": 3_600.0, "4h": 14_400, "1d": 86_400]
        #expect(data["interval_seconds"].number == seconds[timeframe])
        #expect(data["bars"].number == 60 * 86_400 / (seconds[timeframe] ?? 1))
        #expect(data["bars_per_year"].number == 365 * 86_400 / (seconds[timeframe] ?? 1))
    }

    @Test func settingsChangeTheResult() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 300)), to: "prices.csv")
        var digests: [String] = []
        for options in [
            [], ["--commission", "0"], ["--slippage", "0.01"], ["--train", "rolling:2"],
            ["--purge", "5"], ["--train-from", "first"], ["--periods-per-year", "100"],
            ["--window-days", "30"], ["--test-windows", "2"],
        ] {
            let run = try await Program.run(
                ["optimize", "-p", "prices.csv", "--quick", "-q"]
                    + (options.contains("--window-days") ? [] : ["-d", "40"]) + options,
                directory: directory.path
            )
            #expect(run.status == 0, "\(options): \(run.stderr)")
            digests.append(try Fixtures.digest(in: run.stdout))
        }
        #expect(Set(digests).count == digests.count)
    }

    @Test(arguments: ["outperformance", "return", "sharpe", "sortino", "calmar"])
    func everyObjectiveRanks(_ objective: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 200)), to: "prices.csv")
        let run = try await Program.run(
            [
                "optimize", "-p", "prices.csv", "--quick", "-d", "30", "--objective", objective,
                "--json",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        #expect(object["objective"].text == objective)
        let csv = try #require(CSVRecords(Fixtures.text(of: directory.path("results.csv"))))
        let column = try #require(csv.header.firstIndex(of: "test_\(objective)"))
        let values = csv.rows.compactMap { Double($0[column]) }
        let best = try #require(object["best"]["config_id"].number)
        #expect(values[Int(best) - 1] == values.max())
    }
}

@Suite struct SameBitsTests {
    /// However it is run, the files are the same.
    @Test func everyNumberOfWorkersGivesTheSameFiles() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 300)), to: "prices.csv")
        let study = ["optimize", "-p", "prices.csv", "-d", "40", "--space", "space.yaml", "-q"]
        try directory.write(
            """
            rebalancing:
              thresholds: [0.02, 0.05]
              methods: [threshold, calendar, hybrid]
              calendar_days: [7, 30]
              min_interval_hours: [24]
              momentum_filter: [false, true]
            """,
            to: "space.yaml"
        )
        var reference: [[UInt8]] = []
        for (arguments, environment) in [
            (["--serial"], [:]), (["--workers", "1"], [:]), (["-w", "2"], [:]), (["-w", "3"], [:]),
            (["-w", "8"], [:]), ([], ["APUS_NUM_THREADS": "5"]), ([], [:]),
            (["--workers", "auto"], ["APUS_NUM_THREADS": "1"]),
        ] as [([String], [String: String])] {
            let run = try await Program.run(
                study + arguments + ["-o", "out"],
                directory: directory.path,
                environment: environment
            )
            #expect(run.status == 0, "\(arguments): \(run.stderr)")
            let files = try ["results.csv", "optimized_config.yaml", "report.html", "report.txt"]
                .map {
                    try Fixtures.result(of: directory.path("out/\($0)"))
                }
            if reference.isEmpty { reference = files }
            #expect(files == reference, "\(arguments) \(environment)")
            #expect(try Fixtures.digest(in: run.stdout) == Digest(of: files[0]).description)
        }
        #expect(reference[0].count > 10_000)
    }

    @Test func workersAreShownAndMayExceedTheProcessors() async throws {
        let directory = try TemporaryDirectory()
        let few = try await Program.run(
            ["optimize", "--quick", "--serial"],
            directory: directory.path
        )
        #expect(few.outputLines.contains("workers     1 (serial)"))
        let many = try await Program.run(
            ["optimize", "--quick", "--workers", "1000"],
            directory: directory.path
        )
        #expect(many.status == 0)
        #expect(many.stdout.contains("workers     1000, more than the "))
        let environment = try await Program.run(
            ["optimize", "--quick", "--json"],
            directory: directory.path,
            environment: ["APUS_NUM_THREADS": "7"]
        )
        #expect(try Fixtures.object(environment.stdout)["workers"] == .number(7))
    }

    @Test func verifyRunsAllAndSaysSo() async throws {
        let run = try await Program.run(["verify", "--quick", "-n", "2"])
        #expect(run.status == 0, "\(run.stderr)")
        let rows = run.outputLines.filter { $0.contains("identical") }.map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(rows.map { $0[0] } == ["serial", "1", "2", "3", "8"])
        #expect(Set(rows.map { $0[1] }).count == 1)
        #expect(run.stdout.contains("Verified: 12 candidates, the same bits in every run."))

        let directory = try TemporaryDirectory()
        let optimize = try await Program.run(
            ["optimize", "--quick", "-n", "2", "-q"],
            directory: directory.path
        )
        #expect(try Fixtures.digest(in: optimize.stdout) == rows[0][1])
    }

    @Test func verifyTakesTheOptionsOfOptimizeAndWritesNothing() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "verify", "--quick", "-n", "1", "-w", "2", "--output", "out", "--quiet",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout == "Verified: 12 candidates, the same bits in every run.\n")
        #expect(run.stderr == "")
        #expect(Fixtures.names(in: directory.path) == [])
        let json = try await Program.run(["verify", "--quick", "-n", "1", "--json"])
        #expect(try Fixtures.object(json.stdout)["identical"] == .bool(true))
        #expect(try Fixtures.object(json.stdout)["runs"].items.count == 5)
    }
}
