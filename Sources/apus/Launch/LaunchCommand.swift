import ArgumentParser

struct LaunchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Write, and submit, what runs a study's shards on a cluster.",
        discussion: """
            apus shard plan -p my.csv --space large.yaml --shards 512 --output study
            apus launch slurm study --output results --submit

            A study that was cut into shards runs unchanged on Slurm, Kubernetes and Ray (see \
            docs/scaling-out.md), and its files are those of a single run, byte for byte.
            """,
        subcommands: [LaunchSlurmCommand.self, LaunchKubernetesCommand.self]
    )
}

/// What every cluster must be told of a shard.
struct LaunchOptions: ParsableArguments {
    @Option(name: .customLong("cpus"), parsing: .unconditional, help: "Processors of a shard.")
    var processors = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The most shards that run at a time; without it as many as there is room for.",
            valueName: "shards"
        )
    )
    var atOnce: Int?

    func validate() throws {
        guard processors >= 1 else {
            throw ValidationError("--cpus: \(processors) is too small; give at least 1")
        }
        if let atOnce, atOnce < 1 {
            throw ValidationError("--at-once: \(atOnce) is too small; give at least 1")
        }
    }
}
