import ArgumentParser

struct ShardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shard",
        abstract: "Cut a study into parts that any number of machines compute, and merge them.",
        discussion: """
            apus shard plan -p my.csv --space large.yaml --shards 64 --output study
            apus shard run study --shard 0/64      ... to 63/64, anywhere, in any order, as often as needed
            apus shard merge study --output results

            The files are those of a single run, byte for byte. A shard is a pure function of the study's \
            folder; exit codes: 0 done, 42 it will never succeed, 75 try again (it goes on where it was).
            """,
        subcommands: [ShardPlanCommand.self, ShardRunCommand.self, ShardMergeCommand.self]
    )
}
