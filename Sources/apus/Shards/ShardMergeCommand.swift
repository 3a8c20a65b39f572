import ArgumentParser
import DataParallel
import Foundation
import Optimization
import Reporting
import Studies

struct ShardMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the results of all shards together: the files of a single run."
    )

    @Argument(help: "The study's folder.")
    var study: String

    @Option(
        help: """
            A further folder with results of shards, or instead of the study's own. Repeatable; a shard may \
            be there several times if all agree.
            """
    )
    var results: [String] = []

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output: String

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    func run() throws {
        Interrupt.install()
        let executor = try workers.executor()
        let folder = try StudyFolder(path: study)
        let directory = try OutputDirectory(path: output)
        let merged = try MergedShards(
            try (results.isEmpty ? [folder.results] : results).flatMap(Self.shards),
            of: folder.plan,
            planDigest: folder.planDigest,
            folder: study
        )
        let input = try folder.input()
        let result = try input.optimizer.run(
            on: executor,
            cancellation: Interrupt.token,
            journal: merged
        )
        guard let selection = result.selection else {
            throw Interruption(signal: Interrupt.signal, message: "stopped; nothing was written")
        }
        let files = try StudyFiles(
            result,
            selection,
            input: input,
            arguments: folder.plan.specification.arguments,
            timing: nil,
            on: executor
        )
        try directory.write(files.all)
        if quiet {
            return Console.print("\(files.digest)  \(directory.path(of: StudyFiles.resultsName))")
        }
        Console.print(StudyOutcome.lines(result, selection))
        Console.print()
        for file in files.all { Console.print("wrote   \(directory.path(of: file.name))") }
        Console.print("digest  \(files.digest)  (SHA-256 of results.csv)")
    }

    /// The results in a folder, by name.
    private static func shards(
        _ folder: String
    ) throws -> [(path: String, result: ShardResult)] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure(.noInput, "\(folder): cannot be listed (\(error.localizedDescription))")
        }
        return try names.filter { $0.hasPrefix("shard-") && $0.hasSuffix(".apus") }.sorted().map {
            let path = StudyFolder.join(folder, $0)
            return (path, try ShardResult(bytes: try StudyFolder.bytes(of: path), path: path))
        }
    }
}
