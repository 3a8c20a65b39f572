import ArgumentParser
import DataParallel
import Optimization
import Reporting

struct OptimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Search for the allocation and rebalancing rule that holds out of sample.",
        discussion: """
            Walk-forward analysis of every candidate of a search space. Writes results.csv, \
            optimized_config.yaml and report.txt to the output directory.

            Examples:
              apus optimize                                 the bundled stocks
              apus optimize --prices my.csv                 the symbols of a file
              apus optimize -p BTC.csv -p ETH.csv --space crypto -d 180 -n 8
              apus optimize -p my.csv --space large.yaml --estimate
            """
    )

    @OptionGroup var study: StudyOptions
    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Flag(help: "Say how large the study is and about how long it takes, and end.")
    var estimate = false

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    func run() throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let input = try StudyInput(study)
        if estimate { return try StudyEstimate(input, executor).show(asJSON: json) }
        try StudyEstimate.checkMemory(input)
        let directory = try OutputDirectory(path: output)
        let isTalking = !quiet && !json
        if isTalking {
            Console.print(StudyHeader.lines(input, workers: StudyHeader.workers(executor)))
            Console.print()
        }
        let result = try sweep(input, executor)
        let sweepEnd = Console.now()
        guard let selection = result.selection else {
            throw try keepPartial(result, in: directory)
        }
        let files = try StudyFiles(result, selection, input: input, on: executor)
        try directory.write(files.all)
        let seconds = Console.now() - start
        if json {
            let paths = files.all.map { ($0.name, directory.path(of: $0.name)) }
            let summary = StudySummaryJSON(
                result,
                selection,
                input: input,
                digest: files.digest,
                files: Dictionary(uniqueKeysWithValues: paths),
                workers: executor.workerCount,
                seconds: seconds
            )
            Console.print(try JSONText.encode(summary))
        } else if quiet {
            Console.print("\(files.digest)  \(directory.path(of: StudyFiles.resultsName))")
        } else {
            Console.print(StudyOutcome.lines(result, selection))
            Console.print()
            for file in files.all { Console.print("wrote   \(directory.path(of: file.name))") }
            Console.print("digest  \(files.digest)  (SHA-256 of results.csv)")
            let sweep = sweepEnd - start
            let rate = Double(result.evaluations.distinctCount) / max(sweep, 1e-9)
            Console.print(
                "took    \(Format.seconds(seconds)), the sweep \(Format.seconds(sweep)):"
                    + " \(Format.count(Int(rate))) distinct candidates a second"
            )
        }
    }

    private func sweep(
        _ input: StudyInput,
        _ executor: any ParallelExecutor
    ) throws -> OptimizationResult {
        let reporter = quiet ? nil : ProgressReporter()
        defer { reporter?.finish() }
        do {
            return try input.optimizer.run(
                on: executor,
                cancellation: Interrupt.token,
                progress: reporter?.handler
            )
        } catch OptimizationError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped before any candidate was finished"
            )
        }
    }

    /// Writes what is finished and returns the error that ends the program.
    private func keepPartial(
        _ result: OptimizationResult,
        in directory: OutputDirectory
    ) throws -> Interruption {
        try directory.write([(StudyFiles.partialName, ResultsCSV.encode(result))])
        let finished = result.evaluations.finishedCount
        let kept = result.ranking.ids.count
        return Interruption(
            signal: Interrupt.signal,
            message: "stopped: \(Format.count(finished)) of"
                + " \(Format.count(result.evaluations.distinctCount)) distinct candidates were"
                + (kept < finished
                    ? " finished; the best \(Format.count(kept)) are" : " finished and are")
                + " in \(directory.path(of: StudyFiles.partialName))"
        )
    }
}
