import ArgumentParser
import MarketData

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write prices in another format or layout.",
        discussion: """
            The last path is what is written; the end of its name says the format: .csv, .csv.gz, .apus (the \
            program's own, read at once), .arrow or .feather. With --layout per-symbol it is a folder. Every \
            format gives the same prices to the last bit.

            Example:
              apus data convert BTC.csv ETH.csv prices.apus
            """
    )

    @Argument(help: "Price files, and at last the file or folder to write.")
    var paths: [String]

    @Option(
        help: """
            Symbols that start late or end early: only the bars that all have (common), or each while it has \
            prices (changing).
            """
    )
    var universe = Universe.common

    @OptionGroup var layout: LayoutOptions

    func validate() throws {
        guard paths.count >= 2 else {
            throw ValidationError("Give at least two paths: what to read, and what to write.")
        }
    }

    func run() throws {
        let files = Array(paths.dropLast())
        let loaded = try DataReading.run { (shouldStop) throws(MarketDataError) in
            let options = PriceLoadOptions(universe: universe, shouldStop: shouldStop)
            return try PriceLoader.load(paths: files, options: options)
        }
        let prices = "\(DataLines.source(files)): \(DataLines.prices(loaded.table))"
        try layout.write(
            PriceGrid(loaded.table),
            to: paths[paths.count - 1],
            after: ["read     \(prices)"] + DataLines.notes(loaded.report.notes)
        )
    }
}
