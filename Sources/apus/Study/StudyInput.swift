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

/// Prices and where they came from.
struct PriceInput {
    let source: StrategyConfiguration.PriceSource
    let loaded: LoadedPrices

    var table: PriceTable { loaded.table }

    /// Loads prices from where the command line says; the bundled stocks when it says nothing.
    init(
        files: [String],
        dataset: String?,
        timeframe: BarInterval?,
        fill: GapFill
    ) throws {
        var options = PriceLoadOptions()
        options.timeframe = timeframe
        options.fill = fill
        options.shouldStop = { Interrupt.token.isCancelled }
        do {
            if files.isEmpty {
                let name = dataset ?? "sp500"
                guard let bundled = BundledDataset.named(name) else {
                    let known = BundledDataset.all.map(\.name)
                    let hint = Nearest.match(name, among: known).map { "; did you mean '\($0)'?" }
                    throw Failure(
                        .usage,
                        "--dataset: there is no data set '\(name)'"
                            + (hint ?? "; there is \(known.joined(separator: ", "))")
                    )
                }
                source = .dataset(name)
                loaded = try bundled.load(options: options)
            } else {
                guard dataset == nil else {
                    throw Failure(.usage, "give --prices or --dataset, not both")
                }
                source = .files(files.map(Self.absolute))
                loaded = try PriceLoader.load(paths: files, options: options)
            }
        } catch MarketDataError.cancelled {
            throw Interruption(
                signal: Interrupt.signal,
                message: "stopped while reading prices; nothing was run"
            )
        }
    }

    /// The path from the root, so that a configuration can be run from anywhere.
    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Everything a study needs, made from the command line.
struct StudyInput {
    let prices: PriceInput
    let optimizer: Optimizer
    let dataOptions: DataOptions
    let fill: GapFill

    init(_ options: StudyOptions) throws {
        let settings = try options.settings()
        fill = try options.data.gapFill() ?? .none
        dataOptions = options.data
        let input = try PriceInput(
            files: options.data.prices,
            dataset: options.data.dataset,
            timeframe: options.data.timeframe.interval,
            fill: fill
        )
        prices = input
        var space = try Self.space(options.space, prices: input)
        if options.quick { space = try .quick(from: space) }
        optimizer = try Optimizer(table: input.table, space: space, settings: settings)
    }

    /// The space that was named; without a name, the data's own.
    private static func space(_ name: String?, prices: PriceInput) throws -> SearchSpace {
        switch name {
        case nil:
            if case .dataset("sp500") = prices.source { return try .stocks() }
            return try .automatic(for: prices.table)
        case "crypto": return try .crypto()
        case "stocks": return try .stocks()
        case .some(let path):
            let isPath = path.contains(".") || path.contains("/")
            guard isPath || access(path, F_OK) == 0 else {
                let hint = Nearest.match(path, among: ["crypto", "stocks"])
                    .map { "did you mean '\($0)'?" }
                throw Failure(
                    .usage,
                    "--space: '\(path)' is neither a preset nor a file;"
                        + " \(hint ?? "give crypto, stocks or a YAML file")"
                )
            }
            return try SearchSpace(
                yaml: try TextFile.contents(of: path),
                path: path,
                table: prices.table
            )
        }
    }

    /// The best candidate of a result, ready to be run again.
    func configuration(of result: OptimizationResult) throws -> StrategyConfiguration {
        let best = result.best
        return StrategyConfiguration(
            name: "\(optimizer.space.name) #\(best.id)",
            seed: optimizer.settings.seed,
            source: prices.source,
            timeframe: dataOptions.timeframe.interval,
            fill: fill,
            barsPerYear: optimizer.settings.barsPerYear,
            allocation: try Allocation(symbols: best.symbols, weights: best.weights),
            policy: best.policy,
            capital: optimizer.settings.capital,
            costs: optimizer.settings.costs
        )
    }
}
