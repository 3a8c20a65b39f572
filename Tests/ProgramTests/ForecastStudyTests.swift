import Foundation
import TestSupport
import Testing

/// `apus forecast cv` and `tune` as studies: killed, stopped and resumed.
@Suite struct ForecastStudyTests {
    private static let cv = [
        "forecast", "cv", "--models", "ets,theta,nlinear-ridge", "--target", "AAPL,MSFT,XOM",
        "--windows", "60", "--step", "2", "--refit", "every:2", "--horizon", "5", "--levels",
        "50,80",
        "-o", "out",
    ]
    private static let tune = [
        "forecast", "tune", "--space", "space.yaml", "--target", "AAPL,MSFT", "--horizon", "5",
        "--windows", "9", "--search", "halving", "--trials", "27", "-o", "out",
    ]
    private static let space = """
        model: nlinear-ridge
        input: [10, 20, 30, 40]
        settings:
          penalty: {from: 0.0001, to: 1, log: true}

        """

    private static func into(_ folder: String, _ arguments: [String]) -> [String] {
        arguments.map { $0 == "out" ? folder : $0 }
    }

    /// Killed at any moment, it goes on, and ends with the files of a run that nobody touched.
    @Test(arguments: [
        (cv, ["cv.csv", "cv.txt", "forecasts.csv", "report.html"]),
        (tune, ["best.model", "report.html", "trials.csv"]),
    ])
    func killedItEndsWithTheSameFiles(arguments: [String], files: [String]) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.space, to: "space.yaml")
        let whole = try await Program.runAsGiven(
            Self.into("whole", arguments) + ["--no-study"],
            directory
        )
        #expect(whole.status == 0, "\(whole.stderr)")
        #expect(Fixtures.names(in: directory.path("whole")) == files)
        var random = SeededRandom(seed: 77)
        var kills = 0
        var attempts = 0
        var isBegun = false
        func expectWhole() throws {
            for file in files {
                #expect(
                    try Fixtures.result(of: directory.path("out/\(file)"))
                        == Fixtures.result(of: directory.path("whole/\(file)")),
                    "\(file)"
                )
            }
        }
        while kills < 10, attempts < 100 {
            attempts += 1
            let program = try RunningProgram(
                executable: Program.executable("apus"),
                isBegun ? ["resume", "out", "--quiet"] : arguments,
                directory: directory.path
            )
            usleep(UInt32.random(in: 1_000...400_000, using: &random))
            program.send(SIGKILL)
            let run = try await program.outcome()
            if run.status == 1000 + SIGKILL {
                kills += 1
                let show = try await Program.runAsGiven(
                    ["studies", "list", "out", "--json"],
                    directory
                )
                isBegun = show.status == 0 && show.stdout.contains("\"unfinished\"")
            } else {
                #expect(run.status == 0, "\(run.stderr)")
                try expectWhole()
                isBegun = false
            }
        }
        #expect(kills == 10)
        let last = try await Program.runAsGiven(isBegun ? ["resume", "out"] : arguments, directory)
        #expect(last.status == 0, "\(last.stderr)")
        try expectWhole()
        // A file that was being written when the program was killed has no name of its own yet.
        let names = Fixtures.names(in: directory.path("out")).filter { !$0.hasSuffix(".tmp") }
        #expect(names == (["apus.sqlite"] + files).sorted())
    }

    /// Nothing that is known is done again, and what has changed is shown.
    @Test func resumingTakesWhatIsKnown() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.space, to: "space.yaml")
        let first = try await Program.runAsGiven(Self.tune + ["--json"], directory)
        #expect(first.status == 0, "\(first.stderr)")
        #expect(try Fixtures.object(first.stdout)["reused_trials"].number == 0)
        let shown = try await Program.runAsGiven(
            ["studies", "show", "out#tune", "--json"],
            directory
        )
        #expect(shown.status == 0, "\(shown.stderr)")
        let again = try await Program.runAsGiven(["resume", "out", "--json"], directory)
        #expect(again.status == 0, "\(again.stderr)")
        let object = try Fixtures.object(again.stdout)
        #expect(object["reused_trials"].number == object["trials"].number)
        let digest = try Fixtures.object(first.stdout)["digest"].text
        #expect(object["digest"].text == digest)
        try directory.write(Self.space.replacing("40", with: "50"), to: "space.yaml")
        let refused = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(refused.status == 65 || refused.status == 78, "\(refused.stderr)")
        #expect(refused.stderr.contains("the study 'tune' was begun with something else"))
        #expect(refused.stderr.contains("space: SHA-256 "))
        let anew = try await Program.runAsGiven(["resume", "out", "--anew", "--quiet"], directory)
        #expect(anew.status == 0, "\(anew.stderr)")
    }

    @Test func commandsShareAFolder() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.space, to: "space.yaml")
        for arguments in [Self.cv, Self.tune] {
            let run = try await Program.runAsGiven(arguments, directory)
            #expect(run.status == 0, "\(run.stderr)")
        }
        let list = try await Program.runAsGiven(["studies", "list", "out"], directory)
        #expect(list.stdout.contains("forecast cv"), "\(list.stdout)")
        #expect(list.stdout.contains("forecast tune"))
        let unclear = try await Program.runAsGiven(["resume", "out"], directory)
        #expect(unclear.status == 64, "\(unclear.stderr)")
        #expect(unclear.stderr.contains("there are several studies; name one as"))
        let named = try await Program.runAsGiven(["resume", "out#cv", "--quiet"], directory)
        #expect(named.status == 0, "\(named.stderr)")
        let export = try await Program.runAsGiven(
            ["studies", "export", "out#cv", "--format", "json"],
            directory
        )
        #expect(export.stdout.contains("model 1, fit 1, batch 1"))
    }

    @Test func aStoppedComparisonSaysHowToGoOn() async throws {
        let directory = try TemporaryDirectory()
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            [
                "forecast", "cv", "--models", "ets", "--windows", "800", "--step", "1", "--refit",
                "always", "--study", "all.sqlite#stocks", "-o", "out",
            ],
            directory: directory.path
        )
        let hasProgress = await program.wait { program.stderr.contains(" fits ") }
        try #require(hasProgress, "no progress: \(program.stderr)")
        program.send(SIGINT)
        let run = try await program.outcome()
        #expect(run.status == 130, "\(run.stderr)")
        #expect(
            run.stderr.contains("; continue with: apus resume out --study all.sqlite#stocks"),
            "\(run.stderr)"
        )
        let show = try await Program.runAsGiven(
            ["studies", "show", "all.sqlite#stocks"],
            directory
        )
        #expect(show.stdout.contains("unfinished"), "\(show.stdout)")
        #expect(show.stdout.contains("matrix products"))
    }
}
