import ArgumentParser

/// Price files: the commands under `apus data`.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Look into price files, clean, resample, merge and convert them.",
        discussion: """
            Start with: apus data inspect my.csv
            then with:  apus data clean my.csv --output clean.csv
            """,
        subcommands: [
            FetchCommand.self,
            InspectCommand.self, CleanCommand.self, ResampleCommand.self, MergeCommand.self,
            ConvertCommand.self,
        ]
    )
}
