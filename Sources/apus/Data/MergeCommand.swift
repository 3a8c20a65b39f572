import ArgumentParser
import MarketData
import Reporting

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put files together, by time and by symbol, also such as overlap.",
        discussion: """
            Files of one symbol continue each other; where they overlap, equal closes are one, and different \
            ones an error unless one file is preferred. An inner join keeps the bars that all symbols have, an \
            outer join all of them: what a symbol lacks is an empty cell of CSV. Binary files hold no gaps \
            within a symbol.

            Example:
              apus data merge btc-2023.csv btc-2024.csv eth.csv --output pairs.csv
            """
    )

    @Argument(help: "Price files.")
    var files: [String]

    @Option(help: "Keep the bars that all symbols have (inner) or that any has (outer).")
    var join = TimeJoin.inner

    @Option(
        help:
            "Where closes differ, keep that of the first or the last file; without it they are an error."
    )
    var prefer: Preference?

    @OptionGroup var output: DataOutputOptions

    func run() throws {
        let overlap = prefer.map { OverlapRule.prefer($0) } ?? .agree
        let merged = try DataReading.run { (shouldStop) throws(MarketDataError) in
            try PriceMerger.merge(
                paths: files,
                join: join,
                overlap: overlap,
                options: PriceLoadOptions(shouldStop: shouldStop)
            )
        }
        try output.write(merged.grid, after: lines(merged))
    }

    private func lines(_ merged: MergedPrices) -> [String] {
        var lines: [String] = []
        for file in merged.files {
            lines.append(
                "read     \(file.path): \(Format.counted(file.bars, "bar")) x"
                    + " \(Format.counted(file.symbols.count, "symbol")), \(file.layout.rawValue)"
            )
        }
        lines.append("merged   \(DataLines.prices(merged.grid))")
        var notes: [String] = []
        if merged.overlaps.equal > 0 {
            notes.append(
                "\(Format.counted(merged.overlaps.equal, "close")) in more than one file, equal."
            )
        }
        if let first = merged.overlaps.firstDifference {
            notes.append(
                "\(Format.counted(merged.overlaps.different, "close")) in more than one file,"
                    + " different; kept is that of the \(prefer?.rawValue ?? "last") file. The first: \(first)."
            )
        }
        if merged.droppedBars > 0 {
            notes.append(
                "Dropped \(Format.counted(merged.droppedBars, "bar")), which not all symbols have."
            )
        }
        return lines + DataLines.notes(notes)
    }
}
