import TestSupport
import Testing

/// The README's examples of `apus forecast` on the bundled data, and what came out when they were written.
@Suite struct ForecastExampleTests {
    /// Figures rounded as here are the same on every processor.
    private static let tolerance = 0.006

    @Test func comparesModels() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "forecast", "cv", "--models", "nlinear-ridge,dlinear-ridge", "--horizon", "20",
                "--input", "120", "--windows", "50", "--refit", "every:10", "--json",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let models = try Fixtures.object(run.stdout)["models"].items
        let expected = [
            ("nlinear-ridge", 60.77, 0.739), ("dlinear-ridge", 60.41, 0.737),
            ("seasonal-naive", 61.46, 0.739),
        ]
        #expect(models.map { $0["name"].text } == expected.map(\.0))
        for (model, (name, mse, coverage)) in zip(models, expected) {
            #expect(abs(try #require(model["mse"].number) - mse) < Self.tolerance, "\(name)")
            let found = try #require(model["intervals"].items[0]["coverage"].number)
            #expect(abs(found - coverage) < 0.001, "\(name)")
            #expect(model["windows"].number == 50)
        }
    }

    @Test func combinesModels() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Program.run(
            [
                "forecast", "ensemble", "--candidates", "nlinear-ridge,theta,naive", "--combine",
                "stacking", "--horizon", "20", "--input", "60", "--windows", "5", "-o", "out",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let table = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/ensemble.csv")))
        )
        let expected = [
            ("nlinear-ridge", 60.28), ("theta", 60.80), ("naive", 60.92), ("ensemble", 60.43),
        ]
        for (row, (name, mse)) in expected.enumerated() {
            #expect(table.field("model", ofRow: row) == name)
            let found = try #require(Double(table.field("mse", ofRow: row) ?? ""))
            #expect(abs(found - mse) < Self.tolerance, "\(name)")
        }
        let weight = try #require(Double(table.field("weight", ofRow: 0) ?? ""))
        #expect(abs(weight - 0.565) < 0.001)
    }

    @Test func tunesAModel() async throws {
        let directory = try TemporaryDirectory()
        let space = """
            model: nlinear-ridge
            input: [60, 120]
            settings:
              penalty: [0.01, 1]
            """
        try directory.write(space, to: "space.yaml")
        let run = try await Program.run(
            [
                "forecast", "tune", "--space", "space.yaml", "--horizon", "20", "--windows", "20",
                "--refit", "every:5", "-o", "tuned",
            ],
            directory: directory.path
        )
        #expect(run.status == 0, "\(run.stderr)")
        let lines = run.stdout.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        let header = try #require(lines.firstIndex { $0.first == "trial" })
        // Trial, error, model, settings: the best first.
        #expect(lines[header + 2] == ["4", "75.90", "nlinear-ridge", "input=120", "penalty=1"])
        #expect(lines[header + 5] == ["1", "76.78", "nlinear-ridge", "input=60", "penalty=0.01"])
        let predicted = try await Program.run(
            ["forecast", "predict", "--model", "tuned/best.model", "-o", "out"],
            directory: directory.path
        )
        #expect(predicted.status == 0, "\(predicted.stderr)")
    }

    @Test func tellsTheModels() async throws {
        let run = try await Program.run(["forecast", "models"])
        #expect(run.status == 0, "\(run.stderr)")
        for name in ["naive", "ets", "nlinear-ridge", "n-hits", "tsmixer"] {
            #expect(run.stdout.contains("\n\(name) "))
        }
    }
}
