import ArgumentParser

/// Where series come from.
struct SeriesOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A CSV of numbers with timestamps: wide (a column for each series) or long (columns for \
            time, series and value).
            """,
            valueName: "file"
        )
    )
    var data: String?

    @Option(help: "A data set that comes with the package: sp500 (the default without --data).")
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "The series to forecast: names with commas between, or all.",
            valueName: "col,..."
        )
    )
    var target = "all"

    @Option(help: "Missing values: an error (none), or the value before them (forward).")
    var fill = FillArgument.none

    /// The names of the series; nil for all.
    var targets: [String]? {
        target == "all"
            ? nil : target.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
