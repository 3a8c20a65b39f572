import ArgumentParser
import DataParallel
import Forecasting
import MarketData
import Reporting
import Studies

struct CVCommand: StoredCommand {
    static let configuration = CommandConfiguration(
        commandName: "cv",
        abstract: "Compare models by rolling-origin cross-validation.",
        discussion: """
            Fits every model on the past of each window, forecasts the window, and moves on. Besides the \
            models named, seasonal-naive is always run: what a model must beat. Writes cv.csv, cv.txt, \
            forecasts.csv and report.html to the output directory, and stores what is forecast in apus.sqlite there as it goes: \
            apus resume continues a run that was stopped or killed.

            Errors are means over all windows, steps and channels; with --standardize train on the scale \
            where each channel's training rows (those of the first fit) have mean 0 and standard deviation \
            1. MASE is measured by repeating the last season within a fit's training rows. Intervals are \
            a model's own where it forecasts the quantiles (see its setting levels), else conformal: as far \
            to each side of the forecast as the error that so many of all windows that ended before the \
            window's origin did not exceed, for each channel and step; the first windows have none. With \
            --split and validation rows, errors within those rows take their place.

            Examples:
              apus forecast cv --models nlinear-ridge,theta,n-hits --set n-hits.steps=200
              apus forecast cv --data sales.csv --models ets,ar --horizon 12 --season 12
              apus forecast cv --data ETTh1.csv --models dlinear --input 336 --horizon 96 \\
                --split 8640:2880:2880 --standardize train
            """
    )

    @OptionGroup(title: "Data") var series: SeriesOptions

