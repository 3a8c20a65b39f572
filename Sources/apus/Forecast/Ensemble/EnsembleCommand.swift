import ArgumentParser
import Forecasting
import Reporting
import Synchronization

struct EnsembleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ensemble",
        abstract: "Combine the forecasts of several models.",
        discussion: """
            Forecasts the test windows with every member and combines them. Weights are learnt on the \
            validation windows, which end where the test windows begin, and on nothing else. Writes \
            ensemble.csv (errors and weights) and forecasts.csv to the output directory.

            Members are candidates, fitted on the past of each window, or model files, taken as they are: \
            windows within rows that a model was fitted on flatter it.

            Examples:
              apus forecast ensemble --candidates nlinear-ridge,theta,naive --combine stacking
              apus forecast ensemble --models a.model,b.model --data sales.csv --horizon 12
              apus forecast ensemble --candidates theta,ets --combine weighted:0.7,0.3
            """
    )

    @OptionGroup(title: "Data") var series: SeriesOptions

    @Option(help: "Files of fitted models, with commas between.")
    var models: String?

    @Option(help: "Models to fit, with commas between; `apus forecast models` lists them.")
    var candidates: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting of all candidates that have it, or of one: key=value or model.key=value.",
            valueName: "setting"
        )
    )
    var settings: [SettingArgument] = []

    @Option(
        help: """
            How members are combined: mean, median, trimmed (or trimmed:0.2, the part left out at each end), \
            weighted:0.5,0.5, inverse-error or stacking.
            """
    )
    var combine = CombineArgument(argument: "stacking")!

    @OptionGroup(title: "Windows") var windows: ValidationOptions

    @Option(parsing: .unconditional, help: "Windows before the test windows to learn weights on.")
    var validationWindows = 20

    @Option(parsing: .unconditional, help: "Rows of a season, of MASE; 1 for none.")
    var season = 1

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest of ensemble.csv and errors.")
    var quiet = false

    static let resultsName = "ensemble.csv"
    static let forecastsName = "forecasts.csv"
    static let partialName = "forecasts.partial.csv"

    func run() throws {
        let start = Console.now()
        Interrupt.install()
        let executor = try workers.executor()
        let parallelism = Parallelism(executor)
        try check()
        let members = try Members(self)
        if case .weighted(let weights) = combine.rule, weights.count != members.names.count {
            throw Failure(
                .usage,
                "--combine: \(Format.counted(weights.count, "weight")) for"
                    + " \(Format.counted(members.names.count, "member")); give one for each"
            )
        }
        let input = try SeriesInput(series, channels: members.channels)
        try members.checkStart(of: input.table)
        let scheme = ValidatedOrigin(
            windows.rollingOrigin,
            validationWindows: validationWindows
        )
        let plan = try scheme.checkedPlan(rows: input.table.count)
        let directory = try OutputDirectory(path: output)
        if !quiet, !json {
            Console.print(header(input, members, plan, StudyHeader.workers(executor)))
            Console.print()
        }
        let evaluation = EnsembleEvaluation(scheme, rule: combine.rule, season: season)
        let document = EnsembleDocument(
            result: try evaluate(evaluation, members, input, plan, directory, parallelism)
        )
        let csv = document.csv
        try directory.write([
            (Self.resultsName, csv), (Self.forecastsName, document.forecasts(input.table)),
        ])
        let digest = Digest(of: csv).description
        let names = [Self.resultsName, Self.forecastsName]
        let seconds = Console.now() - start
        if json {
            let all = document.members
            let failures = document.result.failures.map { ($0.name, "\($0.error)") }
            Console.print(
                try JSONText.encode(
                    EnsembleJSON(
                        source: input.source,
                        combine: combine.defaultValueDescription,
                        horizon: windows.horizon,
                        validationWindows: validationWindows,
                        testWindows: document.result.test.count,
                        models: Array(all.dropLast()),
                        ensemble: all[all.count - 1],
                        failures: Dictionary(uniqueKeysWithValues: failures),
                        digest: digest,
                        files: Dictionary(
                            uniqueKeysWithValues: names.map { ($0, directory.path(of: $0)) }
                        ),
                        workers: parallelism.workerCount,
                        seconds: seconds
                    )
                )
            )
        } else if quiet {
            Console.print("\(digest)  \(directory.path(of: Self.resultsName))")
        } else {
            Console.print(document.lines)
            Console.print(document.failureLines)
            Console.print()
            for name in names { Console.print("wrote   \(directory.path(of: name))") }
            Console.print("digest  \(digest)  (SHA-256 of \(Self.resultsName))")
            Console.print("took    \(Format.seconds(seconds))")
        }
    }

    private func check() throws {
        guard (models == nil) != (candidates == nil) else {
            throw Failure(
                .usage,
                "give members: either --candidates (models to fit, such as nlinear-ridge,theta) or"
                    + " --models (files of fitted models)"
            )
        }
        guard models == nil || settings.isEmpty else {
            throw Failure(.usage, "--set goes with --candidates; fitted models are as they are")
        }
        guard season >= 1 else {
            throw Failure(.usage, "--season: \(season) is too small; give at least 1")
        }
        let least = combine.rule.learns ? 1 : 0
        guard validationWindows >= least else {
            throw Failure(
                .usage,
                "--validation-windows: \(validationWindows) is too small; give at least \(least)"
                    + (least == 1 ? " to learn weights on" : "")
            )
        }
    }

    /// What is combined.
    private enum Members {
        case candidates(ModelSelection)
        case fitted([(name: String, model: StoredModel)])

        init(_ command: EnsembleCommand) throws {
            if let candidates = command.candidates {
                self = .candidates(
                    try ModelSelection(
                        "--candidates",
                        list: candidates,
                        settings: command.settings,
                        inputLength: command.windows.input,
                        horizon: command.windows.horizon,
                        seed: command.seed
                    )
                )
                return
            }
            var members: [(String, StoredModel)] = []
            for path in (command.models ?? "").split(separator: ",").map(String.init) {
                guard !members.contains(where: { $0.0 == path }) else {
                    throw Failure(.usage, "--models: \(path) is there twice; name each file once")
                }
                let stored = try StoredModel(path: path)
                let model = stored.fitted
                guard model.horizon == command.windows.horizon else {
                    throw Failure(
                        .usage,
                        "\(path) forecasts \(Format.counted(model.horizon, "step")) and --horizon is"
                            + " \(command.windows.horizon); give --horizon \(model.horizon) and models"
                            + " that all forecast as many"
                    )
                }
                if let first = members.first, first.1.channels != stored.channels {
                    throw Failure(
                        .data,
                        "\(path) was fitted on other series than \(first.0); combine models of the same"
                            + " series"
                    )
                }
                members.append((path, stored))
            }
            self = .fitted(members)
        }

        /// The series that fitted models want; nil for any.
        var channels: [String]? {
            if case .fitted(let members) = self { return members.first?.model.channels }
            return nil
        }

        /// The first row that no fitted model has learned from.
        func trainingEnd(in table: SeriesTable) -> Int {
            guard case .fitted(let members) = self else { return 0 }
            return members.map { $0.model.trainingEnd(in: table) }.max() ?? 0
        }

        /// Throws if a fitted model cannot follow the table.
        func checkStart(of table: SeriesTable) throws {
            guard case .fitted(let members) = self else { return }
            for member in members { try member.model.checkStart(of: table, path: member.name) }
        }

        var names: [String] {
            switch self {
            case .candidates(let selection): selection.names
            case .fitted(let members): members.map(\.name)
            }
        }
    }

    private func evaluate(
        _ evaluation: EnsembleEvaluation,
        _ members: Members,
        _ input: SeriesInput,
        _ plan: CrossValidationPlan,
        _ directory: OutputDirectory,
        _ parallelism: Parallelism
    ) throws -> EnsembleResult {
        let progress = quiet ? nil : FitProgress("fits")
        defer { progress?.finish() }
        let ended = Mutex<[FinishedFit]>([])
        let result = Result { () throws(ForecastingError) in
            switch members {
            case .fitted(let models):
                return try evaluation.run(
                    fitted: models.map { ($0.name, $0.model.fitted) },
                    on: input.table,
                    parallelism: parallelism
                )
            case .candidates(let selection):
                let total = selection.names.count * plan.fits.count
                return try evaluation.run(
                    selection.forecasters,
                    on: input.table,
                    parallelism: parallelism,
                    finished: { fit in
                        ended.withLock { $0.append(fit) }
                        progress?.advance(of: total)
                    }
                )
            }
        }
        switch result {
        case .success(let ensemble): return ensemble
        case .failure(.cancelled):
            throw try keepPartial(ended.withLock { $0 }, members, input, directory)
        case .failure(let error): throw error
        }
    }

    /// Writes the forecasts of the fits that have ended, and returns the error that ends the program.
    private func keepPartial(
        _ fits: [FinishedFit],
        _ members: Members,
        _ input: SeriesInput,
        _ directory: OutputDirectory
    ) throws -> Interruption {
        guard !fits.isEmpty else {
            return Interruption(
                signal: Interrupt.signal,
                message: "stopped before any member was fitted"
            )
        }
        let rows = ForecastRows(input.table, levels: [])
        var csv = rows.header
        for fit in fits.sorted(by: { ($0.model, $0.fit) < ($1.model, $1.fit) }) {
            for (window, outcome) in zip(fit.windows, fit.outcomes) {
                guard case .success(let outcome) = outcome else { continue }
                csv += rows.rows(
                    members.names[fit.model],
                    windows: [window],
                    outcome.forecasts
                )
            }
        }
        try directory.write([(Self.partialName, csv)])
        return Interruption(
            signal: Interrupt.signal,
            message:
                "stopped after \(Format.counted(fits.count, "fit")), of which the forecasts are in"
                + " \(directory.path(of: Self.partialName)); weights need all of them"
        )
    }

    private func header(
        _ input: SeriesInput,
        _ members: Members,
        _ plan: CrossValidationPlan,
        _ workers: String
    ) -> [String] {
        let tests = plan.windows[validationWindows...]
        let first = SeriesHeader.time(input.table, tests[validationWindows].test.lowerBound)
        var lines = [
            ForecastHeader.data(input),
            "members     \(members.names.joined(separator: ", "))",
            "combine     \(combine.defaultValueDescription)",
            "windows     \(Format.count(tests.count)) of"
                + " \(Format.counted(windows.horizon, "step")) to test on, from \(first)",
        ]
        if combine.rule.learns {
            let from = SeriesHeader.time(input.table, plan.windows[0].test.lowerBound)
            lines.append(
                "weights     learnt on the \(Format.counted(validationWindows, "window")) before, from"
                    + " \(from)"
            )
        }
        let trainingEnd = members.trainingEnd(in: input.table)
        if trainingEnd > plan.windows[0].test.lowerBound {
            lines += wrapped(
                "A model was fitted on the rows up to \(SeriesHeader.time(input.table, trainingEnd - 1)):"
                    + " windows before flatter it.",
                bullet: "note        "
            )
        }
        lines.append("workers     \(workers)")
        for note in input.notes { lines += wrapped(note, bullet: "note        ") }
        return lines
    }
}
