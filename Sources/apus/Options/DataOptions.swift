import ArgumentParser
import MarketData

/// Where prices come from and how they are lined up.
struct DataOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("prices")],
        help: ArgumentHelp(
            """
            A file of closes: CSV (wide, long, or one OHLCV file a symbol; .gz too), Arrow, or a binary table. \
            Repeatable.
            """,
            valueName: "file"
        )
    )
    var prices: [String] = []

    @Option(help: "A data set that comes with the package: sp500 (the default without --prices).")
    var dataset: String?

    @Option(
        name: .shortAndLong,
        help: "Bar interval to resample to: auto, 1h, 4h, 1d, or any number of m, h, d or w."
    )
    var timeframe = TimeframeArgument(argument: "auto")!

    @Option(help: "Gaps: drop their bars (none) or carry the last close over them (forward).")
    var fill: FillArgument?

    @Option(
        parsing: .unconditional,
        help: "With --fill forward: the longest gap that is filled, in bars. (default: 5)"
    )
    var maxGap: Int?

    @Option(
        help: """
            Symbols that start late or end early: only the bars that all have (common), or each while it has \
            prices (changing). (default: common)
            """
    )
    var universe: Universe?

    @Option(help: "Bars a year, for annualised figures: auto or a number.")
    var periodsPerYear = PeriodsArgument(argument: "auto")!

    static let defaultMaxGap = 5

    /// The treatment of gaps, when the command line says one.
    func gapFill() throws -> GapFill? {
        if let maxGap {
            guard fill == .forward else {
                throw Failure(.usage, "--max-gap only makes sense with --fill forward")
            }
            guard maxGap >= 1 else {
                throw Failure(.usage, "--max-gap: \(maxGap) is too small; give at least 1")
            }
        }
        switch fill {
        case nil: return nil
        case .some(.none): return GapFill.none
        case .forward: return .forward(maxGap: maxGap ?? Self.defaultMaxGap)
        }
    }
}
