import ArgumentParser
import Foundation
import Reporting
import Studies

struct LaunchSlurmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm",
        abstract: "An array job of all shards, and a job that merges them after it.",
        discussion: """
            Writes slurm/shards.sh and slurm/merge.sh into the study's folder, which every node must see under \
            the same path. A shard that is preempted, or near its time limit, stops, is queued again and goes on \
            where it was, and so does one whose node fails; one that can never succeed ends its task for good.

            Examples:
              apus launch slurm study --output results --submit
              apus launch slurm study --time 2:00:00 --memory 1G --partition batch --at-once 500
              apus launch slurm study --sbatch=--qos=low --sbatch=--constraint=avx2
            """
    )

    @Argument(help: "The study's folder, as apus shard plan wrote it.")
    var study: String

    @Option(
        name: .shortAndLong,
        help: "Where the merged results go. (default: merged in the study's folder)"
    )
    var output: String?

    @OptionGroup(title: "Shards") var shards: LaunchOptions

    @Option(help: "Memory of a shard, as Slurm takes it.")
    var memory = "2G"

    @Option(help: "Time limit of a task, as Slurm takes it; it goes on in another one.")
    var time = "4:00:00"

    @Option(help: "The partition; the cluster's default without it.")
    var partition: String?

    @Option(help: "The account that pays.")
    var account: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            The most tasks of an array that the cluster takes (MaxArraySize less 1); of more shards, each task \
            computes several.
            """,
            valueName: "tasks"
        )
    )
    var arrayLimit = 1_000

    @Option(help: "A folder on each node's own disk: the study is copied there once a node.")
    var nodeCache = "/tmp"

    @Option(help: "Where apus is on the nodes. (default: this program)")
    var apus: String?

    @Option(
        help: ArgumentHelp(
            "A further option for sbatch, as --sbatch=--qos=low. Repeatable.",
            valueName: "option"
        )
    )
    var sbatch: [String] = []

    @Flag(help: "Submit both jobs.")
    var submit = false

    func run() throws {
        guard arrayLimit >= 1 else {
            throw Failure(.usage, "--array-limit: \(arrayLimit) is too small; give at least 1")
        }
        for (name, value) in [
            ("memory", memory), ("time", time), ("partition", partition ?? ""),
            ("account", account ?? ""),
        ] + sbatch.map({ ("sbatch", $0) }) where value.contains(where: \.isNewline) {
            throw Failure(.usage, "--\(name): has more than one line")
        }
        if let option = sbatch.first(where: { !$0.hasPrefix("-") }) {
            throw Failure(
                .usage,
                "--sbatch: '\(option)' is no option; give it as --sbatch=--qos=low"
            )
        }
        let folder = try StudyFolder(path: PriceInput.absolute(study))
        // Made now, so that it has a path from the root, and so that it is known that it can be written to.
        let merged = try OutputDirectory(path: output ?? StudyFolder.join(folder.path, "merged"))
        let scripts = SlurmScripts(
            study: folder.path,
            shardCount: folder.plan.shardCount,
            output: PriceInput.absolute(merged.path),
            program: try apus ?? Self.thisProgram(),
            nodeCache: nodeCache,
            processors: shards.processors,
            tasks: min(folder.plan.shardCount, arrayLimit),
            atOnce: shards.atOnce,
            options: [
                "--time=\(time)", "--mem=\(memory)", partition.map { "--partition=\($0)" },
                account.map { "--account=\($0)" },
            ].compactMap { $0 } + sbatch
        )
        let directory = try OutputDirectory(path: StudyFolder.join(folder.path, "slurm"))
        _ = try OutputDirectory(path: directory.path(of: SlurmScripts.logsName))
        try directory.write([
            (SlurmScripts.shardsName, Array(scripts.shards.utf8)),
            (SlurmScripts.mergeName, Array(scripts.merge.utf8)),
        ])
        let paths = [SlurmScripts.shardsName, SlurmScripts.mergeName].map(directory.path(of:))
        for path in paths { Console.print("wrote    \(path)") }
        guard submit else {
            Console.print("next     job=$(sbatch --parsable \(ShellWord.quoted(paths[0])))")
            Console.print(
                "         sbatch --dependency=afterok:$job \(ShellWord.quoted(paths[1]))"
            )
            return
        }
        let job = try Self.sbatch([paths[0]])
        Console.print("job      \(job): \(Format.counted(scripts.tasks, "task")) of shards")
        let merge: String
        do {
            merge = try Self.sbatch(["--dependency=afterok:\(job)", paths[1]])
        } catch let failure as Failure {
            throw Failure(
                failure.status,
                "\(failure.message); the shards are queued as job \(job): submit"
                    + " \(paths[1]) with --dependency=afterok:\(job), or cancel them"
            )
        }
        Console.print("job      \(merge): merges them into \(scripts.output)")
        Console.print("watch    squeue --jobs \(job),\(merge)")
    }

    /// Submits a script.
    ///
    /// - Returns: The number of the job.
    private static func sbatch(_ arguments: [String]) throws -> String {
        let process = Process()
        let (output, error) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sbatch", "--parsable"] + arguments
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let told = output.fileHandleForReading.readDataToEndOfFile()
        let problem = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let text = String(decoding: problem, as: UTF8.self).split(separator: "\n").last
            throw Failure(.temporary, "sbatch failed: \(text ?? "it gave no reason")")
        }
        // With several clusters, the cluster's name follows.
        let words = String(decoding: told, as: UTF8.self).split { $0 == ";" || $0.isNewline }
        guard let job = words.first else {
            throw Failure(.temporary, "sbatch told no number of a job")
        }
        return String(job)
    }

    private static func thisProgram() throws -> String {
        guard let path = Bundle.main.executablePath else {
            throw Failure(.usage, "where apus is cannot be found out; give --apus PATH")
        }
        return path
    }
}
