import ArgumentParser
import DataParallel
import Forecasting
import MarketData
import Reporting

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Forecast series with a fitted model, and say how sure that is.",
        discussion: """
            Writes forecast.csv and forecast.txt, a report with pictures, to the output directory.
            Intervals come from quantiles that the model forecasts, else from samples with dropout
            if --samples asks for them, else from the errors of the last forecasts (conformal).

            Example:
              apus forecast predict --model my.model --levels 80,95 --output out
            """
    )

    @Option(name: .shortAndLong, help: "A file that apus forecast fit wrote.")
    var model: String

    @OptionGroup(title: "Data; the model's series are taken from it") var data: SeriesOptions

    @Option(
        help: ArgumentHelp(
            "The first row to forecast, by its number or time. (default: after the last)",
            valueName: "row|time"
        )
    )
    var from: String?

    @Option(
        help: """
            Intervals: how many of 100 values they hold. (default: what the model forecasts, or \
            80,95)
            """
    )
    var levels: String?

    @Option(parsing: .unconditional, help: "Monte-Carlo: samples of a network with dropout.")
    var samples: Int?

    @Option(
        parsing: .unconditional,
        help: "Conformal intervals: the most forecasts to calibrate on."
    )
    var calibrationWindows = 100

    @Option(parsing: .unconditional, help: "The seed of the samples.")
    var seed: UInt64 = 0

    @Option(name: .shortAndLong, help: "Where to write; made if it is missing.")
    var output = "."

    @OptionGroup(title: "Workers") var workers: WorkerOptions

    @Flag(help: "Print one JSON object instead of the report.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    private struct Summary: Encodable {
        struct Interval: Encodable {
            let level: Double
            let method: String
        }

        let model: String
        let source: String
        let channels: [String]
        let firstRow: Int
        let firstTime: String?
        let horizon: Int
        let intervals: [Interval]
        let forecasts: [String: [Double]]
        let files: [String]
        let digest: String
        let workers: Int
        let seconds: Double
    }

    func run() throws {
        let start = Console.now()
        Interrupt.install()
        let stored = try StoredModel(path: model)
        let executor = try workers.executor()
        let series = try SeriesInput(data, channels: stored.channels)
        try check(series, against: stored)
        try stored.checkStart(of: series.table, path: model)
        let directory = try OutputDirectory(path: output)
        let forecast = try forecast(stored, series, Parallelism(executor))
        let csv = ForecastCSV.encode(forecast, series.table)
        let report = ForecastReport(
            model: stored,
            series: series,
            forecast: forecast,
            samples: samples
        ).lines
        let files = [
            (name: "forecast.csv", bytes: csv),
            (name: "forecast.txt", bytes: Array((report.joined(separator: "\n") + "\n").utf8)),
        ]
        try directory.write(files)
        let paths = files.map { directory.path(of: $0.name) }
        let digest = Digest(of: csv)
        let seconds = Console.now() - start
        if json {
            let times = series.table.times(from: forecast.origin, count: 1)
            let points = forecast.points
            let summary = Summary(
                model: stored.fitted.name,
                source: series.source,
                channels: stored.channels,
                firstRow: forecast.origin + 1,
                firstTime: times.map { UTCTime.format($0[0]) },
                horizon: forecast.horizon,
                intervals: forecast.intervals.map {
                    .init(level: $0.coverage * 100, method: $0.method.name)
                },
                forecasts: Dictionary(
                    uniqueKeysWithValues: stored.channels.enumerated().map { channel, name in
                        let first = channel * forecast.horizon
                        return (name, Array(points[first..<(first + forecast.horizon)]))
                    }
                ),
                files: paths,
                digest: digest.description,
                workers: executor.workerCount,
                seconds: seconds
            )
            Console.print(try JSONText.encode(summary))
        } else if quiet {
            Console.print("\(digest)  \(paths[0])")
        } else {
            Console.print(report + [""])
            Console.print(ForecastLines.lines(forecast, series.table) + [""])
            for path in paths { Console.print("wrote    \(path)") }
            Console.print("digest   \(digest)  (SHA-256 of forecast.csv)")
            Console.print("took     \(Format.seconds(seconds))")
        }
    }

    private func forecast(
        _ stored: StoredModel,
        _ series: SeriesInput,
        _ parallelism: Parallelism
    ) throws -> ForecastIntervals {
        do {
            return try ForecastIntervals(
                stored.fitted,
                series.table,
                origin: try origin(in: series.table),
                coverages: try coverages(of: stored.fitted),
                samples: samples,
                seed: seed,
                calibrationWindows: calibrationWindows,
                on: parallelism
            )
        } catch ForecastingError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped before the forecast was made; no file was written"
            )
        }
    }

    /// Throws if the data is not of the series that the model was fitted on.
    private func check(_ series: SeriesInput, against stored: StoredModel) throws {
        guard series.table.channels != stored.channels else { return }
        let wanted = stored.channels.prefix(8).joined(separator: ",")
        let rest = stored.channels.count > 8 ? ",..." : ""
        throw Failure(
            .data,
            "--target: the model was fitted on other series; leave it out, or give"
                + " \(wanted)\(rest) in this order"
        )
    }

    /// The first row to forecast.
    private func origin(in table: SeriesTable) throws -> Int {
        guard let from else { return table.count }
        if let row = Int(from), 1...(table.count + 1) ~= row { return row - 1 }
        if let time = UTCTime.parse(from), let timestamps = table.timestamps,
            let row = timestamps.firstIndex(where: { $0 >= time })
        {
            return row
        }
        throw Failure(
            .usage,
            "--from: '\(from)' is neither a row from 1 to \(table.count + 1) nor a time up to"
                + " \(SeriesHeader.time(table, table.count - 1))"
        )
    }

    /// The coverages of the intervals.
    private func coverages(of model: any FittedForecaster) throws -> [Double] {
        guard let levels else {
            let pairs = model.quantileLevels.filter { level in
                level < 0.5 && model.quantileLevels.contains { abs($0 - (1 - level)) < 1e-9 }
            }
            return pairs.isEmpty ? [0.8, 0.95] : pairs.map { 1 - 2 * $0 }.reversed()
        }
        let numbers = levels.split(separator: ",", omittingEmptySubsequences: false)
            .map { Double($0) ?? .nan }
        guard numbers.allSatisfy({ $0 > 0 && $0 < 100 }), Set(numbers).count == numbers.count else {
            throw Failure(
                .usage,
                "--levels: '\(levels)' must be different numbers above 0 and below 100 with commas"
                    + " between, such as 80,95"
            )
        }
        return numbers.sorted().map { $0 / 100 }
    }
}

extension ForecastIntervals.Method {
    /// One word.
    fileprivate var name: String {
        switch self {
        case .quantiles: "quantiles"
        case .monteCarlo: "monte-carlo"
        case .conformal: "conformal"
        }
    }
}
