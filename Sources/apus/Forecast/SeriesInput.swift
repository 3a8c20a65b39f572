import DataParallel
import Forecasting
import MarketData
import Reporting
import Studies

/// Series and where they came from.
struct SeriesInput {
    /// The series, without gaps.
    let table: SeriesTable
    /// What was read, for headers: a path, or the name of a bundled data set.
    let source: String
    /// What was sorted or filled, a sentence each.
    let notes: [String]

    /// Reads what the command line says; the bundled stocks when it says nothing.
    ///
    /// - Parameter channels: The series to take where the command line does not name any; nil for all.
    init(_ options: SeriesOptions, channels: [String]? = nil) throws {
        let targets = options.targets ?? channels
        let (series, source) = try Self.read(options, targets)
        let table: SeriesTable
        do throws(ForecastingError) {
            table = try SeriesTable(series, channels: targets)
        } catch {
            let asked = options.targets == nil ? "the series that are wanted" : "--target"
            throw Self.failure(error, "\(asked): \(source)")
        }
        var notes: [String] = []
        if series.wasSorted {
            notes.append("\(source): the rows were not in time order and were sorted.")
        }
        let filled = options.fill == .forward ? table.filledForward() : table
        if let gap = filled.firstMissing {
            let advice =
                options.fill == .forward
                ? "there is nothing before it to fill it with; leave the rows before its first value"
                    + " out"
                : "give --fill forward to carry the value before it on, or mend the file"
            throw Failure(
                .data,
                "\(source): \(table.channels[gap.channel]) has no value at"
                    + " \(UTCTime.format(series.timestamps[gap.time])) (row \(gap.time + 1)): \(advice)"
            )
        }
        let missing = table.missingCount
        if missing > 0 {
            notes.append(
                "Filled \(Format.counted(missing, "missing value")) with the value before."
            )
        }
        self.table = filled
        self.source = source
        self.notes = notes
    }

    /// What was read: names, times and values, whatever file they came from.
    var specification: StudySpecification.Part {
        var bytes = Array(table.channels.joined(separator: "\n").utf8)
        table.timestamps?.withUnsafeBytes { bytes += $0 }
        for channel in table.channels.indices {
            Array(table.column(channel)).withUnsafeBytes { bytes += $0 }
        }
        return StudySpecification.Part(
            "series",
            "\(table.count) rows x \(table.channels.count) series, SHA-256 \(Digest(of: bytes))"
        )
    }

    /// The failure that says where a column was looked for.
    private static func failure(_ error: ForecastingError, _ place: String) -> Failure {
        guard case .unknownName(_, let name, let nearest, let list) = error else {
            return Failure(.data, "\(place): \(error)")
        }
        let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
        return Failure(.data, "\(place) has no column '\(name)'; \(hint)\(list)")
    }

    private static func read(
        _ options: SeriesOptions,
        _ targets: [String]?
    ) throws -> (LoadedSeries, String) {
        let columns = targets.map(Set.init)
        let shouldStop: @Sendable () -> Bool = { Interrupt.token.isCancelled }
        do {
            if let path = options.data {
                guard options.dataset == nil else {
                    throw Failure(.usage, "give --data or --dataset, not both")
                }
                let series = try SeriesLoader.load(
                    path: path,
                    columns: columns,
                    shouldStop: shouldStop
                )
                return (series, path)
            }
            let bundled = try PriceInput.bundled(options.dataset)
            return (try bundled.loadSeries(columns: columns, shouldStop: shouldStop), bundled.name)
        } catch MarketDataError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped while reading the series; nothing was run"
            )
        }
    }
}
