import ArgumentParser

/// The program: thin commands over the libraries.
@main
struct Apus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Find portfolio strategies that hold out of sample.",
        discussion: """
            Walk-forward research over huge parameter spaces, on every core, with the same bits at \
            any thread count.

            Start with: apus optimize --prices my.csv
            """,
        version: version,
        subcommands: [
            OptimizeCommand.self, BacktestCommand.self, VerifyCommand.self, BenchCommand.self,
        ]
    )

    static let version = "0.1.0"

    static func main() {
        Program.run(arguments: Array(CommandLine.arguments.dropFirst()))
    }
}
