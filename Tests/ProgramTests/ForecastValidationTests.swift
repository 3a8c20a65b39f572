import Foundation
import TestSupport
import Testing

/// `apus forecast cv`.
@Suite struct ForecastValidationTests {
    private static let example = [
        "forecast", "cv", "--models", "nlinear-ridge,theta,n-hits", "--set", "n-hits.steps=4",
        "--target", "AAPL,MSFT", "--horizon", "5", "--input", "20", "--windows", "12",
        "--refit", "every:6",
    ]

    /// The figures that the table, `cv.csv` and the JSON show follow from the forecasts in `forecasts.csv`.
    @Test func figuresFollowFromTheForecasts() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            Self.example + ["--json", "-o", "out"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        let forecasts = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/forecasts.csv")))
        )
        #expect(forecasts.rows.count == 4 * 12 * 2 * 5)
        let scores = try #require(CSVRecords(Fixtures.text(of: directory.path("out/cv.csv"))))
        let names = ["nlinear-ridge", "theta", "n-hits", "seasonal-naive"]
        #expect(object["models"].items.map { $0["name"].text } == names)
        for (place, model) in object["models"].items.enumerated() {
            var (squared, absolute, inside, held, count) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for row in forecasts.rows.indices
            where forecasts.field("model", ofRow: row) == names[place] {
                let actual = try #require(Double(forecasts.field("actual", ofRow: row) ?? ""))
                let forecast = try #require(Double(forecasts.field("forecast", ofRow: row) ?? ""))
                squared += (actual - forecast) * (actual - forecast)
                absolute += abs(actual - forecast)
                count += 1
                guard let lower = Double(forecasts.field("lower_80", ofRow: row) ?? ""),
                    let upper = Double(forecasts.field("upper_80", ofRow: row) ?? "")
                else { continue }
                held += 1
                if lower <= actual && actual <= upper { inside += 1 }
            }
            let pairs = [
                ("mse", squared / count), ("mae", absolute / count),
                ("rmse", (squared / count).squareRoot()),
            ]
            for (name, expected) in pairs {
                let found = try #require(model[name].number)
                #expect(abs(found - expected) < 1e-9 * expected, "\(names[place]) \(name)")
                #expect(Double(scores.field(name, ofRow: place) ?? "") == found)
            }
            // Four windows calibrate the fifth.
            #expect(held == 8 * 10)
            #expect(model["intervals"].items[0]["coverage"].number == inside / held)
            #expect(model["windows"].number == 12)
            #expect(model["failed_windows"].number == 0)
            let seconds = try #require(model["seconds"].number)
            #expect(seconds > 0)
        }
        // The baseline repeats the last value; its error was computed from the data set by other means.
        let naive = object["models"].items[3]
        #expect(naive["relative"]["mse"].number == 1)
        let ridge = object["models"].items[0]
        let ratio = try #require(ridge["mse"].number) / #require(naive["mse"].number)
        #expect(abs(try #require(ridge["relative"]["mse"].number) - ratio) < 1e-12)
    }

    @Test func tableAndFilesSayTheSame() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(Self.example, directory: directory.path)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(
            Fixtures.names(in: directory.path)
                == ["apus.sqlite", "cv.csv", "cv.txt", "forecasts.csv", "report.html"]
        )
        #expect(
            run.outputLines[0]
                == "data        sp500: 8,313 rows x 2 series, 1990-01-02 to 2022-12-28"
        )
        #expect(
            run.outputLines[1]
                == "windows     12 of 5 steps: rolling origin, step 5, 2 fits of each model; tests from"
                + " 2022-10-04"
        )
        let report = try Fixtures.text(of: directory.path("cv.txt"))
        for name in ["nlinear-ridge", "theta", "n-hits", "seasonal-naive"] {
            #expect(run.outputLines.contains { $0.hasPrefix(name + " ") })
            #expect(Program.lines(report).contains { $0.hasPrefix(name + " ") })
        }
        #expect(!report.contains("time"))
        let digest = try Fixtures.digest(in: run.stdout)
        let quiet = try await Program.run(Self.example + ["-q"], directory: directory.path)
        #expect(quiet.stdout == "\(digest)  ./cv.csv\n")
        #expect(quiet.stderr.isEmpty)
    }

    @Test func bytesDoNotDependOnWorkers() async throws {
        let directory = try TemporaryDirectory()
        let ways = [["-w", "1"], ["-w", "2"], ["-w", "3"], ["--serial"]]
        for (number, way) in ways.enumerated() {
            let run = try await Program.run(
                Self.example + way + ["-q", "-o", "\(number)"],
                directory: directory.path
            )
            #expect(run.status == 0, "\(run.stderr)")
        }
        for name in ["cv.csv", "cv.txt", "forecasts.csv", "report.html"] {
            let first = try Fixtures.result(of: directory.path("0/\(name)"))
            for number in 1..<ways.count {
                #expect(try Fixtures.result(of: directory.path("\(number)/\(name)")) == first)
            }
        }
    }

    /// 40 rows, split 20:10:10, horizon 4: seven windows of the test rows, standardised by the first twenty.
    @Test func papersProtocolByHand() async throws {
        let directory = try TemporaryDirectory()
        let values = (0..<40).map { Double($0 * $0 % 17) }
        let lines = values.enumerated().map { row, value in
            "\(UTCText.day(row)),\(value)"
        }
        try directory.write("date,a\n" + lines.joined(separator: "\n") + "\n", to: "a.csv")
        let run = try await Program.run(
            [
                "forecast", "cv", "--data", "a.csv", "--models", "naive", "--horizon", "4",
                "--input", "6", "--split", "20:10:10", "--standardize", "train", "--json",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let mean = values[..<20].reduce(0, +) / 20
        let deviation = (values[..<20].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20)
            .squareRoot()
        var squared = 0.0
        for origin in 30...36 {
            for row in origin..<(origin + 4) {
                let error = (values[row] - values[origin - 1]) / deviation
                squared += error * error
            }
        }
        let model = try Fixtures.object(run.stdout)["models"].items[0]
        #expect(model["windows"].number == 7)
        #expect(abs(try #require(model["mse"].number) - squared / 28) < 1e-12)
        let forecasts = try #require(
            CSVRecords(Fixtures.text(of: directory.path("forecasts.csv")))
        )
        #expect(forecasts.field("origin_row", ofRow: 0) == "31")
        #expect(forecasts.field("time", ofRow: 0) == UTCText.day(30))
    }

    private static let refusals: [([String], Int32, [String])] = [
        (["--models", "nlinea"], 64, ["there is no model nlinea", "did you mean nlinear?"]),
        (["--models", "naive,naive"], 64, ["naive is there twice"]),
        (["--set", "pena=1"], 64, ["has a setting 'pena'"]),
        (["--set", "ets.form=AAN"], 64, ["ets is not among the models"]),
        (["--set", "nlinear-ridge.penalty=x"], 64, ["nlinear-ridge: ", "penalty"]),
        (["--windows", "0"], 64, ["windows is 0"]),
        (["--windows", "5000"], 65, ["needs 100001 rows and there are 8313"]),
        (["--split", "1:2"], 64, ["--split"]),
        (["--split", "8000:200:200"], 65, ["8000, 200 and 200 rows needs 8400 rows"]),
        (["--split", "0.7:0.2:0.2"], 64, ["whose sum is at most 1"]),
        (["--split", "0.7:0.1:0.2", "--windows", "3"], 64, ["--windows does not go with --split"]),
        (["--levels", "100"], 64, ["--levels"]),
        (["--refit", "every:0"], 64, ["--refit"]),
        (["--season", "0"], 64, ["--season: 0 is too small"]),
        (["--target", "AAPK"], 65, ["has no column 'AAPK'", "did you mean 'AAPL'?"]),
    ]

    @Test(arguments: refusals.indices)
    func refusesWhatMakesNoSense(_ index: Int) async throws {
        let (arguments, status, texts) = Self.refusals[index]
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            ["forecast", "cv"] + arguments,
            directory: directory.path
        )
        #expect(run.status == status, "\(run.stderr)")
        for text in texts { #expect(run.stderr.contains(text), "\(run.stderr)") }
        #expect(Fixtures.names(in: directory.path).isEmpty)
    }

    /// A model that can never be fitted has its reason in its row; the others are compared.
    @Test func aModelThatFailsCostsNoOther() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "forecast", "cv", "--models", "nlinear-ridge,naive", "--target", "AAPL",
                "--input", "9000", "--horizon", "5", "--windows", "6",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(
            run.stdout.contains("nlinear-ridge failed in 6 of 6 windows; the first is window 1")
        )
        let scores = try #require(CSVRecords(Fixtures.text(of: directory.path("cv.csv"))))
        #expect(scores.field("failed_windows", ofRow: 0) == "6")
        #expect(scores.field("mse", ofRow: 0) == "")
        #expect(scores.field("failed_windows", ofRow: 1) == "0")
    }

    @Test func aStoppedRunKeepsWhatIsFinished() async throws {
        let directory = try TemporaryDirectory()
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            [
                "forecast", "cv", "--models", "ets", "--windows", "800", "--step", "1", "--refit",
                "always", "-o", "out",
            ],
            directory: directory.path
        )
        let hasProgress = await program.wait { program.stderr.contains(" fits ") }
        try #require(hasProgress, "no progress: \(program.stderr)")
        program.send(SIGINT)
        let run = try await program.outcome()
        #expect(run.status == 130)
        #expect(run.stderr.contains("apus: stopped: "))
        #expect(
            Fixtures.names(in: directory.path("out"))
                == ["apus.sqlite", "cv.partial.csv", "forecasts.partial.csv"]
        )
        let forecasts = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/forecasts.partial.csv")))
        )
        let scores = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/cv.partial.csv")))
        )
        let windows = scores.rows.indices.compactMap {
            Int(scores.field("windows", ofRow: $0) ?? "")
        }
        #expect(windows.reduce(0, +) > 0)
        #expect(forecasts.rows.count == windows.reduce(0, +) * 20 * 20)
    }
}

/// Days as the program writes them.
enum UTCText {
    /// The day of a number, from 2024-01-01 on, for up to two months.
    static func day(_ number: Int) -> String {
        let (month, day) = number < 31 ? (1, number + 1) : (2, number - 30)
        return "2024-0\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
