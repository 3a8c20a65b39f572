import Foundation
import TestSupport
import Testing

@Suite struct SignalTests {
    /// Starts a study that would take many minutes and waits until some of it is finished.
    private static func start(
        _ arguments: [String],
        in directory: TemporaryDirectory
    ) async throws -> RunningProgram {
        let symbols = (1...8).map { "S\($0)" }
        let table = SyntheticPrices.randomWalk(
            bars: 30_000,
            symbols: symbols,
            interval: 86_400,
            seed: 9
        )
        try directory.write(Fixtures.wide(table), to: "prices.csv")
        try directory.write(
            """
            combinations: {symbols: [\(symbols.joined(separator: ", "))], sizes: [5]}
            weights: {5: {step: 0.05}}
            rebalancing: {thresholds: [0.05, 0.1, 0.15, 0.2]}
            """,
            to: "space.yaml"
        )
        let program = try RunningProgram(
            executable: Program.executable("apus"),
            arguments + ["-p", "prices.csv", "--space", "space.yaml", "-d", "200", "-n", "140"],
            directory: directory.path
        )
        // A line with a count of finished candidates appears only after some were finished.
        let hasProgress = await program.wait { program.stderr.contains(" candidates ") }
        try #require(hasProgress, "no progress: \(program.stderr)")
        return program
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)])
    func aStoppedRunKeepsWhatIsFinished(_ signal: Int32, _ status: Int) async throws {
        let directory = try TemporaryDirectory()
        let program = try await Self.start(["optimize", "-o", "out"], in: directory)
        program.send(signal)
        let run = try await program.outcome()
        #expect(run.status == Int32(status))
        #expect(
            Fixtures.names(in: directory.path("out")) == ["apus.sqlite", "results.partial.csv"]
        )
        let message = try #require(run.stderr.split(separator: "\n").last)
        let csv = try #require(
            CSVRecords(Fixtures.text(of: directory.path("out/results.partial.csv")))
        )
        #expect(csv.rows.allSatisfy { $0.count == csv.header.count })
        let distinct = csv.rows.indices.filter {
            csv.field("evaluated_as", ofRow: $0) == csv.field("config_id", ofRow: $0)
        }.count
        #expect(distinct > 0)
        let words = message.split(separator: " ").map {
            String($0.filter { $0 != "," })
        }
        #expect(words.prefix(4) == ["apus:", "stopped:", "\(distinct)", "of"])
        #expect(
            message.hasSuffix(
                "finished and are in out/results.partial.csv; continue with: apus resume out"
            )
        )
    }

    @Test func verifyStopsToo() async throws {
        let directory = try TemporaryDirectory()
        let program = try await Self.start(["verify"], in: directory)
        program.send(SIGTERM)
        let run = try await program.outcome()
        #expect(run.status == 143)
        #expect(run.stderr.hasSuffix("apus: stopped: nothing was verified\n"))
        #expect(!run.stdout.contains("Verified"))
        #expect(Fixtures.names(in: directory.path) == ["prices.csv", "space.yaml"])
    }
}
