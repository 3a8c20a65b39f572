import ArgumentParser
import DataParallel

/// How many threads work.
struct WorkerOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        parsing: .unconditional,
        help: """
            Threads: auto takes every processor this process may use, or APUS_NUM_THREADS. More than \
            there are processors is allowed.
            """
    )
    var workers = "auto"

    @Flag(help: "Run on one thread without the parallel machinery.")
    var serial = false

    /// The executor to run on.
    func executor() throws -> any ParallelExecutor {
        let count = try WorkerCount(workers, source: "--workers").resolved()
        return serial ? SequentialExecutor() : ThreadPool(workerCount: count)
    }
}
