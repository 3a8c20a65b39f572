import ArgumentParser

/// The program: thin commands over the libraries.
@main
struct Apus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Find portfolio and forecasting strategies that hold out of sample.",
        discussion: """
            Walk-forward research over huge parameter spaces, on every core, with the same bits at \
            any thread count.

            Start with: apus optimize --prices my.csv
            or:         apus forecast cv --data my.csv --models theta --horizon 20
            """,
        version: version,
        subcommands: [
            OptimizeCommand.self, ResumeCommand.self, ReportCommand.self, StudiesCommand.self,
            BacktestCommand.self,
            VerifyCommand.self, BenchCommand.self, ForecastCommand.self, ShardCommand.self,
            LaunchCommand.self, DataCommand.self,
        ]
    )

    static let version = "0.1.0"

    /// Counts up with every change that gives a study other bits.
    static let resultsVersion = 2

    static func main() {
        Program.run(arguments: Program.arguments)
    }
}
