import ArgumentParser
import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run one configuration and print all its figures.",
        discussion: """
            The figures of a window equal those of optimize for the same candidate and window to \
            the last bit. Times are UTC; --from is in the window, --to is not.

            Example:
              apus backtest --config optimized_config.yaml --from 2020-01-01 --to 2021-01-01
            """
    )

    @Option(name: .shortAndLong, help: "A configuration, as optimize writes it.")
    var config: String

    @OptionGroup(title: "Data, instead of what the configuration says")
    var data: DataOptions

    @OptionGroup(title: "Income, instead of what the configuration says")
    var income: IncomeOptions

    @Option(help: ArgumentHelp("The first time of the window.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("The end of the window, exclusive.", valueName: "time"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            """
            The first bar that a forecasting model learns from, instead of what the configuration \
            says. Where training was rolling, that is the start of the split's training range.
            """,
            valueName: "time"
        )
    )
    var fitFrom: String?

    @Option(help: ArgumentHelp("Write the equity curve to a CSV file.", valueName: "file"))
    var equity: String?

    @Option(help: ArgumentHelp("Write the rebalances to a CSV file.", valueName: "file"))
    var rebalances: String?

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print nothing but the digest and errors.")
    var quiet = false

    func run() throws {
        Interrupt.install()
        let configuration = try StrategyConfiguration(contentsOf: config)
        let input = try prices(configuration)
        let table = input.table
        let window = try window(in: table, for: configuration.allocation)
        let backtest = try Backtest(
            allocation: configuration.allocation,
            policy: configuration.policy,
            table: table,
            window: window,
            settings: SimulationSettings(
                table: table,
                capital: configuration.capital,
                costs: configuration.costs,
                income: IncomeOptions.read(
                    dividends: income.dividends ?? configuration.dividends.map(resolve),
                    funding: income.funding ?? configuration.funding.map(resolve),
                    for: table
                ),
                barsPerYear: data.periodsPerYear.perYear ?? configuration.barsPerYear
            ),
            signals: try signals(configuration, table, end: window.upperBound)
        )
        let curve = BacktestCSV.equity(backtest)
        if let equity { try AtomicFile.write(curve, to: equity) }
        if let rebalances {
            try AtomicFile.write(BacktestCSV.rebalances(backtest), to: rebalances)
        }
        let digest = Digest(of: curve)
        if json {
            Console.print(
                try JSONText.encode(BacktestJSON(backtest, table: table, digest: digest))
            )
        } else if quiet {
            Console.print("\(digest)  \(equity ?? "equity.csv")")
        } else {
            Console.print(
                BacktestOutcome.lines(
                    configuration,
                    backtest,
                    table: table,
                    fitFrom: try time("--fit-from", fitFrom)
                )
            )
            Console.print()
            for path in [equity, rebalances].compactMap(\.self) { Console.print("wrote   \(path)") }
            Console.print("digest  \(digest)  (SHA-256 of the equity curve as CSV)")
        }
    }

    /// What the configuration's model forecasts, fitted on the same schedule as by optimize.
    private func signals(
        _ configuration: StrategyConfiguration,
        _ table: PriceTable,
        end: Int
    ) throws -> SignalTable? {
        guard let forecast = configuration.forecast else {
            guard fitFrom == nil else {
                throw Failure(.usage, "--fit-from: \(config) has no forecasting model")
            }
            return nil
        }
        let start = try time("--fit-from", fitFrom) ?? forecast.fitFrom
        let first = table.firstBar(atOrAfter: start)
        guard first < end else {
            throw Failure(
                .data,
                "the model learns from \(UTCTime.format(start)) on, which is after the window; say"
                    + " where it begins with --fit-from"
            )
        }
        do throws(OptimizationError) {
            return try forecast.model.signals(
                of: table,
                symbols: forecast.symbols,
                bars: first..<end,
                seed: configuration.seed,
                on: ThreadPool.shared,
                cancellation: Interrupt.token
            )
        } catch {
            guard error == .cancelled else { throw error }
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped while fitting the model; nothing was run"
            )
        }
    }

    private func time(_ option: String, _ text: String?) throws -> Int64? {
        guard let text else { return nil }
        guard let time = UTCTime.parse(text) else {
            throw Failure(
                .usage,
                "\(option): '\(text)' is not a time; write 2021-12-31 or 2021-12-31T23:00:00Z"
            )
        }
        return time
    }

    private func prices(_ configuration: StrategyConfiguration) throws -> PriceInput {
        var files = data.prices
        var dataset = data.dataset
        if files.isEmpty, dataset == nil {
            switch configuration.source {
            case .files(let paths): files = paths.map(resolve)
            case .dataset(let name): dataset = name
            case nil:
                throw Failure(
                    .usage,
                    "\(config) names no prices; say where they are with --prices FILE"
                )
            }
        }
        return try PriceInput(
            files: files,
            dataset: dataset,
            timeframe: data.timeframe.interval ?? configuration.timeframe,
            fill: try data.gapFill() ?? configuration.fill,
            universe: data.universe ?? configuration.universe
        )
    }

    /// A path that is not here is looked for beside the configuration.
    private func resolve(_ path: String) -> String {
        guard !path.hasPrefix("/"), access(path, F_OK) != 0,
            let slash = config.lastIndex(of: "/")
        else { return path }
        return String(config[...slash]) + path
    }

    /// Without a first time, the window begins where there is enough before it for weights to be estimated.
    private func window(in table: PriceTable, for allocation: Allocation) throws -> Range<Int> {
        let needed = allocation.weighting.barsNeeded
        guard needed < table.barCount else {
            throw Failure(
                .data,
                "weights are estimated from \(needed) bars before the window, and there are"
                    + " \(table.barCount) bars in all"
            )
        }
        let start = try time("--from", from) ?? table.timestamps[needed]
        guard table.firstBar(atOrAfter: start) >= needed else {
            throw Failure(
                .data,
                "weights are estimated from \(needed) bars before the window; the first that has as many"
                    + " is \(UTCTime.format(table.timestamps[needed])): use --from with that or later"
            )
        }
        let end = try time("--to", to) ?? table.lastBarEnd
        guard start < end else {
            throw Failure(.usage, "--from must be before --to, which is not in the window")
        }
        let bars = table.bars(from: start, to: end)
        guard !bars.isEmpty else {
            throw Failure(
                .data,
                "no bars from \(UTCTime.format(start)) to \(UTCTime.format(end)); the data"
                    + " goes from \(UTCTime.format(table.timestamps[0])) to"
                    + " \(UTCTime.format(table.lastBarEnd))"
            )
        }
        return bars
    }
}
