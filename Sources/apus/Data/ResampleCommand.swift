import ArgumentParser
import MarketData
import Reporting

struct ResampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resample",
        abstract: "Make longer bars: the last close of each.",
        discussion: """
            Bars begin at multiples of their length in UTC, weeks on Mondays, and are labelled with their \
            beginning. Of several files, bars that not all symbols have are dropped first.

            Example:
              apus data resample hourly.csv --to 1d --output daily.csv
            """
    )

    @Argument(help: "Price files.")
    var files: [String]

    @Option(help: ArgumentHelp("The length of the new bars: 4h, 1d, 1w.", valueName: "interval"))
    var to: IntervalArgument

    @Flag(help: "Drop a first or last bar that is made of too few bars.")
    var dropIncomplete = false

    @Option(
        help: """
            Symbols that start late or end early: only the bars that all have (common), or each while it has \
            prices (changing).
            """
    )
    var universe = Universe.common

    @OptionGroup var output: DataOutputOptions

    func run() throws {
        let loaded = try DataReading.run { (shouldStop) throws(MarketDataError) in
            let options = PriceLoadOptions(universe: universe, shouldStop: shouldStop)
            return try PriceLoader.load(paths: files, options: options)
        }
        let (source, target) = (loaded.table, to.interval)
        let table =
            dropIncomplete
            ? try source.resampledWhole(to: target) : try source.resampled(to: target)
        var lines = [
            "read     \(DataLines.source(files)): \(DataLines.prices(source))",
            "bars     \(DataLines.prices(table))",
        ]
        let notes = loaded.report.notes + (target.seconds > source.interval ? notes(source) : [])
        lines += DataLines.notes(notes)
        try output.write(PriceGrid(table), after: lines)
    }

    /// What the bars at both ends and between them lack.
    private func notes(_ source: PriceTable) -> [String] {
        let completeness = source.completeness(resampledTo: to.interval)
        let (kept, each) = (dropIncomplete ? "dropped" : "kept", completeness.expected)
        var notes: [String] = []
        func add(_ name: String, _ bars: Int) {
            notes.append(
                "The \(name) bar is made of \(Format.counted(bars, "bar")) instead of"
                    + " \(Format.count(each)), and \(kept)."
            )
        }
        if completeness.isFirstIncomplete { add("first", completeness.first) }
        if completeness.isLastIncomplete { add("last", completeness.last) }
        if completeness.incompleteInside > 0 {
            notes.append(
                "\(Format.counted(completeness.incompleteInside, "bar")) in between of fewer than"
                    + " \(Format.count(each)), kept."
            )
        }
        return notes
    }
}
