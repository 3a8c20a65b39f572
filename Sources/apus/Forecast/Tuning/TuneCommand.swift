import ArgumentParser
import DataParallel
import Forecasting
import MarketData
import Optimization
import Reporting
import Studies

struct TuneCommand: StoredCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Search models and settings for what forecasts best, and save it.",
        discussion: """
            Scores every trial by rolling-origin cross-validation, then fits the best on all rows. Writes \
            trials.csv, report.html and best.model to the output directory, and stores trials in apus.sqlite there as they \
            end: apus resume continues a search that was stopped or killed.

            A space in YAML:
              model: n-hits
              input: [60, 120]
              settings:
                learning-rate: {from: 0.0001, to: 0.01, log: true}
                dropout: {from: 0, to: 0.3, count: 4}
                batch-size: [64, 256]

            Examples:
              apus forecast tune --space space.yaml --search random --trials 30 -o tuned
              apus forecast tune --data sales.csv --space ridge.yaml --search grid --horizon 12
              apus forecast tune --space space.yaml --search halving --trials 81 --windows 27
            """
    )

    enum Search: String, ExpressibleByArgument, CaseIterable {
        case grid, random, halving
    }

    @OptionGroup(title: "Data") var series: SeriesOptions

    @Option(help: "What to search, a YAML file.")
    var space: String

    @Option(
        help: """
            grid tries everything, random draws --trials points, halving begins with as many on few windows and \
            goes on with the best third.
            """
    )
    var search = Search.grid

    @Option(parsing: .unconditional, help: "Points to try with --search random and halving.")
    var trials = 20

    @Option(help: "What is made small: mse, mae, rmse, smape or mase.")
    var metric = TuningMetric.mse

    @OptionGroup(title: "Windows") var windows: ValidationOptions

    @Option(parsing: .unconditional, help: "Rows of a season, of MASE; 1 for none.")
    var season = 1

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    @OptionGroup(title: "Workers") var workers: WorkerOptions
    @OptionGroup(title: "Storage") var storage: StorageOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest of trials.csv and errors.")
    var quiet = false

    static let modelName = "best.model"
    static let reduction = 3

    static let storedName = "forecast tune"
    static let studyName: String? = "tune"

    func page(of study: StudyRecord, from reader: StudyReader) throws -> [UInt8] {
        let yaml = try TextFile.contents(of: space)
        let tuner = try tuner(yaml)
        let input = try SeriesInput(series)
        let arguments = study.specification.arguments
        try study.check(isStill: specification(yaml, input, arguments))
        // Everything is known: nothing is fitted.
        let result = try tuner.run(
            on: input.table,
            known: reader.trials(),
            parallelism: Parallelism(try workers.executor()),
            forecaster: { (point) throws(ForecastingError) in try self.forecaster(point) },
            finished: { _ in }
        )
        guard !result.isCancelled, let best = result.best else {
            throw Interruption(signal: Interrupt.signal, message: "stopped; nothing was written")
        }
        return try page(
            tuner,
            result,
            best,
            input,
            digest: Digest(of: TrialRows(metric: metric).bytes(result.trials)),
            arguments: arguments,
            timing: study.timing
        )
    }

    private func page(
        _ tuner: Tuner,
        _ result: TuningResult,
        _ best: TrialResult,
        _ input: SeriesInput,
        digest: Digest,
        arguments: [String],
        timing: PageRun.Timing?
    ) throws -> [UInt8] {
        let page = TuningPage(
            tuner: tuner,
            result: result,
            best: best,
            facts: [("data", ForecastHeader.size(input))] + facts(tuner)
                + input.notes.map { ("note", $0) },
            digest: digest,
            run: PageRun(
                command: StudyArguments.command(Self.storedName, arguments),
                version: Apus.version,
                timing: timing
            )
        )
        return Array(try page.html.utf8)
    }

    func run() throws { try runAsGiven() }

    func run(_ begin: StudySession.Start, arguments: [String]) throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let parallelism = Parallelism(executor)
        let yaml = try TextFile.contents(of: space)
        let tuner = try tuner(yaml)
        let input = try SeriesInput(series)
        _ = try windows.rollingOrigin.checkedPlan(rows: input.table.count)
        let directory = try OutputDirectory(path: output)
        if !quiet, !json {
            Console.print(header(input, tuner, StudyHeader.workers(executor)))
            Console.print()
        }
        let stored = try storage.address(in: directory, name: Self.studyName).map { address in
            try StoredStudy(
                specification(yaml, input, arguments),
                at: address,
                in: directory,
                start: begin,
                total: tuner.trialCount,
                workers: executor.workerCount
            )
        }
        if !quiet, !json { stored?.announce() }
        let (outcome, digest) = try StoredStudy.run(stored) { session in
            let known = try session?.trials() ?? [:]
            let result = try search(
                tuner,
                input.table,
                known,
                stored,
                session,
                directory,
                parallelism
            )
            let bytes = TrialRows(metric: metric).bytes(result.trials)
            try directory.write([(TrialRows.name, bytes)])
            guard let best = result.best else { throw noScore(result, directory) }
            let digest = Digest(of: bytes)
            let page = try page(
                tuner,
                result,
                best,
                input,
                digest: digest,
                arguments: arguments,
                timing: PageRun.Timing(
                    seconds: Console.now() - start,
                    processorSeconds: Console.processorSeconds(),
                    workers: parallelism.workerCount,
                    finishedBefore: known.count
                )
            )
            try directory.write([(StudyFiles.pageName, page)])
            try save(best.point, input.table, directory, stored, parallelism)
            let outcome = TuningOutcome(
                tuner: tuner,
                result: result,
                best: best,
                metric: metric,
                reused: known.count
            )
            return (outcome, digest)
        }
        try stored?.end(.complete, digest: digest)
        let names = [TrialRows.name, Self.modelName, StudyFiles.pageName]
        let seconds = Console.now() - start
        if json {
            let files = names.map { ($0, directory.path(of: $0)) }
            Console.print(
                try JSONText.encode(
                    outcome.json(
                        source: input.source,
                        digest: digest.description,
                        files: Dictionary(uniqueKeysWithValues: files),
                        workers: parallelism.workerCount,
                        seconds: seconds
                    )
                )
            )
        } else if quiet {
            Console.print("\(digest)  \(directory.path(of: TrialRows.name))")
        } else {
            Console.print(outcome.lines)
            Console.print()
            for name in names { Console.print("wrote   \(directory.path(of: name))") }
            if let stored { Console.print("stored  \(stored.address)") }
            Console.print("digest  \(digest)  (SHA-256 of \(TrialRows.name))")
            Console.print("took    \(Format.seconds(seconds))")
        }
    }

    private func tuner(_ yaml: String) throws -> Tuner {
        guard season >= 1 else {
            throw Failure(.usage, "--season: \(season) is too small; give at least 1")
        }
        let read: TuningSpace
        do {
            read = try TuningSpace(yaml: yaml, path: space, inputLength: windows.input)
        } catch let error as ConfigurationError {
            throw Failure(.configuration, error.description)
        }
        let search: TuningSearch =
            switch search {
            case .grid: .grid
            case .random: .random(trials: trials)
            case .halving: .halving(trials: trials, reduction: Self.reduction)
            }
        do throws(ForecastingError) {
            return try Tuner(
                read,
                search: search,
                scheme: windows.rollingOrigin,
                metric: metric,
                season: season,
                seed: seed
            )
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// All that the results follow from.
    private func specification(
        _ yaml: String,
        _ input: SeriesInput,
        _ arguments: [String]
    ) -> StudySpecification {
        StudySpecification(
            command: Self.storedName,
            arguments: arguments,
            parts: [
                .engine, input.specification,
                .init("space", "SHA-256 \(Digest(of: Array(yaml.utf8)))"),
                .init("search", search.rawValue + (search == .grid ? "" : ", \(trials) trials")),
                .init("metric", metric.rawValue),
            ] + windows.specification + [
                .init("season", "\(season)"),
                .init("seed", "\(seed)"),
                .matrixProducts,
            ]
        )
    }

    private func forecaster(
        _ point: TuningPoint
    ) throws(ForecastingError) -> any Forecaster {
        try ForecasterCatalog.forecaster(
            point.model,
            inputLength: point.inputLength,
            horizon: windows.horizon,
            settings: point.settings,
            seed: seed
        )
    }

    /// Tries what no earlier run has ended.
    private func search(
        _ tuner: Tuner,
        _ table: SeriesTable,
        _ known: [TrialResult.Key: TrialResult.Outcome],
        _ stored: StoredStudy?,
        _ session: StudySession?,
        _ directory: OutputDirectory,
        _ parallelism: Parallelism
    ) throws -> TuningResult {
        let progress = quiet ? nil : FitProgress("trials")
        defer { progress?.finish() }
        let total = max(0, tuner.trialCount - known.count)
        let result = try tuner.run(
            on: table,
            known: known,
            parallelism: parallelism,
            forecaster: { (point) throws(ForecastingError) in try self.forecaster(point) },
            finished: { trial in
                session?.keep(trial)
                progress?.advance(of: total)
            }
        )
        guard !result.isCancelled else {
            try directory.write([
                (TrialRows.partialName, TrialRows(metric: metric).bytes(result.trials))
            ])
            throw Interruption(
                signal: Interrupt.signal,
                message:
                    "stopped: \(Format.count(result.trials.count)) of \(Format.count(tuner.trialCount))"
                    + " trials were finished and are in \(directory.path(of: TrialRows.partialName))"
                    + (stored.map { "; continue with: \($0.resumeCommand)" } ?? "")
            )
        }
        return result
    }

    /// Fits the best on all rows.
    private func save(
        _ point: TuningPoint,
        _ table: SeriesTable,
        _ directory: OutputDirectory,
        _ study: StoredStudy?,
        _ parallelism: Parallelism
    ) throws {
        let stored: StoredModel
        do throws(ForecastingError) {
            let kept = windows.validation ?? 0
            let data = try TrainingData(
                table,
                train: 0..<(table.count - kept),
                validation: kept > 0 ? (table.count - kept)..<table.count : nil
            )
            let fitted = try forecaster(point).fit(data, on: parallelism)
            stored = StoredModel(fitted, on: table, trainingEnd: table.count - kept)
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped while the best trial was fitted on all rows; all trials are in"
                    + " \(directory.path(of: TrialRows.name))"
                    + (study.map { "; fit it with: \($0.resumeCommand)" } ?? "")
            )
        }
        _ = try stored.write(to: directory.path(of: Self.modelName))
    }

    private func noScore(_ result: TuningResult, _ directory: OutputDirectory) -> Failure {
        let first = result.trials.compactMap { trial -> String? in
            if case .failure(let text) = trial.outcome { return text }
            return nil
        }.first
        return Failure(
            .data,
            "no trial has a score, see \(directory.path(of: TrialRows.name)); the first failed:"
                + " \(first ?? "unknown")"
        )
    }

    private func header(
        _ input: SeriesInput,
        _ tuner: Tuner,
        _ workers: String
    ) -> [String] {
        var lines =
            [ForecastHeader.data(input)]
            + facts(tuner).map { fact in
                fact.name + String(repeating: " ", count: 12 - fact.name.count) + fact.text
            }
        lines.append("workers     \(workers)")
        for note in input.notes { lines += wrapped(note, bullet: "note        ") }
        return lines
    }

    /// What is searched, and how.
    private func facts(_ tuner: Tuner) -> [(name: String, text: String)] {
        let models = Set(tuner.space.blocks.map(\.model)).sorted().joined(separator: ", ")
        let size = tuner.space.count.map { Format.counted($0, "point") } ?? "any number of points"
        let rungs =
            tuner.rungs.count == 1
            ? Format.counted(tuner.rungs[0], "window")
            : tuner.rungs.map(Format.count).joined(separator: ", then ") + " windows"
        return [
            ("space", "\(space): \(size) of \(models)"),
            (
                "search",
                "\(search.rawValue): \(Format.counted(tuner.points.count, "trial")) on \(rungs) of"
                    + " \(Format.counted(windows.horizon, "step")), by \(metric.rawValue)"
            ),
        ]
    }
}
