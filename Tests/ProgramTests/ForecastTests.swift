import Foundation
import TestSupport
import Testing

@Suite struct ForecastTests {
    /// Runs `apus forecast` in a directory and requires that it works.
    private static func forecast(
        _ arguments: [String],
        in directory: TemporaryDirectory
    ) async throws -> Program.Outcome {
        let run = try await Program.run(["forecast"] + arguments, directory: directory.path)
        try #require(run.status == 0, "\(arguments): \(run.stderr)")
        return run
    }

    @Test func tellsEveryModelAndItsSettings() async throws {
        let directory = try TemporaryDirectory()
        let overview = try await Self.forecast(["models"], in: directory)
        for name in ["naive", "seasonal-naive", "ets", "nlinear-ridge", "n-hits", "tsmixer"] {
            #expect(overview.outputLines.contains { $0.hasPrefix(name + " ") }, "\(name)")
        }
        #expect(overview.outputLines.allSatisfy { $0.count <= 120 })
        let details = try await Self.forecast(["models", "n-hits"], in: directory)
        #expect(details.stdout.contains("  batch-size=256 "))
        #expect(details.stdout.contains("  hidden=512,512 "))
        let json = try Fixtures.object(
            await Self.forecast(["models", "--json"], in: directory).stdout
        )
        #expect(json["models"].items.count == 24)
        let theta = try #require(json["models"].items.first { $0["name"].text == "theta" })
        #expect(theta["settings"].items.first?["default"].text == "automatic")
    }

    /// A model that follows a series from its beginning is not given one that begins elsewhere.
    @Test(arguments: ["theta", "ets", "ar", "nlinear-ridge"])
    func seriesBeginWhereTheyDid(_ model: String) async throws {
        let directory = try TemporaryDirectory()
        let rows = (1...28).map { "2024-01-\($0 < 10 ? "0" : "")\($0),\(100 + $0 % 5 + $0)" }
        try directory.write((["date,A"] + rows).joined(separator: "\n") + "\n", to: "all.csv")
        try directory.write(
            (["date,A"] + rows.dropFirst()).joined(separator: "\n") + "\n",
            to: "later.csv"
        )
        _ = try await Self.forecast(
            [
                "fit", "--data", "all.csv", "--model", model, "--horizon", "2", "--input", "4",
                "--output", "a.model",
            ],
            in: directory
        )
        let predict = ["forecast", "predict", "--model", "a.model", "--data"]
        let same = try await Program.run(predict + ["all.csv"], directory: directory.path)
        #expect(same.status == 0, "\(same.stderr)")
        let later = try await Program.run(predict + ["later.csv"], directory: directory.path)
        if ["theta", "ets"].contains(model) {
            #expect(later.status == 65)
            #expect(later.stderr.contains("--data begins on 2024-01-02"))
            #expect(later.stderr.contains("follows its series from 2024-01-01 on"))
        } else {
            #expect(later.status == 0, "\(later.stderr)")
        }
    }

