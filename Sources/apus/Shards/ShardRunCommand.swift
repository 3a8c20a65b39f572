import ArgumentParser
import DataParallel
import Foundation
import Optimization
import Reporting
import Studies

struct ShardRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Compute one shard of a study.",
        discussion: """
            Writes one file when it is whole. What is finished is kept as it goes, so that a shard that was \
            stopped or killed goes on where it was.
            """
    )

    @Argument(help: "The study's folder.")
    var study: String

    @Option(help: "Which shard of how many, from 0: 0/16 to 15/16.")
    var shard: String

    @Option(help: "Where the result goes. (default: results in the study's folder)")
    var results: String?

    @Option(
        help: ArgumentHelp(
            """
            A folder on this machine's own disk: what the study is computed from is copied there once, for \
            all shards that run here.
            """,
            valueName: "directory"
        )
    )
    var cache: String?

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func run() throws {
        Interrupt.install()
        do {
            try compute()
        } catch let interruption as Interruption {
            Console.error("apus: \(interruption.message)")
            throw ExitCode(ShardExit.tryAgain)
        } catch {
            guard let failure = error as? Failure ?? Failure(error) else { throw error }
            Console.error("apus: \(failure.message)")
            throw ExitCode(ShardExit.code(of: failure.status))
        }
    }

    private func compute() throws {
        let start = Console.now()
        guard let number = ShardNumber(shard) else {
            throw Failure(
                .usage,
                "--shard: '\(shard)' is not I/N with I from 0 to N - 1, such as 0/16"
            )
        }
        let folder = try StudyFolder(path: study)
        guard number.count == folder.plan.shardCount else {
            throw Failure(
                .usage,
                "--shard: the study was cut into \(folder.plan.shardCount) shards, not \(number.count)"
            )
        }
        let directory = try OutputDirectory(path: results ?? folder.results)
        let path = directory.path(of: number.fileName)
        if let known = try? StudyFolder.bytes(of: path),
            let result = try? ShardResult(bytes: known, path: path),
            result.planDigest == folder.planDigest
        {
            if !quiet { Console.print("shard \(number) is there already: \(path)") }
            return
        }
        let executor = try workers.executor()
        let input = try (cache.map { try StudyCache.copy(of: folder, in: $0) } ?? folder).input()
        let journal = try ShardJournal(
            path: directory.path(of: number.partName),
            planDigest: folder.planDigest
        )
        let reporter = quiet ? nil : ProgressReporter()
        let isWhole: Bool
        do {
            defer { reporter?.finish() }
            isWhole = try input.optimizer.evaluate(
                blocks: folder.plan.blocks(ofShard: number.index),
                on: executor,
                cancellation: Interrupt.token,
                journal: journal,
                progress: reporter?.handler
            )
        }
        try journal.flush()
        guard isWhole else {
            throw Interruption(
                signal: Interrupt.signal,
                message: "shard \(number) was stopped; run it again, and it goes on where it was"
            )
        }
        let result = ShardResult(
            planDigest: folder.planDigest,
            shard: number,
            entries: try input.optimizer.joined(journal.entries)
        )
        let bytes = result.bytes
        try AtomicFile.write(bytes, to: path)
        journal.remove()
        if !quiet {
            Console.print(
                "shard \(number)  \(path)  SHA-256 \(Digest(of: bytes))"
                    + "  \(Format.seconds(Console.now() - start))"
            )
        }
    }
}

/// The exit codes of a shard, for schedulers.
enum ShardExit {
    /// It fails however often it is tried.
    static let never: Int32 = 42
    /// It may succeed another time.
    static let tryAgain: Int32 = 75

    static func code(of status: ExitStatus) -> Int32 {
        switch status {
        case .usage, .data, .noInput, .unavailable, .software, .configuration: never
        case .cannotCreate, .inputOutput, .temporary: tryAgain
        }
    }
}