    @Option(help: "The models, with commas between; `apus forecast models` lists them.")
    var models = "nlinear-ridge,dlinear-ridge,theta"

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting of all models that have it, or of one: key=value or model.key=value. Repeatable.",
            valueName: "setting"
        )
    )
    var settings: [SettingArgument] = []

    @OptionGroup(title: "Windows") var windows: ValidationOptions

    @Option(
        help: ArgumentHelp(
            """
            Instead of rolling windows, as papers do: rows (8640:2880:2880) or shares (0.7:0.1:0.2) to train \
            on, to stop training by, and to test on, at every row (--step 1), none dropped.
            """,
            valueName: "train:validation:test"
        )
    )
    var split: SplitArgument?

    @Option(help: "Standardise each channel by its training rows (train), or not (none).")
    var standardize = StandardizeArgument.none

    @Option(help: "Percent of values that intervals are to hold, with commas between.")
    var levels = LevelsArgument(argument: "80")!

    @Option(
        parsing: .unconditional,
        help: "Rows of a season, of the baseline and of MASE; 1 for none."
    )
    var season = 1

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    @OptionGroup(title: "Workers") var workers: WorkerOptions
    @OptionGroup(title: "Storage") var storage: StorageOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest of cv.csv and errors.")
    var quiet = false

    static let baselineName = "seasonal-naive"
    static let resultsName = "cv.csv"
    static let reportName = "cv.txt"
    static let forecastsName = "forecasts.csv"

    static let storedName = "forecast cv"
    static let studyName: String? = "cv"

    func page(of study: StudyRecord, from reader: StudyReader) throws -> [UInt8] {
        let selection = try models(inputLength: windows.input)
        let input = try SeriesInput(series)
        let arguments = study.specification.arguments
        try study.check(isStill: specification(input, selection, arguments))
        let setup = try Setup(self, input.table)
        let diagnostics = setup.diagnostics(models: selection.names.count, levels: levels)
        let result = try setup.comparison.run(
            selection.forecasters,
            on: setup.table,
            parallelism: Parallelism(try workers.executor()),
            journal: reader,
            forecast: { diagnostics.add($0) }
        )
        if result.isCancelled {
            throw Interruption(signal: Interrupt.signal, message: "stopped; nothing was written")
        }
        let table = comparisonTable(result)
        return try page(
            result,
            diagnostics,
            input,
            setup,
            selection,
            digest: Digest(of: table.csv),
            run: PageRun(
                command: StudyArguments.command(Self.storedName, arguments),
                version: Apus.version,
                timing: study.timing
            )
        )
    }

    private func comparisonTable(_ result: ComparisonResult) -> ComparisonTable {
        ComparisonTable(result: result, baseline: result.models.count - 1, levels: levels)
    }

    private func page(
        _ result: ComparisonResult,
        _ diagnostics: ForecastDiagnostics,
        _ input: SeriesInput,
        _ setup: Setup,
        _ selection: ModelSelection,
        digest: Digest,
        run: PageRun
    ) throws -> [UInt8] {
        let subject = ForecastPage.Subject(
            source: input.source,
            facts: facts(input, setup, selection).map { ($0.name, $0.text) }
                + input.notes.map { ("note", $0) },
            table: setup.table,
            baseline: result.models.count - 1,
            levels: levels.names,
            season: season,
            seed: seed,
            horizon: windows.horizon
        )
        let page = ForecastPage(
            subject: subject,
            result: result,
            diagnostics: diagnostics,
            digest: digest,
            run: run
        )
        return Array(try page.html.utf8)
    }

    func run() throws { try runAsGiven() }

    func run(_ begin: StudySession.Start, arguments: [String]) throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let parallelism = Parallelism(executor)
        let selection = try models(inputLength: windows.input)
        let input = try SeriesInput(series)
        let setup = try Setup(self, input.table)
        let directory = try OutputDirectory(path: output)
        let header = header(input, setup, selection, StudyHeader.workers(executor))
        if !quiet, !json {
            Console.print(header)
            Console.print()
        }
        let stored = try storage.address(in: directory, name: Self.studyName).map { address in
            try StoredStudy(
                specification(input, selection, arguments),
                at: address,
                in: directory,
                start: begin,
                total: setup.comparison.batchCount(
                    models: selection.names.count,
                    on: setup.table
                ),
                workers: executor.workerCount
            )
        }
        if !quiet, !json { stored?.announce() }
        let rows = ForecastRows(setup.table, levels: levels.names)
        let file = try PartedFile(
            Self.forecastsName,
            parts: selection.names.count,
            in: directory
        )
        defer { file.discard() }
        file.append(rows.header, to: 0)
        let diagnostics = setup.diagnostics(models: selection.names.count, levels: levels)
        // A file that cannot be written loses nothing: all is in the study.
        let (table, digest) = try StoredStudy.run(stored) { session in
            let result = try compare(selection, setup, session, parallelism) { part in
                diagnostics.add(part)
                file.append(
                    rows.rows(
                        selection.names[part.model],
                        windows: part.windows,
                        part.forecasts
                    ),
                    to: part.model
                )
            }
            if let error = file.error { throw error }
            let table = comparisonTable(result)
            if result.isCancelled { throw try keepPartial(table, file, directory, stored) }
            let text =
                header.filter { !$0.hasPrefix("workers") } + [""]
                + table.lines(withSeconds: false) + table.failureLines
            let csv = table.csv
            let digest = Digest(of: csv)
            let page = try page(
                result,
                diagnostics,
                input,
                setup,
                selection,
                digest: digest,
                run: PageRun(
                    command: StudyArguments.command(Self.storedName, arguments),
                    version: Apus.version,
                    timing: PageRun.Timing(
                        seconds: Console.now() - start,
                        processorSeconds: Console.processorSeconds(),
                        workers: parallelism.workerCount
                    )
                )
            )
            try file.commit(as: Self.forecastsName)
            try directory.write([
                (Self.resultsName, csv),
                (Self.reportName, Array((text.joined(separator: "\n") + "\n").utf8)),
                (StudyFiles.pageName, page),
            ])
            return (table, digest)
        }
        try stored?.end(.complete, digest: digest)
        let seconds = Console.now() - start
        let names = [
            Self.resultsName, Self.reportName, Self.forecastsName, StudyFiles.pageName,
        ]
        if json {
            let summary = ComparisonJSON(
                source: input.source,
                rows: setup.table.count,
                channels: setup.table.channels,
                standardized: standardize == .train,
                horizon: windows.horizon,
                inputLength: windows.input,
                windows: setup.plan.windows.count,
                fits: setup.plan.fits.count,
                season: season,
                seed: seed,
                baseline: Self.baselineName,
                models: ComparisonJSON.models(table),
                digest: digest.description,
                files: Dictionary(uniqueKeysWithValues: names.map { ($0, directory.path(of: $0)) }),
                workers: parallelism.workerCount,
                seconds: seconds
            )
            Console.print(try JSONText.encode(summary))
        } else if quiet {
            Console.print("\(digest)  \(directory.path(of: Self.resultsName))")
        } else {
            Console.print(table.lines(withSeconds: true))
            Console.print(table.failureLines)
            Console.print()
            Console.print(table.windowLines)
            Console.print()
            for name in names { Console.print("wrote   \(directory.path(of: name))") }
            if let stored { Console.print("stored  \(stored.address)") }
            Console.print("digest  \(digest)  (SHA-256 of \(Self.resultsName))")
            Console.print("took    \(Format.seconds(seconds))")
        }
        if table.result.models.dropLast().allSatisfy({ $0.windowCount == 0 }),
            let failure = table.result.models.first?.failures.first, selection.names.count > 1
        {
            throw Failure(.data, "no model could forecast any window; the first: \(failure.error)")
        }
    }

    /// All that the results follow from.
    private func specification(
        _ input: SeriesInput,
        _ selection: ModelSelection,
        _ arguments: [String]
    ) -> StudySpecification {
        var windows = windows.specification
        if let split {
            windows.removeAll { !["horizon", "input"].contains($0.name) }
            windows.append(.init("split", "\(split.text), step \(self.windows.step ?? 1)"))
        }
        return StudySpecification(
            command: Self.storedName,
            arguments: arguments,
            parts: [
                .engine, input.specification,
                .init("models", selection.names.joined(separator: ", ")),
                .init("settings", settings.map(\.text).joined(separator: ", ")),
            ] + windows + [
                .init("standardize", standardize.rawValue),
                .init("levels", levels.names.joined(separator: ", ")),
                .init("season", "\(season)"),
                .init("seed", "\(seed)"),
                .matrixProducts,
            ]
        )
    }

    /// The models that were named, and behind them the baseline.
    private func models(inputLength: Int) throws -> ModelSelection {
        guard season >= 1 else {
            throw Failure(.usage, "--season: \(season) is too small; give at least 1")
        }
        let named = try ModelSelection(
            "--models",
            list: models,
            settings: settings,
            inputLength: inputLength,
            horizon: windows.horizon,
            seed: seed
        )
        let baseline = SeasonalNaiveForecaster(horizon: windows.horizon, seasonLength: season)
        let others = zip(named.names, named.forecasters).filter { $0.0 != Self.baselineName }
        return ModelSelection(
            names: others.map(\.0) + [Self.baselineName],
            forecasters: others.map(\.1) + [baseline]
        )
    }

    /// Data and windows.
    private struct Setup {
        let table: SeriesTable
        let comparison: ModelComparison
        let plan: CrossValidationPlan
        let scheme: String

        init(_ command: CVCommand, _ table: SeriesTable) throws {
            var calibration = CalibrationSource.earlierWindows
            let scheme: any CrossValidationScheme
            if let split = command.split {
                let held = try command.windows.heldOutSplit(split, rows: table.count)
                if held.validation > 0 { calibration = .validationRows }
                scheme = held
                self.scheme =
                    "one fit on \(Format.count(held.train)) rows, \(Format.count(held.validation)) to"
                    + " validate, \(Format.count(held.test)) to test"
            } else {
                let rolling = command.windows.rollingOrigin
                scheme = rolling
                self.scheme = "rolling origin, step \(rolling.step)"
            }
            plan = try scheme.checkedPlan(rows: table.count)
            comparison = try ModelComparison(
                scheme,
                coverages: command.levels.coverages,
                calibration: calibration,
                season: command.season
            )
            if command.standardize == .train {
                self.table = try Scaler.standard.fit(table, train: plan.fits[0].train)
                    .transform(table)
            } else {
                self.table = table
            }
        }

        /// What is told of the forecasts beyond their errors.
        func diagnostics(models: Int, levels: LevelsArgument) -> ForecastDiagnostics {
            ForecastDiagnostics(
                models: models,
                table: table,
                plan: plan,
                horizon: comparison.scheme.horizon,
                coverages: levels.names.count
            )
        }
    }

    private func compare(
        _ selection: ModelSelection,
        _ setup: Setup,
        _ session: StudySession?,
        _ parallelism: Parallelism,
        _ forecast: @escaping @Sendable (ScoredForecasts) -> Void
    ) throws -> ComparisonResult {
        let progress = quiet ? nil : FitProgress("fits")
        defer { progress?.finish() }
        return try setup.comparison.run(
            selection.forecasters,
            on: setup.table,
            parallelism: parallelism,
            journal: session,
            forecast: forecast,
            progress: { now in
                progress?.update(now.finished, of: now.total, remaining: now.remainingSeconds)
            }
        )
    }

    private func header(
        _ input: SeriesInput,
        _ setup: Setup,
        _ selection: ModelSelection,
        _ workers: String
    ) -> [String] {
        var lines =
            [ForecastHeader.data(input)]
            + facts(input, setup, selection).map { fact in
                fact.name + String(repeating: " ", count: 12 - fact.name.count) + fact.text
            }
        lines.append("workers     \(workers)")
        for note in input.notes { lines += wrapped(note, bullet: "note        ") }
        return lines
    }

    /// How windows and models were chosen.
    private func facts(
        _ input: SeriesInput,
        _ setup: Setup,
        _ selection: ModelSelection
    ) -> [(name: String, text: String)] {
        let windows = setup.plan.windows
        let first = windows[0].test.lowerBound
        var facts = [
            (
                "windows",
                "\(Format.count(windows.count)) of \(Format.counted(self.windows.horizon, "step")):"
                    + " \(setup.scheme), \(Format.counted(setup.plan.fits.count, "fit")) of each model; tests"
                    + " from \(SeriesHeader.time(setup.table, first))"
            ),
            (
                "models",
                "\(selection.names.joined(separator: ", ")) (the baseline, season \(season))"
            ),
            ("inputs", "the last \(Format.counted(self.windows.input, "value"))"),
        ]
        if standardize == .train {
            facts.append(("scale", "each channel standardised by the first fit's training rows"))
        }
        return facts
    }

    /// Writes what is finished and returns the error that ends the program.
    private func keepPartial(
        _ table: ComparisonTable,
        _ file: PartedFile,
        _ directory: OutputDirectory,
        _ stored: StoredStudy?
    ) throws -> Interruption {
        let finished = table.result.models.reduce(0) { $0 + $1.windowCount }
        let total = table.result.models.count * table.result.plan.windows.count
        guard finished > 0 else {
            return Interruption(
                signal: Interrupt.signal,
                message: "stopped before any window was forecast"
            )
        }
        let (scores, forecasts) = ("cv.partial.csv", "forecasts.partial.csv")
        try file.commit(as: forecasts)
        try directory.write([(scores, table.csv)])
        return Interruption(
            signal: Interrupt.signal,
            message:
                "stopped: \(Format.count(finished)) of \(Format.count(total)) forecasts of a window by"
                + " a model were finished and are in \(directory.path(of: forecasts)), their errors in"
                + " \(directory.path(of: scores))"
                + (stored.map { "; continue with: \($0.resumeCommand)" } ?? "")
        )
    }
}
