import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import Validation

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

    /// Prices that were read before, with where they came from.
    init(_ table: PriceTable, source: StrategyConfiguration.PriceSource) {
        self.source = source
        loaded = LoadedPrices(table: table, report: LoadReport(files: []))
    }

    /// Loads prices from where the command line says; the bundled stocks when it says nothing.
    init(
        files: [String],
        dataset: String?,
        timeframe: BarInterval?,
        fill: GapFill,
        universe: Universe,
        executor: (any ParallelExecutor)? = nil
    ) throws {
        var options = PriceLoadOptions()
        options.timeframe = timeframe
        options.fill = fill
        options.universe = universe
        options.executor = executor
        options.shouldStop = { Interrupt.token.isCancelled }
        do {
            if files.isEmpty {
                let bundled = try Self.bundled(dataset)
                source = .dataset(dataset ?? bundled.name)
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

    /// The data set of a name; the stocks without one.
    static func bundled(_ name: String?) throws -> BundledDataset {
        let name = name ?? "sp500"
        if let bundled = BundledDataset.named(name) { return bundled }
        let known = BundledDataset.all.map(\.name)
        let hint = Nearest.match(name, among: known).map { "; did you mean '\($0)'?" }
        throw Failure(
            .usage,
            "--dataset: there is no data set '\(name)'"
                + (hint ?? "; there is \(known.joined(separator: ", "))")
        )
    }

    /// The path from the root, so that a configuration can be run from anywhere.
    static func absolute(_ path: String) -> String {
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
    let income: IncomeOptions
    /// The file of the space, if it is one of the user's.
    let spaceFile: String?
    let isQuick: Bool
    let materials: StudyMaterials

    init(
        _ options: StudyOptions,
        materials: StudyMaterials = .original,
        executor: (any ParallelExecutor)? = nil
    ) throws {
        self.materials = materials
        fill = try options.data.gapFill() ?? .none
        dataOptions = options.data
        income = options.trading.income
        spaceFile = options.space.flatMap { ["crypto", "stocks"].contains($0) ? nil : $0 }
        isQuick = options.quick
        // What is wrong with the options is said before prices are read.
        _ = try options.settings(income: .none)
        let input = try materials.prices ?? Self.prices(options.data, executor)
        prices = input
        let settings = try options.settings(
            income: IncomeOptions.read(
                dividends: income.dividends.map(materials.path),
                funding: income.funding.map(materials.path),
                for: input.table
            )
        )
        var space = try Self.space(options.space, prices: input, materials)
        if options.quick { space = try .quick(from: space) }
        optimizer = try Optimizer(table: input.table, space: space, settings: settings)
    }

    /// The prices that the command line names.
    static func prices(
        _ options: DataOptions,
        _ executor: (any ParallelExecutor)? = nil
    ) throws -> PriceInput {
        try PriceInput(
            files: options.prices,
            dataset: options.dataset,
            timeframe: options.timeframe.interval,
            fill: try options.gapFill() ?? .none,
            universe: options.universe ?? .common,
            executor: executor
        )
    }

    /// The space that was named; without a name, the data's own.
    private static func space(
        _ name: String?,
        prices: PriceInput,
        _ materials: StudyMaterials
    ) throws -> SearchSpace {
        switch name {
        case nil:
            if case .dataset("sp500") = prices.source { return try .stocks() }
            return try .automatic(for: prices.table)
        case "crypto": return try .crypto()
        case "stocks": return try .stocks()
        case .some(let path):
            let isPath = path.contains(".") || path.contains("/")
            guard isPath || access(materials.path(path), F_OK) == 0 else {
                let hint = Nearest.match(path, among: ["crypto", "stocks"])
                    .map { "did you mean '\($0)'?" }
                throw Failure(
                    .usage,
                    "--space: '\(path)' is neither a preset nor a file;"
                        + " \(hint ?? "give crypto, stocks or a YAML file")"
                )
            }
            return try SearchSpace(
                yaml: try TextFile.contents(of: materials.path(path)),
                path: path,
                table: prices.table
            )
        }
    }

    /// The best candidate of a result, ready to be run again.
    func configuration(of result: OptimizationResult) throws -> StrategyConfiguration {
        let best = result.best
        // The last split's training range, which is everybody's where training is anchored.
        let fitFrom = optimizer.table.timestamps[optimizer.plan.splits.last!.trainingStart]
        let forecast = best.policy.forecast.map { use in
            StrategyForecast(
                model: optimizer.space.policies.models[use.signal],
                symbols: optimizer.modelledSymbols,
                fitFrom: fitFrom
            )
        }
        return StrategyConfiguration(
            name: "\(optimizer.space.name) #\(best.id)",
            seed: optimizer.settings.seed,
            source: prices.source,
            timeframe: dataOptions.timeframe.interval,
            fill: fill,
            universe: dataOptions.universe ?? .common,
            barsPerYear: optimizer.settings.barsPerYear,
            allocation: try best.allocation,
            policy: best.policy,
            forecast: forecast,
            capital: optimizer.settings.capital,
            costs: optimizer.settings.costs,
            dividends: income.dividends.map(PriceInput.absolute),
            funding: income.funding.map(PriceInput.absolute)
        )
    }
}