    /// The example of the README.
    @Test func theBundledStocksAreForecast() async throws {
        let directory = try TemporaryDirectory()
        let fit = try await Self.forecast(
            [
                "fit", "--model", "nlinear-ridge", "--horizon", "20", "--input", "60",
                "--validation", "500", "--output", "stocks.model",
            ],
            in: directory
        )
        #expect(fit.stdout.contains("sp500: 8,313 rows x 20 series, 1990-01-02 to 2022-12-28"))
        #expect(fit.stdout.contains("holds    1,200 numbers"))
        #expect(fit.stdout.contains("wrote    stocks.model"))
        let run = try await Self.forecast(
            ["predict", "--model", "stocks.model", "--levels", "80,95", "--output", "out"],
            in: directory
        )
        #expect(Fixtures.names(in: directory.path("out")) == ["forecast.csv", "forecast.txt"])
        let report = try Fixtures.text(of: directory.path("out/forecast.txt"))
        #expect(run.stdout.hasPrefix(report))
        #expect(report.contains("20 steps after 2022-12-28"))
        #expect(report.contains("80 %     conformal: errors of the 100 forecasts before"))
        #expect(report.contains("16 more channels: see forecast.csv."))
        #expect(!report.contains("note"))
        // A picture: braille and shading between two edges.
        #expect(report.unicodeScalars.contains { 0x2801...0x28FF ~= $0.value })
        #expect(report.contains("░") && report.contains("│"))
        let text = try Fixtures.text(of: directory.path("out/forecast.csv"))
        let csv = try #require(CSVRecords(text))
        #expect(
            csv.header == [
                "time", "channel", "step", "forecast", "lower-80", "upper-80", "lower-95",
                "upper-95",
            ]
        )
        #expect(csv.rows.count == 20 * 20)
        #expect(csv.rows[0].prefix(3) == ["2022-12-29", "AAPL", "1"])
        #expect(csv.rows[1][0] == "2022-12-30" && csv.rows[2][0] == "2023-01-02")
        for row in csv.rows {
            let values = row.dropFirst(3).compactMap(Double.init)
            try #require(values.count == 5)
            let (point, lower, upper) = (values[0], values[1], values[2])
            #expect(values[3] <= lower && lower < point && point < upper && upper <= values[4])
        }
        #expect(try Fixtures.digest(in: run.stdout).count == 64)
        let first = csv.rows[0].dropFirst(3).compactMap(Double.init).map {
            ($0 * 100).rounded() / 100
        }
        #expect(first == [126.06, 122.06, 130.07, 118.74, 133.39])
    }

    /// Of each kind of model one, with its fitted file and forecasts.
    private static let kinds: [(name: String, options: [String], predict: [String])] = [
        ("theta", ["--model", "theta", "--set", "levels=0.1,0.9"], []),
        ("ridge", ["--model", "rlinear-ridge"], []),
        (
            "network",
            [
                "--model", "mlp", "--set", "steps=6", "--set", "hidden=24", "--set", "dropout=0.2",
                "--seed", "7",
            ],
            ["--samples", "20", "--seed", "3"]
        ),
        (
            "quantiles",
            [
                "--model", "n-hits", "--set", "steps=4", "--set", "hidden=16,16", "--set",
                "loss=quantile:0.1,0.5,0.9", "--validation", "200",
            ], []
        ),
    ]

    @Test(arguments: kinds.indices)
    func workersDoNotChangeAByte(kind: Int) async throws {
        let directory = try TemporaryDirectory()
        let (name, options, predict) = Self.kinds[kind]
        var files: Set<[[UInt8]]> = []
        for workers in [["--serial"], ["-w", "1"], ["-w", "2"], ["-w", "3"]] {
            _ = try await Self.forecast(
                ["fit", "--target", "AAPL,XOM,KO", "--horizon", "8", "--input", "24", "--quiet"]
                    + options + workers + ["--output", "a.model"],
                in: directory
            )
            _ = try await Self.forecast(
                ["predict", "--model", "a.model", "--output", "out", "--quiet"] + predict + workers,
                in: directory
            )
            files.insert(
                try ["a.model", "out/forecast.csv", "out/forecast.txt"].map {
                    try Fixtures.bytes(of: directory.path($0))
                }
            )
        }
        #expect(files.count == 1, "\(name)")
        let report = String(decoding: try #require(files.first)[2], as: UTF8.self)
        switch name {
        case "network": #expect(report.contains("80 %     Monte-Carlo: 20 forecasts"))
        case "ridge":
            #expect(report.contains("95 %     conformal"))
            #expect(report.contains("fit --validation"))
        default:
            #expect(report.contains("80 %     quantiles that the model forecasts"))
            #expect(!report.contains("95 %"))
        }
    }

    @Test func anySeriesCanBeForecast() async throws {
        let directory = try TemporaryDirectory()
        // Temperatures below zero and at it, a gap, hours without a break, a column of text.
        var text = "time,station,celsius,wind\n"
        for hour in 0..<96 {
            let day = 1 + hour / 24
            let celsius = hour == 30 ? "" : "\(hour % 24 - 12)"
            text += "2021-01-0\(day)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z,north,"
            text += "\(celsius),\(hour % 7)\n"
        }
        try directory.write(text, to: "weather.csv")
        let data = ["--data", "weather.csv"]
        let gap = try await Program.run(
            ["forecast", "fit", "--model", "naive", "--horizon", "1", "--output", "m"] + data
                + ["--target", "celsius"],
            directory: directory.path
        )
        #expect(gap.status == 65)
        #expect(
            gap.stderr.contains(
                "weather.csv: celsius has no value at 2021-01-02T06:00:00Z (row 31): give"
                    + " --fill forward"
            )
        )
        let fit = try await Self.forecast(
            ["fit", "--model", "seasonal-naive", "--horizon", "8", "--json", "--output", "m"]
                + data
                + ["--target", "celsius", "--fill", "forward"],
            in: directory
        )
        let summary = try Fixtures.object(fit.stdout)
        #expect(summary["rows"].number == 96)
        #expect(summary["channels"].items.map(\.text) == ["celsius"])
        // The channel is taken from the file by the model's name for it; row 49 is a time as well.
        let predict = ["predict", "--model", "m", "--json", "--fill", "forward"] + data
        let end = try Fixtures.object(await Self.forecast(predict, in: directory).stdout)
        #expect(end["first_time"].text == "2021-01-05")
        // The season of hours is a day.
        let expected = (0..<8).map { Double($0 - 12) }
        #expect(end["forecasts"]["celsius"].items.compactMap(\.number) == expected)
        let times = ["--from", "2021-01-03T00:00:00Z"]
        let levels = ["--levels", "50"]
        let early = try Fixtures.object(
            await Self.forecast(predict + times + levels, in: directory).stdout
        )
        let same = try Fixtures.object(
            await Self.forecast(predict + ["--from", "49"] + levels, in: directory).stdout
        )
        #expect(early["first_row"].number == 49)
        #expect(early["digest"] == same["digest"])
        #expect(early["digest"] != end["digest"])
    }

    @Test func aStoppedFitLeavesNoFile() async throws {
        let directory = try TemporaryDirectory()
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            [
                "forecast", "fit", "--model", "mlp", "--horizon", "5", "--target", "KO", "--set",
                "steps=100000000", "--set", "hidden=8", "--output", "a.model",
            ],
            directory: directory.path
        )
        let hasProgress = await program.wait { program.stderr.contains(" steps ") }
        try #require(hasProgress, "no progress: \(program.stderr)")
        program.send(SIGINT)
        let run = try await program.outcome()
        #expect(run.status == 130)
        #expect(
            run.stderr.hasSuffix(
                "apus: stopped before the model was fitted; no file was written\n"
            )
        )
        #expect(Fixtures.names(in: directory.path).isEmpty)
    }
}
