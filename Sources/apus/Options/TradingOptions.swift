import ArgumentParser
import Backtesting
import DataParallel
import MarketData
import Reporting

/// What trading costs and starts with.
struct TradingOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Commission as a share of the traded value.")
    var commission = TradingCosts.standard.commission

    @Option(parsing: .unconditional, help: "Slippage as a share of the traded value.")
    var slippage = TradingCosts.standard.slippage

    @Option(parsing: .unconditional, help: "Half of the spread as a share of the traded value.")
    var halfSpread = 0.0

    @Option(parsing: .unconditional, help: "What every trade of a symbol costs besides.")
    var fixedFee = 0.0

    @Option(parsing: .unconditional, help: "The least commission of a trade.")
    var minimumFee = 0.0

    @Option(
        help: ArgumentHelp(
            """
            Costs of single symbols: a CSV with the columns symbol, commission, slippage and \
            half_spread, or YAML such as 'KO: {commission: 0.001}'.
            """,
            valueName: "file"
        )
    )
    var costTable: String?

    @Option(parsing: .unconditional, help: "Interest on cash a year: 0.03 is 3 %.")
    var cashRate = 0.0

    @OptionGroup var income: IncomeOptions

    @Option(parsing: .unconditional, help: "The starting value of every window.")
    var capital = 10_000.0

    func costs() throws -> TradingCosts {
        try TradingCosts(
            commission: commission,
            slippage: slippage,
            halfSpread: halfSpread,
            fixedFee: fixedFee,
            minimumFee: minimumFee,
            symbols: try costTable.map { try CostTable.read(contentsOf: $0) } ?? [:],
            cashRate: cashRate
        )
    }
}

/// What holding symbols brings or costs.
struct IncomeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Dividends: a CSV like those of prices, with the cash that a share is paid at each date.",
            valueName: "file"
        )
    )
    var dividends: String?

    @Option(
        help: ArgumentHelp(
            """
            Funding: a CSV like those of prices, with the rate that is paid on the value of what is \
            held at each date.
            """,
            valueName: "file"
        )
    )
    var funding: String?

    /// What the files say, laid over the bars of prices.
    static func read(
        dividends: String?,
        funding: String?,
        for table: PriceTable
    ) throws -> PortfolioIncome {
        guard dividends != nil || funding != nil else { return .none }
        func series(_ path: String?) throws -> LoadedSeries? {
            try path.map { path in
                do {
                    return try SeriesLoader.load(path: path) { Interrupt.token.isCancelled }
                } catch MarketDataError.cancelled {
                    throw Interruption(
                        signal: Interrupt.signal,
                        message: "stopped while reading \(path); nothing was run"
                    )
                }
            }
        }
        return try PortfolioIncome(
            dividends: try series(dividends),
            funding: try series(funding),
            table: table
        )
    }
}
