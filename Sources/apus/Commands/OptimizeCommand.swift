import ArgumentParser
import DataParallel
import Optimization
import Reporting
import Studies
import Synchronization

struct OptimizeCommand: StoredCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Search for the allocation and rebalancing rule that holds out of sample.",
        discussion: """
            Walk-forward analysis of every candidate of a search space, or cross-validation with \
            --splits. Writes results.csv, optimized_config.yaml, report.html and report.txt to the output directory, \
            and stores what is finished in apus.sqlite there as it goes: apus resume continues a run that \
            was stopped or killed.

            Examples:
              apus optimize                                 the bundled stocks
              apus optimize --prices my.csv                 the symbols of a file
              apus optimize -p BTC.csv -p ETH.csv --space crypto -d 180 -n 8
              apus optimize --splits cpcv:10,2 --embargo 5  45 splits, 9 paths through the data
              apus optimize -p my.csv --space large.yaml --estimate
              apus optimize -p my.csv --space large.yaml --search tpe --trials 1000
              apus optimize --search random --trials 1000000 --time-budget 10m
            """
    )

    @OptionGroup var study: StudyOptions
    @OptionGroup(title: "Workers") var workers: WorkerOptions
    @OptionGroup(title: "Storage") var storage: StorageOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            After so long (30s, 10m, 2h) nothing more is begun: what has been found is written, with \
            what it does not cover. Not reproducible: how far a run comes depends on the machine.
            """,
            valueName: "time"
        )
    )
    var timeBudget: DurationArgument?

    @Flag(help: "Say how large the study is and about how long it takes, and end.")
    var estimate = false

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    static let storedName = "optimize"
    static let studyName: String? = nil

    func run() throws { try runAsGiven() }

    func run(_ begin: StudySession.Start, arguments: [String]) throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let input = try StudyInput(study, executor: executor)
        if estimate { return try StudyEstimate(input, executor).show(asJSON: json) }
        try StudyEstimate.checkMemory(input)
        let directory = try OutputDirectory(path: output)
        let isTalking = !quiet && !json
        if isTalking {
            Console.print(
                StudyHeader.lines(
                    input,
                    workers: StudyHeader.workers(executor),
                    budget: timeBudget?.seconds
                )
            )
            Console.print()
        }
        let stored = try storage.address(in: directory, name: Self.studyName).map { address in
            let isGrid = input.optimizer.settings.search.method == .grid
            return try StoredStudy(
                input.specification(command: Self.storedName, arguments: arguments),
                at: address,
                in: directory,
                start: begin,
                total: isGrid ? input.optimizer.distinctCount : nil,
                workers: executor.workerCount
            )
        }
        if isTalking { stored?.announce() }
        let (result, sweepEnd) = try StoredStudy.run(stored) { try sweep(input, executor, $0) }
        guard let selection = result.selection else {
            let interruption = Result { try keepPartial(result, in: directory, stored) }
            // Where nothing could be stored, that is why the run stopped.
            try stored?.end(.stopped)
            throw try interruption.get()
        }
        // A file that cannot be written loses nothing: all is in the study.
        let files = try StoredStudy.run(stored) { _ in
            let files = try StudyFiles(
                result,
                selection,
                input: input,
                arguments: arguments,
                timing: PageRun.Timing(
                    seconds: Console.now() - start,
                    processorSeconds: Console.processorSeconds(),
                    workers: executor.workerCount,
                    finishedBefore: stored?.finishedBefore ?? 0
                ),
                on: executor
            )
            try directory.write(files.all)
            return files
        }
        // What a time budget left out can still be done.
        let isWhole = result.search?.endedByTimeBudget != true
        try stored?.end(isWhole ? .complete : .stopped, digest: files.digest)
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
            if let stored { Console.print("stored  \(stored.address)") }
            Console.print("digest  \(files.digest)  (SHA-256 of results.csv)")
            let sweep = sweepEnd - start
            let rate = Double(result.evaluations.evaluatedCount) / max(sweep, 1e-9)
            Console.print(
                "took    \(Format.seconds(seconds)), the sweep \(Format.seconds(sweep)):"
                    + " \(Format.count(Int(rate))) distinct candidates a second"
            )
        }
    }

    func page(of study: StudyRecord, from reader: StudyReader) throws -> [UInt8] {
        let executor = try workers.executor()
        let input = try StudyInput(self.study, executor: executor)
        let arguments = study.specification.arguments
        let now = try input.specification(command: Self.storedName, arguments: arguments)
        try study.check(isStill: now)
        let result: OptimizationResult
        do throws(OptimizationError) {
            result = try input.optimizer.run(
                on: executor,
                cancellation: Interrupt.token,
                journal: reader
            )
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(signal: Interrupt.signal, message: "stopped; nothing was written")
        }
        guard let selection = result.selection else {
            throw Interruption(signal: Interrupt.signal, message: "stopped; nothing was written")
        }
        return try StudyFiles(
            result,
            selection,
            input: input,
            arguments: arguments,
            timing: study.timing,
            on: executor
        ).page
    }

    /// What was found, and when the last candidates were evaluated.
    private func sweep(
        _ input: StudyInput,
        _ executor: any ParallelExecutor,
        _ journal: (any StudyJournal)?
    ) throws -> (OptimizationResult, end: Double) {
        let reporter = quiet ? nil : reporter(for: input)
        defer { reporter?.finish() }
        let budget = timeBudget.map { TimeBudget(seconds: $0.seconds) }
        do throws(OptimizationError) {
            let end = Mutex(Console.now())
            let result = try input.optimizer.run(
                on: executor,
                cancellation: Interrupt.token,
                budget: budget,
                journal: journal,
                progress: { progress in
                    end.withLock { $0 = max($0, Console.now()) }
                    reporter?.handler(progress)
                }
            )
            return (result, end.withLock { $0 })
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped before any candidate was finished"
            )
        }
    }

    private func reporter(for input: StudyInput) -> ProgressReporter {
        let isGrid = input.optimizer.settings.search.method == .grid
        return ProgressReporter(isGrid ? "candidates" : "trials", budget: timeBudget?.seconds)
    }

    /// Writes what is finished and returns the error that ends the program.
    private func keepPartial(
        _ result: OptimizationResult,
        in directory: OutputDirectory,
        _ stored: StoredStudy?
    ) throws -> Interruption {
        try directory.write([(StudyFiles.partialName, ResultsCSV.encode(result))])
        let finished = result.evaluations.finishedCount
        let kept = result.ranking.ids.count
        let all =
            result.optimizer.settings.search.method == .grid
            ? " of \(Format.count(result.evaluations.distinctCount))" : ""
        return Interruption(
            signal: Interrupt.signal,
            message: "stopped: \(Format.count(finished))\(all) distinct candidates were"
                + (kept < finished
                    ? " finished; the best \(Format.count(kept)) are" : " finished and are")
                + " in \(directory.path(of: StudyFiles.partialName))"
                + (stored.map { "; continue with: \($0.resumeCommand)" } ?? "")
        )
    }
}
