import Foundation
import MarketData
import TestSupport
import Testing

@Suite struct BadInputTests {
    /// A price file that cannot be used, and what must be said about it.
    struct BadFile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        var status: Int32 = 65
        let parts: [String]

        init(_ name: String, _ text: String, status: Int32 = 65, says parts: [String]) {
            testDescription = name
            self.text = text
            self.status = status
            self.parts = parts
        }
    }

    private static let rows = (1...28).map { "2020-01-\($0 < 10 ? "0" : "")\($0),10,20" }

    /// A good wide file of A and B with one line (counted from 1) changed.
    private static func file(line: Int, is text: String) -> String {
        var lines = ["date,A,B"] + rows
        lines[line - 1] = text
        return lines.joined(separator: "\n") + "\n"
    }

    private static let badFiles = [
        BadFile("empty", "", says: ["bad.csv: the file is empty", "needs a header line"]),
        BadFile("comments only", "# a\n\n# b\n", says: ["bad.csv: the file is empty"]),
        BadFile("header only", "date,A,B\n", says: ["bad.csv: the file has a header but no bars"]),
        BadFile(
            "no header",
            rows.joined(separator: "\n"),
            says: ["bad.csv:1: the first line is data, not a header", "date,BTC,ETH"]
        ),
        BadFile(
            "one symbol",
            (["date,A"] + rows.map { String($0.dropLast(3)) }).joined(separator: "\n"),
            says: ["at least two symbols", "has only A", "add more price files or columns"]
        ),
        BadFile(
            "duplicate time",
            file(line: 7, is: "2020-01-03,10,20"),
            says: [
                "bad.csv:7", "second close for 2020-01-03", "the first is at bad.csv:4", "remove",
            ]
        ),
        BadFile(
            "text",
            file(line: 5, is: "2020-01-04,10,abc"),
            says: ["bad.csv:5:3: B: \"abc\" is not a number", "remove the row"]
        ),
        BadFile(
            "not a number",
            file(line: 6, is: "2020-01-05,NaN,20"),
            says: ["bad.csv:6:2: A: \"NaN\" is not a finite price"]
        ),
        BadFile(
            "infinity",
            file(line: 6, is: "2020-01-05,inf,20"),
            says: ["bad.csv:6:2: A: \"inf\" is not a finite price"]
        ),
        BadFile(
            "zero",
            file(line: 8, is: "2020-01-07,10,0"),
            says: ["bad.csv:8:3: B: \"0\" is not a price > 0; correct it"]
        ),
        BadFile(
            "negative",
            file(line: 9, is: "2020-01-08,-10.5,20"),
            says: ["bad.csv:9:2: A: \"-10.5\" is not a price > 0"]
        ),
        BadFile(
            "no time",
            file(line: 9, is: "yesterday,10,20"),
            says: ["bad.csv:9:1: \"yesterday\" is not a timestamp; write 2021-12-31"]
        ),
        BadFile(
            "short row",
            file(line: 4, is: "2020-01-03,10"),
            says: ["bad.csv:4: the row has 2 fields where the header has 3"]
        ),
        BadFile(
            "same column twice",
            file(line: 1, is: "date,A,A"),
            says: ["bad.csv:1:3: the column name \"A\" is already that of column 2"]
        ),
    ]

    /// Runs `optimize` on a file, with an output directory that must not come into being.
    private static func refuses(
        _ directory: TemporaryDirectory,
        _ arguments: [String],
        status: Int32,
        says parts: [String],
        environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = Fixtures.names(in: directory.path)
        let run = try await Program.run(
            ["optimize", "--output", "out"] + arguments,
            directory: directory.path,
            environment: environment
        )
        #expect(run.status == status, "\(run.stderr)", sourceLocation: sourceLocation)
        for part in parts {
            #expect(
                run.stderr.contains(part),
                "\(part) is missing in: \(run.stderr)",
                sourceLocation: sourceLocation
            )
        }
        #expect(run.stdout == "", sourceLocation: sourceLocation)
        #expect(Fixtures.names(in: directory.path) == before, sourceLocation: sourceLocation)
    }

    @Test(arguments: badFiles)
    func badFilesAreRefused(_ file: BadFile) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(file.text, to: "bad.csv")
        try await Self.refuses(
            directory,
            ["-p", "bad.csv", "-d", "5"],
            status: file.status,
            says: file.parts
        )
    }

    /// The file that the bad ones are made from is good.
    @Test func theGoodFileIsTaken() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.file(line: 1, is: "date,A,B"), to: "good.csv")
        let run = try await Program.run(
            ["optimize", "-p", "good.csv", "-d", "10", "--quick", "-q"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
    }

    @Test func filesThatAreNotThere() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "folder/file")
        try await Self.refuses(
            directory,
            ["--prices", "no/such.csv"],
            status: 66,
            says: ["no/such.csv: no such file; check the path"]
        )
        try await Self.refuses(
            directory,
            ["--prices", "folder"],
            status: 64,
            says: ["folder: this is a directory"]
        )
        try await Self.refuses(
            directory,
            ["--space", "no/such.yaml"],
            status: 66,
            says: ["cannot read no/such.yaml: No such file", "check the path"]
        )
    }

    @Test func tooLittleDataNamesWhatWouldFit() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily(bars: 90)), to: "prices.csv")
        try await Self.refuses(
            directory,
            ["-p", "prices.csv", "--quick"],
            status: 65,
            says: [
                "there are 90 days", "of 365 days need 730",
                "--window-days 15 with --test-windows 5", "--window-days 45 with --test-windows 1",
            ]
        )
        // Both suggestions work, and a day more does not.
        for (days, windows) in [("15", "5"), ("45", "1")] {
            let run = try await Program.run(
                [
                    "optimize", "-p", "prices.csv", "--quick", "--window-days", days,
                    "--test-windows", windows, "--json",
                ],
                directory: directory.path
            )
            #expect(run.status == 0, "\(run.stderr)")
            let selections = try Fixtures.object(run.stdout)["walk_forward"]["selections"].items
            #expect("\(selections.count)" == windows)
        }
        let run = try await Program.run(
            ["optimize", "-p", "prices.csv", "--quick", "-d", "46", "-n", "1"],
            directory: directory.path
        )
        #expect(run.status == 65)
    }

    @Test func spacesWithoutPrices() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily()), to: "prices.csv")
        try await Self.refuses(
            directory,
            ["-p", "prices.csv", "-d", "20", "--space", "crypto"],
            status: 65,
            says: ["BTC/USDT, ETH/USDT", "the data has A, B, C", "leave --space out"]
        )
        try await Self.refuses(
            directory,
            ["--space", "crypto"],
            status: 65,
            says: ["BTC/USDT", "AAPL, AMD"]
        )
    }

    @Test(arguments: [
        (
            "weights:\n  2: [[0.5, 0.4]]", ["space.yaml:2:", "0.5, 0.4", "sum to 0.9, not 1"]
        ),
        (
            "portfolios:\n  - {assets: [A, B], weights: [0.5, 0.6]}",
            ["space.yaml:2:", "sum to 1.1, not 1", "0.4545, 0.5455"]
        ),
        ("asset_set: [[A, B]]", ["space.yaml:1: unknown key 'asset_set'", "'asset_sets'?"]),
        (
            "rebalancing:\n  treshold: [0.1]",
            ["space.yaml:2: unknown key 'treshold' in 'rebalancing'", "'thresholds'?"]
        ),
        (
            "rebalancing:\n  methods: [calender]",
            ["space.yaml:2:", "unknown method 'calender'", "'calendar'?"]
        ),
        ("rebalancing:\n  thresholds: [-1]", ["space.yaml:", "threshold: -1.0", "at least 0"]),
        ("rebalancing:\n  thresholds: []", ["space.yaml:", "thresholds: the list is empty"]),
        ("weights:\n  2: [[0.5, 0.3, 0.2]]", ["space.yaml:2:", "3 weights", "for 2 symbols"]),
        ("combinations: {symbols: [A, B], sizes: [3]}", ["space.yaml:1:", "2 symbols, not 3"]),
        ("name: [", ["space.yaml:", "not valid YAML"]),
        ("", ["space.yaml: the file is empty"]),
    ])
    func spaceFilesAreReadStrictly(_ yaml: String, _ parts: [String]) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Fixtures.wide(Fixtures.daily()), to: "prices.csv")
        try directory.write(yaml, to: "space.yaml")
        try await Self.refuses(
            directory,
            ["-p", "prices.csv", "-d", "20", "--space", "space.yaml"],
            status: 78,
            says: parts
        )
    }

    /// Command lines that ask for what cannot be.
    @Test(arguments: [
        (["--workers", "0"], ["--workers: '0' is not a number of workers", "at least 1"]),
        (["--workers", "-2"], ["--workers: '-2' is not a number of workers"]),
        (["--workers", "many"], ["--workers: 'many'", "'auto'"]),
        (["-w", "1.5"], ["--workers: '1.5'"]),
        (["--train", "sliding"], ["'sliding'", "--train", "rolling:M"]),
        (["--train", "rolling:0"], ["'rolling:0'", "--train", "rolling:M"]),
        (["--train", "rolling:9"], ["rolling training over 9 windows", "--test-windows 9"]),
        (["--objective", "sharp"], ["'sharp'", "--objective", "sharpe"]),
        (["--train-from", "begin"], ["'begin'", "first"]),
        (["--timeframe", "1x"], ["'1x'", "--timeframe"]),
        (["--timeframe", "1h"], ["timeframe 1h is finer than the bars", "1d apart"]),
        (["--fill", "backward"], ["'backward'", "--fill", "forward"]),
        (["--max-gap", "3"], ["--max-gap only makes sense with --fill forward"]),
        (["--fill", "forward", "--max-gap", "0"], ["--max-gap: 0 is too small", "at least 1"]),
        (["--dataset", "sp50"], ["there is no data set 'sp50'", "did you mean 'sp500'?"]),
        (["--dataset", "nasdaq"], ["there is no data set 'nasdaq'", "there is sp500"]),
        (["--dataset", "sp500", "-p", "x.csv"], ["--prices or --dataset, not both"]),
        (
            ["--space", "stcks"],
            ["'stcks' is neither a preset nor a file", "did you mean 'stocks'?"]
        ),
        (["--space", "everything"], ["'everything'", "crypto, stocks or a YAML file"]),
        (["--windows-days", "30"], ["Unknown option '--windows-days'", "'--window-days'?"]),
        (["--window-days", "0"], ["window days: 0 is too small", "at least 1"]),
        (["--window-days", "-3"], ["window days: -3 is too small"]),
        (["--window-days", "x"], ["'x'", "--window-days"]),
        (["--test-windows", "0"], ["test windows: 0 is too small"]),
        (["--purge", "-1"], ["purge: -1 is too small", "at least 0"]),
        (["--embargo", "-1"], ["embargo: -1 is too small"]),
        (["--commission", "-0.1"], ["commission: -0.1 cannot be used", "at least 0"]),
        (["--slippage", "0.5"], ["commission + slippage: 0.501 cannot be used", "below 0.5"]),
        (["--capital", "0"], ["capital: 0.0 cannot be used", "above 0"]),
        (["--periods-per-year", "0"], ["'0'", "--periods-per-year"]),
        (["--seed", "-1"], ["'-1'", "--seed"]),
        (["surprise"], ["surprise"]),
    ])
    func badArgumentsAreRefused(_ arguments: [String], _ parts: [String]) async throws {
        let directory = try TemporaryDirectory()
        try await Self.refuses(directory, ["--quick"] + arguments, status: 64, says: parts)
    }

    @Test(arguments: ["0", "-1", "x", "2.5"])
    func theEnvironmentIsCheckedToo(_ value: String) async throws {
        let directory = try TemporaryDirectory()
        try await Self.refuses(
            directory,
            ["--quick"],
            status: 64,
            says: ["APUS_NUM_THREADS: '\(value)' is not a number of workers"],
            environment: ["APUS_NUM_THREADS": value]
        )
    }

    @Test func commandsThatDoNotExist() async throws {
        let run = try await Program.run(["optimise"])
        #expect(run.status == 64)
        #expect(run.stderr.contains("optimise"))
        let help = try await Program.run(["--help"])
        #expect(help.status == 0)
        for command in ["optimize", "backtest", "verify"] {
            #expect(help.stdout.contains(command))
        }
    }

    @Test func anOutputBelowAFileIsRefusedBeforeTheRun() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("mine", to: "file")
        for output in [file, file + "/below"] {
            let run = try await Program.run(
                ["optimize", "--quick", "--output", output],
                directory: directory.path
            )
            #expect(run.status == 73)
            #expect(run.stderr.contains("cannot write to the directory \(output)"))
            #expect(run.stderr.contains("\(file) is not a directory; choose another with --output"))
            #expect(run.stdout == "")
        }
        #expect(try Fixtures.text(of: file) == "mine")
        #expect(Fixtures.names(in: directory.path) == ["file"])
    }

    @Test func anEmptyOutputIsNotTheRootDirectory() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            ["optimize", "--quick", "--output", ""],
            directory: directory.path
        )
        #expect(run.status == 73)
        #expect(run.stderr.contains("the path is empty"))
        #expect(Fixtures.names(in: directory.path) == [])
    }

    @Test func aDirectoryWhereAFileShouldGoKeepsAllFilesOut() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("mine", to: "report.txt/inside")
        let run = try await Program.run(["optimize", "--quick"], directory: directory.path)
        #expect(run.status == 74)
        #expect(run.stderr.contains("cannot write ./report.txt: Is a directory"))
        // What was computed is in the study: nothing has to be computed again.
        #expect(Fixtures.names(in: directory.path) == ["apus.sqlite", "report.txt"])
    }

    /// A limit on the size of files stands in for a full disk: the first part of `results.csv` is
    /// written, then the system refuses more.
    @Test func aWriteThatFailsHalfwayLeavesNothing() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("old", to: "results.csv")
        let program = try RunningProgram(
            executable: "/bin/sh",
            [
                "-c", "ulimit -f 1 && exec \"$0\" \"$@\"", try Program.executable("apus"),
                "optimize", "--quick", "--quiet", "--no-study",
            ],
            directory: directory.path
        )
        let run = try await program.outcome()
        #expect(run.status == 74)
        #expect(run.stderr.contains("cannot write ./results.csv: File too large; free some space"))
        #expect(run.stderr.contains("no half-written file was left"))
        #expect(run.stdout == "")
        #expect(Fixtures.names(in: directory.path) == ["results.csv"])
        #expect(try Fixtures.text(of: directory.path("results.csv")) == "old")
    }
}
