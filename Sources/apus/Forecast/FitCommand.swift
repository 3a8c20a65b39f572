import ArgumentParser
import DataParallel
import Forecasting
import Reporting

struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit a model and write it to a file.",
        discussion: """
            The file is the same at any number of workers, to the last bit.

            Examples:
              apus forecast fit --model theta --horizon 20 --output theta.model
              apus forecast fit --data my.csv --target load --model n-hits --horizon 24 \
            --output my.model
              apus forecast fit --model mlp --horizon 5 --set steps=500 --set dropout=0.1 -o my.model
              apus forecast fit --model lstm --horizon 24 --checkpoint my.training -o my.model
            """
    )

    @OptionGroup(title: "Data") var data: SeriesOptions

    @Option(name: .shortAndLong, help: "A model; apus forecast models tells them all.")
    var model: String

    @Option(parsing: .unconditional, help: "The number of rows to forecast.")
    var horizon: Int

    @Option(
        parsing: .unconditional,
        help: "The number of rows a forecast is made of. (default: 4 horizons)"
    )
    var input: Int?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A setting of the model. Repeatable.", valueName: "key=value")
    )
    var settings: [String] = []

    @Option(
        parsing: .unconditional,
        help: """
            Rows at the end that are kept from the fit: a network keeps its best on them, and \
            intervals can be calibrated on them.
            """
    )
    var validation = 0

    @Option(parsing: .unconditional, help: "The seed of everything random.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            """
            Of a network: a file that training is stored in every minute and when it is stopped. Where it is there, \
            training goes on from it, to the same model.
            """,
            valueName: "file"
        )
    )
    var checkpoint: String?

    @Option(name: .shortAndLong, help: "The file to write.")
    var output: String

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(help: "Print one JSON object instead of text.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    private struct Summary: Encodable {
        let model: String
        let source: String
        let channels: [String]
        let rows: Int
        let trainingRows: Int
        let inputLength: Int
        let horizon: Int
        let parameters: Int
        let steps: Int?
        let finalLoss: Double?
        let bestValidationLoss: Double?
        let file: String
        let digest: String
        let workers: Int
        let seconds: Double
    }

    func run() throws {
        let start = Console.now()
        Interrupt.install()
        let forecaster = try forecaster()
        try StoredModel.checkTarget(output)
        let executor = try workers.executor()
        let series = try SeriesInput(data)
        let rows = series.table.count
        guard 0..<rows ~= validation else {
            throw Failure(
                .usage,
                "--validation: \(validation) rows of \(rows) cannot be kept apart; give fewer"
            )
        }
        let isTalking = !quiet && !json
        if isTalking {
            let chosen = settings.isEmpty ? "defaults" : settings.joined(separator: ", ")
            Console.print(SeriesHeader.lines(series))
            Console.print([
                "model    \(model): \(Format.counted(horizon, "step")) from"
                    + " \(Format.counted(inputLength, "row")), \(chosen), seed \(seed)",
                "workers  \(StudyHeader.workers(executor))", "",
            ])
        }
        let (fitted, report) = try fit(forecaster, series.table, Parallelism(executor))
        let stored = StoredModel(fitted, on: series.table, trainingEnd: rows - validation)
        let digest = try stored.write(to: output)
        let parameters = fitted.record().arrays.values.reduce(0) { $0 + $1.count }
        let summary = Summary(
            model: model,
            source: series.source,
            channels: series.table.channels,
            rows: rows,
            trainingRows: rows - validation,
            inputLength: inputLength,
            horizon: horizon,
            parameters: parameters,
            steps: report?.steps,
            finalLoss: report.map(Self.finalLoss),
            bestValidationLoss: report?.validations.min(),
            file: output,
            digest: digest.description,
            workers: executor.workerCount,
            seconds: Console.now() - start
        )
        if json {
            Console.print(try JSONText.encode(summary))
        } else if quiet {
            Console.print("\(summary.digest)  \(output)")
        } else {
            Console.print(Self.lines(summary))
        }
    }

    private var inputLength: Int { input ?? 4 * max(1, min(horizon, 1_000_000)) }

    private func forecaster() throws -> any Forecaster {
        try ForecasterCatalog.forecaster(
            model,
            inputLength: inputLength,
            horizon: horizon,
            settings: SettingArguments.parse(settings),
            seed: seed
        )
    }

    private func fit(
        _ forecaster: any Forecaster,
        _ table: SeriesTable,
        _ parallelism: Parallelism
    ) throws -> (any FittedForecaster, TrainingReport?) {
        let train = 0..<(table.count - validation)
        let rest = validation == 0 ? nil : train.upperBound..<table.count
        let data = try TrainingData(table, train: train, validation: rest)
        do {
            guard let network = forecaster as? NetworkForecaster else {
                if checkpoint != nil {
                    throw Failure(
                        .usage,
                        "--checkpoint is for networks; \(model) is fitted at once"
                    )
                }
                return (try forecaster.fit(data, on: parallelism), nil)
            }
            if let checkpoint { try StoredModel.checkTarget(checkpoint) }
            let reporter = quiet ? nil : ProgressReporter()
            defer { reporter?.finish() }
            let fitted = try network.trained(
                data,
                on: parallelism,
                checkpoint: checkpoint.map { TrainingCheckpoint(path: $0) }
            ) { progress in
                reporter?.update(finished: progress.finished, total: progress.total, "steps")
            }
            return (fitted, fitted.report)
        } catch ForecastingError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: checkpoint.map {
                    "stopped before the model was fitted; the same command goes on from \($0)"
                } ?? "stopped before the model was fitted; no file was written"
            )
        }
    }

    /// The mean of the last tenth of the steps: single batches differ too much.
    private static func finalLoss(_ report: TrainingReport) -> Double {
        let last = report.losses.suffix(max(1, report.losses.count / 10))
        return last.reduce(0, +) / Double(last.count)
    }

    private static func lines(_ summary: Summary) -> [String] {
        var lines = ["holds    \(Format.counted(summary.parameters, "number"))"]
        if let steps = summary.steps, let loss = summary.finalLoss {
            var text = "\(Format.counted(steps, "step")), loss \(Figures.short(loss)) in the end"
            if let best = summary.bestValidationLoss {
                text += ", best on the validation rows \(Figures.short(best))"
            }
            lines.append("trained  \(text)")
        }
        return lines + [
            "wrote    \(summary.file)",
            "digest   \(summary.digest)  (SHA-256 of the file)",
            "took     \(Format.seconds(summary.seconds))",
        ]
    }
}

extension ModelArray {
    /// How many numbers it has.
    fileprivate var count: Int {
        switch self {
        case .float(let values): values.count
        case .double(let values): values.count
        }
    }
}
