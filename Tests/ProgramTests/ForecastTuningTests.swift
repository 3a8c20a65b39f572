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
        let csv = try #require(
            CSVRecords(
                text.split(separator: "\n").filter { !$0.hasPrefix("#") }
                    .map { $0 + "\n" }.joined()
            )
        )
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
        for name in ["trials.csv", "best.model"] {
            let first = try Fixtures.bytes(of: directory.path("0/\(name)"))
            for number in 1..<ways.count {
                #expect(try Fixtures.bytes(of: directory.path("\(number)/\(name)")) == first)
            }
        }
    }

    /// A file that ends within a line, as when the program was killed: whole lines are taken as they are.
    @Test func goesOnWhereItWasStopped() async throws {
        let directory = try TemporaryDirectory()
        let arguments = ["--search", "halving", "--json", "-o", "out"]
        let whole = try await Self.run(arguments, in: directory)
        #expect(whole.status == 0, "\(whole.stderr)")
        let text = try Fixtures.text(of: directory.path("out/trials.csv"))
        let lines = text.split(separator: "\n")
        let head = lines.count { $0.hasPrefix("#") } + 1
        let kept =
            lines.prefix(head + 5).joined(separator: "\n") + "\n" + lines[head + 5].dropLast(4)
        try directory.write(kept, to: "out/trials.csv")
        let again = try await Self.run(arguments, in: directory)
        #expect(again.status == 0, "\(again.stderr)")
        #expect(try Fixtures.object(again.stdout)["reused_trials"].number == 5)
        #expect(try Fixtures.text(of: directory.path("out/trials.csv")) == text)
        #expect(try Fixtures.digest(in: again.stdout.replacing("\"", with: " ")).count == 64)
    }

    @Test func refusesTheTrialsOfAnotherSearch() async throws {
        let directory = try TemporaryDirectory()
        let first = try await Self.run(["-q"], in: directory)
        #expect(first.status == 0, "\(first.stderr)")
        let other = try await Self.run(["--seed", "3"], in: directory)
        #expect(other.status == 64)
        #expect(other.stderr.contains("is of another search (seed: 0; now: 3); give --restart"))
        let anew = try await Self.run(["--seed", "3", "--restart", "-q"], in: directory)
        #expect(anew.status == 0, "\(anew.stderr)")
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
            "model: nlinear-ridge\nsettings: {penalty: {from: 1, to: 2, count: 20000}}\n",
            to: "space.yaml"
        )
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            ["forecast", "tune", "--space", "space.yaml", "-o", "out"],
            directory: directory.path
        )
        let path = directory.path("out/trials.csv")
        let hasTrials = await program.wait {
            ((try? Fixtures.text(of: path)) ?? "").split(separator: "\n").count > 18
        }
        try #require(hasTrials, "no trials: \(program.stderr)")
        program.send(SIGTERM)
        let run = try await program.outcome()
        #expect(run.status == 143)
        #expect(run.stderr.contains("run the same command again to go on"))
        #expect(Fixtures.names(in: directory.path("out")) == ["trials.csv"])
        let rows = try Fixtures.text(of: path).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.dropFirst()
        let trials = rows.compactMap { Int($0.split(separator: ",")[0]) }
        #expect(trials.count >= 3)
        #expect(trials == trials.sorted())
    }
}
