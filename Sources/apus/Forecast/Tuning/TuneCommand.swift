import ArgumentParser
import Forecasting
import MarketData
import Optimization
import Reporting
import Synchronization

struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Search models and settings for what forecasts best, and save it.",
        discussion: """
            Scores every trial by rolling-origin cross-validation, then fits the best on all rows. Writes \
            trials.csv and best.model to the output directory. Run again, the same command goes on where it \
            was stopped.

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

    @Flag(help: "Begin anew, whatever the output directory holds.")
    var restart = false

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest of trials.csv and errors.")
    var quiet = false

    static let modelName = "best.model"
    static let reduction = 3

    func run() throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let parallelism = Parallelism(executor)
        let yaml = try TextFile.contents(of: space)
        let tuner = try tuner(yaml)
        let input = try SeriesInput(series)
        _ = try windows.rollingOrigin.checkedPlan(rows: input.table.count)
        let directory = try OutputDirectory(path: output)
        let file = TrialsFile(
            identity(yaml, input.table),
            metric: metric,
            in: directory
        )
        let known = restart ? [:] : try file.known()
        if !quiet, !json {
            Console.print(header(input, tuner, known.count, StudyHeader.workers(executor)))
            Console.print()
        }
        let result = try search(tuner, input.table, file, known, parallelism)
        guard let best = result.best else {
            let first = result.trials.compactMap { trial -> String? in
                if case .failure(let text) = trial.outcome { return text }
                return nil
            }.first
            throw Failure(
                .data,
                "no trial has a score, see \(directory.path(of: TrialsFile.name)); the first failed:"
                    + " \(first ?? "unknown")"
            )
        }
        try save(best.point, input.table, directory, parallelism)
        let outcome = TuningOutcome(
            tuner: tuner,
            result: result,
            best: best,
            metric: metric,
            reused: known.count
        )
        let digest = Digest(of: file.bytes(result.trials)).description
        let names = [TrialsFile.name, Self.modelName]
        let seconds = Console.now() - start
        if json {
            let files = names.map { ($0, directory.path(of: $0)) }
            Console.print(
                try JSONText.encode(
                    outcome.json(
                        source: input.source,
                        digest: digest,
                        files: Dictionary(uniqueKeysWithValues: files),
                        workers: parallelism.workerCount,
                        seconds: seconds
                    )
                )
            )
        } else if quiet {
            Console.print("\(digest)  \(directory.path(of: TrialsFile.name))")
        } else {
            Console.print(outcome.lines)
            Console.print()
            for name in names { Console.print("wrote   \(directory.path(of: name))") }
            Console.print("digest  \(digest)  (SHA-256 of \(TrialsFile.name))")
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

    /// All that a trial's score depends on.
    private func identity(
        _ yaml: String,
        _ table: SeriesTable
    ) -> [(name: String, value: String)] {
        var bytes = Array(table.channels.joined(separator: "\n").utf8)
        table.timestamps?.withUnsafeBytes { bytes += $0 }
        for channel in table.channels.indices {
            Array(table.column(channel)).withUnsafeBytes { bytes += $0 }
        }
        let scheme = windows.rollingOrigin
        return [
            ("apus", Apus.version),
            ("data", Digest(of: bytes).short),
            ("space", Digest(of: Array(yaml.utf8)).short),
            ("search", search.rawValue + (search == .grid ? "" : ", \(trials) trials")),
            ("metric", metric.rawValue),
            ("horizon", "\(scheme.horizon)"),
            ("input", "\(windows.input)"),
            ("windows", "\(scheme.windows), step \(scheme.step)"),
            (
                "refit",
                (windows.refit ?? RefitArgument(argument: "every:10")!).defaultValueDescription
            ),
            (
                "training",
                (windows.training ?? TrainingRowsArgument(argument: "expanding")!)
                    .defaultValueDescription
            ),
            ("gap", "\(scheme.gap)"),
            ("validation", "\(scheme.validation)"),
            ("season", "\(season)"),
            ("seed", "\(seed)"),
        ]
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

    private func search(
        _ tuner: Tuner,
        _ table: SeriesTable,
        _ file: TrialsFile,
        _ known: [TrialResult.Key: TrialResult.Outcome],
        _ parallelism: Parallelism
    ) throws -> TuningResult {
        let progress = quiet ? nil : FitProgress("trials")
        defer { progress?.finish() }
        let kept = known.compactMap { key, outcome -> TrialResult? in
            guard tuner.points.indices.contains(key.trial), tuner.rungs.indices.contains(key.rung)
            else { return nil }
            return TrialResult(
                key: key,
                windows: tuner.rungs[key.rung],
                point: tuner.points[key.trial],
                outcome: outcome
            )
        }
        try file.write(kept.sorted { ($0.key.rung, $0.key.trial) < ($1.key.rung, $1.key.trial) })
        try file.beginAppending()
        let total = max(0, tuner.trialCount - kept.count)
        let result = try tuner.run(
            on: table,
            known: Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.outcome) }),
            parallelism: parallelism,
            forecaster: { (point) throws(ForecastingError) in try self.forecaster(point) },
            finished: { trial in
                file.append(trial)
                progress?.advance(of: total)
            }
        )
        try file.write(result.trials)
        guard !result.isCancelled else {
            throw Interruption(
                signal: Interrupt.signal,
                message:
                    "stopped: \(Format.count(result.trials.count)) of \(Format.count(tuner.trialCount))"
                    + " trials were finished and are in \(output)/\(TrialsFile.name); run the same command"
                    + " again to go on"
            )
        }
        return result
    }

    /// Fits the best on all rows.
    private func save(
        _ point: TuningPoint,
        _ table: SeriesTable,
        _ directory: OutputDirectory,
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
                    + " \(directory.path(of: TrialsFile.name)): run the same command again to fit it"
            )
        }
        _ = try stored.write(to: directory.path(of: Self.modelName))
    }

    private func header(
        _ input: SeriesInput,
        _ tuner: Tuner,
        _ known: Int,
        _ workers: String
    ) -> [String] {
        let models = Set(tuner.space.blocks.map(\.model)).sorted().joined(separator: ", ")
        let size = tuner.space.count.map { Format.counted($0, "point") } ?? "any number of points"
        let rungs =
            tuner.rungs.count == 1
            ? Format.counted(tuner.rungs[0], "window")
            : tuner.rungs.map(Format.count).joined(separator: ", then ") + " windows"
        var lines = [
            ForecastHeader.data(input),
            "space       \(space): \(size) of \(models)",
            "search      \(search.rawValue): \(Format.counted(tuner.points.count, "trial")) on \(rungs) of"
                + " \(Format.counted(windows.horizon, "step")), by \(metric.rawValue)",
        ]
        if known > 0 {
            lines.append("resumed     \(Format.counted(known, "trial")) of an earlier run")
        }
        lines.append("workers     \(workers)")
        for note in input.notes { lines += wrapped(note, bullet: "note        ") }
        return lines
    }
}
