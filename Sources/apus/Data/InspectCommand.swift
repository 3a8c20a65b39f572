import ArgumentParser
import MarketData

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what is in price files, and what is wrong with it.",
        discussion: """
            Files are read leniently: what other commands refuse is an error of the list, with its place. \
            Outliers are log returns of more than so many robust standard deviations (1.4826 x the median \
            absolute deviation) from the median; one that the next bar takes back is a spike.

            Example:
              apus data inspect my.csv --strict
            """
    )

    @Argument(help: "Price files.")
    var files: [String]

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Returns of more robust standard deviations are outliers.",
            valueName: "deviations"
        )
    )
    var outliers = 10.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Runs of so many equal closes are stale. (default: a day of bars, but at least 5 and at most 60)
            """,
            valueName: "bars"
        )
    )
    var stale: Int?

    @Flag(help: "Exit with 65 if there is any warning or error.")
    var strict = false

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    func run() throws {
        guard outliers > 0, outliers.isFinite else {
            throw Failure(.usage, "--outliers: \(outliers) is not a number above 0")
        }
        if let stale, stale < 2 {
            throw Failure(.usage, "--stale: \(stale) is too small; give at least 2 bars")
        }
        let inspection = try DataReading.run { (shouldStop) throws(MarketDataError) in
            try PriceInspection(
                paths: files,
                options: InspectionOptions(outlierDeviations: outliers, staleBars: stale),
                reading: CleaningOptions(shouldStop: shouldStop)
            )
        }
        let room = inspection.common.map(OptimizeRoom.init)
        if json {
            Console.print(try JSONText.encode(InspectionJSON(inspection, room)))
        } else {
            Console.print(
                InspectionLines.lines(inspection, room, source: DataLines.source(files))
            )
        }
        guard strict else { return }
        let findings = inspection.findings
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count { $0.severity == .warning }
        if errors + warnings > 0 {
            throw Failure(
                .data,
                "--strict: \(InspectionLines.counts(errors: errors, warnings: warnings)); see"
                    + (json ? " the findings" : " the list")
            )
        }
    }
}
