import ArgumentParser
import DataParallel
import Optimization
import Reporting

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a study gives the same bits at any number of workers.",
        discussion: """
            Runs the study serially and with 1, 2, 3 and 8 workers and compares results.csv, \
            optimized_config.yaml and both reports byte for byte. Exits with 1 if any differs.

            With --lookahead it checks that nothing looks ahead instead: after some bars it replaces \
            all prices with noise, and compares what was forecast, weighed, traded and earned up to \
            there, for candidates of every family of policies. Exits with 1 if anything changed.
            """
    )

    @OptionGroup var study: StudyOptions

    @Flag(help: "Check that nothing uses prices of the future.")
    var lookahead = false

    @Option(
        parsing: .unconditional,
        help: "With --lookahead: after how many bars to replace the future, one after another."
    )
    var bars = 5

    @OptionGroup(title: "Accepted as by optimize, without effect here", visibility: .hidden)
    var ignored: IgnoredRunOptions

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the verdict and errors.")
    var quiet = false

    private struct Run: Encodable {
        let workers: String
        let seconds: Double
        let digest: String
        let identical: Bool
    }

    func run() throws {
        Interrupt.install()
        let input = try StudyInput(study)
        if lookahead { return try verifyLookahead(input) }
        if !quiet, !json {
            Console.print(StudyHeader.lines(input, workers: "serial, 1, 2, 3 and 8 in turn"))
            Console.print()
        }
        var reference: StudyFiles?
        var runs: [Run] = []
        var candidates = input.optimizer.space.count
        for workers in [0, 1, 2, 3, 8] {
            let start = Console.now()
            let (files, evaluated) = try files(input, workers: workers)
            if input.optimizer.settings.search.method != .grid { candidates = evaluated }
            let expected = reference ?? files
            reference = expected
            runs.append(
                Run(
                    workers: workers == 0 ? "serial" : "\(workers)",
                    seconds: Console.now() - start,
                    digest: files.digest.description,
                    identical: zip(files.all, expected.all).allSatisfy { $0.bytes == $1.bytes }
                )
            )
        }
        let differing = runs.filter { !$0.identical }.map(\.workers)
        try show(runs, candidates: candidates, differing: differing)
        if !differing.isEmpty { throw ExitCode(1) }
    }

    /// The files of a run, and how many distinct candidates it evaluated.
    private func files(_ input: StudyInput, workers: Int) throws -> (StudyFiles, Int) {
        let executor: any ParallelExecutor =
            workers == 0 ? SequentialExecutor() : ThreadPool(workerCount: workers)
        let reporter = quiet ? nil : ProgressReporter()
        defer { reporter?.finish() }
        do {
            let result = try input.optimizer.run(
                on: executor,
                cancellation: Interrupt.token,
                progress: reporter?.handler
            )
            guard let selection = result.selection else { throw OptimizationError.cancelled }
            return (
                try StudyFiles(
                    result,
                    selection,
                    input: input,
                    arguments: [],
                    timing: nil,
                    on: executor
                ),
                result.evaluations.evaluatedCount
            )
        } catch OptimizationError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped: nothing was verified"
            )
        }
    }

    private func show(_ runs: [Run], candidates: Int, differing: [String]) throws {
        if json {
            struct Summary: Encodable {
                let identical: Bool
                let candidates: Int
                let digest: String
                let runs: [Run]
            }
            Console.print(
                try JSONText.encode(
                    Summary(
                        identical: differing.isEmpty,
                        candidates: candidates,
                        digest: runs[0].digest,
                        runs: runs
                    )
                )
            )
            return
        }
        if !quiet {
            var table = TextTable([
                ("workers", .right), ("digest of results.csv", .left), ("all files", .left),
                ("took", .right),
            ])
            for run in runs {
                table.add([
                    run.workers, run.digest, run.identical ? "identical" : "DIFFERENT",
                    Format.seconds(run.seconds),
                ])
            }
            Console.print(table.lines(indent: 0))
            Console.print()
        }
        Console.print(
            differing.isEmpty
                ? "Verified: \(Format.count(candidates)) candidates, the same bits in every run."
                : "NOT VERIFIED: the runs with \(differing.joined(separator: ", ")) workers differ"
                    + " from the serial one. Please report this with the command and the data."
        )
    }
}

/// Options of `optimize` that say how to run, which `verify` decides itself.
struct IgnoredRunOptions: ParsableArguments {
    @Option(name: .shortAndLong, parsing: .unconditional, help: .hidden)
    var workers: String?

    @Flag(help: .hidden)
    var serial = false

    @Option(name: .shortAndLong, help: .hidden)
    var output: String?
}
