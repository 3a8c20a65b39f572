import Foundation
import TestSupport
import Testing

/// `apus forecast ensemble`.
@Suite struct ForecastEnsembleTests {
    private static let windows = [
        "--target", "AAPL,MSFT", "--horizon", "5", "--windows", "6", "--validation-windows", "8",
    ]
    private static let example =
        ["forecast", "ensemble", "--candidates", "nlinear-ridge,theta,naive", "--input", "20"]
        + windows

    /// The ensemble's forecasts are those of its members by the weights that are told.
    @Test(arguments: ["stacking", "inverse-error", "weighted:1,2,1", "mean"])
    func forecastsFollowFromMembersAndWeights(_ rule: String) async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            Self.example + ["--combine", rule, "--json"],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        let weights = object["models"].items.map { $0["weight"].number ?? 1 / 3.0 }
        #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
        let csv = try #require(CSVRecords(Fixtures.text(of: directory.path("forecasts.csv"))))
        let size = 6 * 2 * 5
        #expect(csv.rows.count == 4 * size)
        var squared = 0.0
        for place in 0..<size {
            let values = try (0..<4).map {
                try #require(Double(csv.field("forecast", ofRow: $0 * size + place) ?? ""))
            }
            let expected = zip(weights, values).reduce(0.0) { $0 + $1.0 * $1.1 }
            #expect(abs(values[3] - expected) < 1e-9 * expected)
            let actual = try #require(Double(csv.field("actual", ofRow: 3 * size + place) ?? ""))
            squared += (actual - values[3]) * (actual - values[3])
        }
        let found = try #require(object["ensemble"]["mse"].number)
        #expect(abs(found - squared / Double(size)) < 1e-9 * found)
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
        for name in ["ensemble.csv", "forecasts.csv"] {
            let first = try Fixtures.bytes(of: directory.path("0/\(name)"))
            for number in 1..<ways.count {
                #expect(try Fixtures.bytes(of: directory.path("\(number)/\(name)")) == first)
            }
        }
    }

    @Test func combinesFittedModels() async throws {
        let directory = try TemporaryDirectory()
        for model in ["theta", "naive"] {
            let fit = try await Program.run(
                [
                    "forecast", "fit", "--model", model, "--target", "AAPL,MSFT", "--horizon", "5",
                    "--output", "\(model).model",
                ],
                directory: directory.path
            )
            #expect(fit.status == 0, "\(fit.stderr)")
        }
        let run = try await Program.run(
            ["forecast", "ensemble", "--models", "theta.model,naive.model", "--combine", "median"]
                + Self.windows,
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("A model was fitted on the rows up to 2022-12-28"))
        for name in ["theta.model ", "naive.model ", "ensemble "] {
            #expect(run.outputLines.contains { $0.hasPrefix(name) })
        }
    }

    private static let refusals: [([String], [String])] = [
        ([], ["either --candidates", "or --models"]),
        (["--candidates", "theta", "--models", "a.model"], ["give members: either"]),
        (["--models", "a.model", "--set", "x=1"], ["--set goes with --candidates"]),
        (["--candidates", "theta,naive", "--combine", "weighted:1"], ["1 weight for 2 members"]),
        (["--candidates", "theta,naive", "--combine", "best"], ["--combine"]),
        (
            ["--candidates", "theta,naive", "--validation-windows", "0"],
            ["give at least 1 to learn weights on"]
        ),
    ]

    @Test(arguments: refusals.indices)
    func refusesWhatMakesNoSense(_ index: Int) async throws {
        let (arguments, texts) = Self.refusals[index]
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            ["forecast", "ensemble"] + arguments,
            directory: directory.path
        )
        #expect(run.status == 64, "\(run.stderr)")
        for text in texts { #expect(run.stderr.contains(text), "\(run.stderr)") }
        #expect(Fixtures.names(in: directory.path).isEmpty)
    }

    @Test func aStoppedRunKeepsTheForecastsOfItsFits() async throws {
        let directory = try TemporaryDirectory()
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            [
                "forecast", "ensemble", "--candidates", "naive,ets", "--target", "AAPL,MSFT",
                "--horizon", "5", "--windows", "800", "--step", "1", "--refit", "always", "-o",
                "out",
            ],
            directory: directory.path
        )
        let hasProgress = await program.wait { program.stderr.contains(" fits ") }
        try #require(hasProgress, "no progress: \(program.stderr)")
        program.send(SIGINT)
        let run = try await program.outcome()
        #expect(run.status == 130)
        #expect(run.stderr.contains("apus: stopped after "))
        #expect(Fixtures.names(in: directory.path("out")) == ["forecasts.partial.csv"])
        let forecasts = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/forecasts.partial.csv")))
        )
        // Whole windows of two series and five steps.
        #expect(!forecasts.rows.isEmpty)
        #expect(forecasts.rows.count % 10 == 0)
        #expect(forecasts.field("model", ofRow: 0) == "naive")
    }
}
