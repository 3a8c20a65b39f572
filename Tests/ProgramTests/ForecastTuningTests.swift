import Foundation
import TestSupport
import Testing

/// `apus forecast tune`.
@Suite struct ForecastTuningTests {
    private static let space = """
        spaces:
          - model: nlinear-ridge
            input: [10, 20]
            settings:
              penalty: {from: 0.0001, to: 1, log: true, count: 5}
          - models: [theta, naive]
        """
    private static let example = [
        "forecast", "tune", "--space", "space.yaml", "--target", "AAPL,MSFT", "--horizon", "5",
        "--windows", "9",
    ]

    private static func run(
        _ arguments: [String],
        in directory: TemporaryDirectory
    ) async throws -> Program.Outcome {
        try directory.write(space, to: "space.yaml")
        return try await Program.run(example + arguments, directory: directory.path)
    }

    @Test func theGridTellsEveryTrialAndSavesTheBest() async throws {
        let directory = try TemporaryDirectory()
        let run = try await Self.run(["--json", "-o", "out"], in: directory)
        #expect(run.status == 0, "\(run.stderr)")
        let object = try Fixtures.object(run.stdout)
        let text = try Fixtures.text(of: directory.path("out/trials.csv"))
        let csv = try #require(CSVRecords(text))
        #expect(csv.rows.count == 12)
        #expect(csv.field("settings", ofRow: 1) == "penalty=0.001")
        let scores = csv.rows.indices.compactMap { Double(csv.field("mse", ofRow: $0) ?? "") }
        #expect(scores.count == 12)
        let least = try #require(scores.min())
        #expect(object["best"]["score"].number == least)
        #expect(object["best"]["trial"].number == Double(scores.firstIndex(of: least)! + 1))
        // The same model alone has the same error in a cross-validation.
        let naive = try await Program.run(
            [
                "forecast", "cv", "--models", "naive", "--target", "AAPL,MSFT", "--horizon", "5",
                "--windows", "9", "--json",
            ],
            directory: directory.path
        )
        #expect(try Fixtures.object(naive.stdout)["models"].items[0]["mse"].number == scores[11])
        let predict = try await Program.run(
            ["forecast", "predict", "--model", "out/best.model", "-q"],
            directory: directory.path
        )
        #expect(predict.status == 0, "\(predict.stderr)")
    }

    @Test(arguments: ["grid", "random", "halving"])
    func bytesDoNotDependOnWorkers(_ search: String) async throws {
        let directory = try TemporaryDirectory()
        let ways = [["-w", "1"], ["-w", "2"], ["-w", "3"], ["--serial"]]
        for (number, way) in ways.enumerated() {
            let run = try await Self.run(
                way + ["--search", search, "--trials", "8", "-q", "-o", "\(number)"],
                in: directory
            )
            #expect(run.status == 0, "\(run.stderr)")
        }
        for name in ["trials.csv", "best.model", "report.html"] {
            let first = try Fixtures.result(of: directory.path("0/\(name)"))
            for number in 1..<ways.count {
                #expect(try Fixtures.result(of: directory.path("\(number)/\(name)")) == first)
            }
        }
    }

    /// What is wrong, and in which line.
    private static let spaces: [(String, [String])] = [
        ("", ["the file is empty"]),
        ("input: [3]", ["give 'model: a name' or 'models: [names]'"]),
        ("model: n-hit", ["space.yaml:1", "no model n-hit", "did you mean n-hits?"]),
        ("modle: n-hits", ["space.yaml:1: unknown key 'modle'; did you mean 'model'?"]),
        (
            "model: nlinear-ridge\nsettings:\n  penalti: [1]",
            ["space.yaml:3", "has no setting 'penalti'; did you mean 'penalty'?"]
        ),
        (
            "model: nlinear-ridge\nsettings: {penalty: {from: 2, to: 1}}",
            ["range is from 2.0 to 1.0, but must be one that ascends"]
        ),
        (
            "model: nlinear-ridge\nsettings: {penalty: {from: 0, to: 1}}",
            ["grid is without end", "give ranges a count, or search randomly"]
        ),
        (
            "model: nlinear-ridge\ninput: [0]",
            ["space.yaml:2", "numbers of values from 1 on, not 0"]
        ),
    ]

    @Test(arguments: spaces.indices)
    func refusesSpacesThatMakeNoSense(_ index: Int) async throws {
        let (yaml, texts) = Self.spaces[index]
        let directory = try TemporaryDirectory()
        try directory.write(yaml + "\n", to: "space.yaml")
        let run = try await Program.run(Self.example, directory: directory.path)
        #expect([64, 78].contains(run.status), "\(run.stderr)")
        for text in texts { #expect(run.stderr.contains(text), "\(run.stderr)") }
        #expect(Fixtures.names(in: directory.path) == ["space.yaml"])
    }

    @Test func aStoppedSearchKeepsItsTrials() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            "model: nlinear-ridge\nsettings: {penalty: {from: 1, to: 2, count: 200000}}\n",
            to: "space.yaml"
        )
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            ["forecast", "tune", "--space", "space.yaml", "-o", "out"],
            directory: directory.path
        )
        let hasTrials = await program.wait { program.stderr.contains(" trials ") }
        try #require(hasTrials, "no trials: \(program.stderr)")
        program.send(SIGTERM)
        let run = try await program.outcome()
        #expect(run.status == 143)
        #expect(run.stderr.contains("; continue with: apus resume out#tune"))
        #expect(
            Fixtures.names(in: directory.path("out")) == ["apus.sqlite", "trials.partial.csv"]
        )
        let rows = try Fixtures.text(of: directory.path("out/trials.partial.csv"))
            .split(separator: "\n").dropFirst()
        let trials = rows.compactMap { Int($0.split(separator: ",")[0]) }
        #expect(trials.count >= 3)
        #expect(trials == trials.sorted())
    }
}
