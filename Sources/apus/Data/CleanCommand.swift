import ArgumentParser
import MarketData

struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Read files that are refused elsewhere, repair them and say what was done.",
        discussion: """
            Rows that cannot be read and repeated rows are dropped, prices that are none are missing, rows are \
            sorted. Everything else is left as it is unless asked for, in this order: spikes, stale closes, \
            gaps. Bars that not all symbols have are dropped in the end.

            Example:
              apus data clean my.csv --outliers 10 --fill forward --max-gap 3 --output clean.csv
            """
    )

    @Argument(help: "Price files.")
    var files: [String]

    @Option(
        help:
            "Of two rows of a bar with different closes, or of two files: keep the first or the last."
    )
    var prefer = Preference.last

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Make closes missing that jump by more than so many robust standard deviations and back with the \
            next bar; 10 is usual.
            """,
            valueName: "deviations"
        )
    )
    var outliers: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Of runs of so many equal closes or more, make all but the first missing.",
            valueName: "bars"
        )
    )
    var dropStale: Int?

    @Option(help: "Gaps: drop their bars (none) or carry the last close over them (forward).")
    var fill = FillArgument.none

    @Option(
        parsing: .unconditional,
        help: "With --fill forward: the longest gap that is filled, in bars. (default: 5)"
    )
    var maxGap: Int?

    @Option(
        help: """
            Symbols that start late or end early: only the bars that all have (common), or each while it has \
            prices (changing).
            """
    )
    var universe = Universe.common

    @OptionGroup var output: DataOutputOptions

    func run() throws {
        let options = try options()
        let cleaned = try DataReading.run { (shouldStop) throws(MarketDataError) in
            var options = options
            options.shouldStop = shouldStop
            return try PriceCleaner.clean(paths: files, options: options)
        }
        try output.write(
            PriceGrid(cleaned.table),
            after: CleaningLines.lines(cleaned, source: DataLines.source(files))
        )
    }

    private func options() throws -> CleaningOptions {
        if let outliers, !(outliers > 0 && outliers.isFinite) {
            throw Failure(.usage, "--outliers: \(outliers) is not a number above 0")
        }
        if let dropStale, dropStale < 2 {
            throw Failure(.usage, "--drop-stale: \(dropStale) is too small; give at least 2 bars")
        }
        if let maxGap {
            guard fill == .forward else {
                throw Failure(.usage, "--max-gap only makes sense with --fill forward")
            }
            guard maxGap >= 1 else {
                throw Failure(.usage, "--max-gap: \(maxGap) is too small; give at least 1")
            }
        }
        return CleaningOptions(
            preferred: prefer,
            spikeDeviations: outliers,
            staleBars: dropStale,
            fill: fill == .forward
                ? .forward(maxGap: maxGap ?? DataOptions.defaultMaxGap) : GapFill.none,
            universe: universe
        )
    }
}
