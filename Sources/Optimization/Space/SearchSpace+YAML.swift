import Backtesting
public import MarketData

extension SearchSpace {
    /// Reads a space from YAML.
    ///
    /// ```yaml
    /// name: two tech stocks and oil
    /// asset_sets:                      # or `combinations: {symbols: [...], sizes: [2, 3]}`
    ///   - [AAPL, MSFT]
    ///   - [AAPL, MSFT, XOM]
    /// weights:                         # by size; equal weights for sizes left out
    ///   2: [[0.5, 0.5], [0.7, 0.3]]
    ///   3: {step: 0.05, least: 0.1}    # every weighting in steps of 5 %, none below 10 %
    /// estimated_weights:               # besides `weights`, or instead where there are none
    ///   rules: [inverse-volatility, equal-risk-contribution, mean-variance:5]
    ///   covariance: [sample, ledoit-wolf]
    ///   lookback_bars: [120, 250]
    ///   refresh: [window, rebalance]   # estimated before each window, or at each rebalance, too
    ///   least: 0.05                    # limits of every weight
    ///   most: 0.6
    ///   limits: {XOM: {most: 0.3}}     # limits of single symbols
    /// portfolios:                      # besides or instead: allocations one by one
    ///   - {assets: [KO, PEP], weights: [0.5, 0.5]}
    /// normalize_weights: false         # true divides every weighting by its sum
    /// rebalancing:                     # a setting left out takes one default value
    ///   thresholds: [0.05, 0.1]
    ///   methods: [threshold, calendar, hybrid]
    ///   calendar_days: [30, 90]
    ///   min_interval_hours: [24]
    ///   momentum_filter: [false, true]
    ///   calendar: [2w, month-end, quarter-end, year-end]   # beside calendar_days
    ///   band: [absolute, relative]     # what thresholds are shares of: the portfolio, the target
    ///   bands: {XOM: 0.2}              # thresholds of single symbols
    ///   trade_to: [target, half-way, band-edge]
    ///   trade: [all, drifted]
    ///   volatility_target: [none, 0.3] # a year; what it does not allow stays cash
    ///   volatility_lookback: [60]      # bars
    ///   min_trade: [0, 50]             # in the quote currency
    ///   min_trade_share: [0, 0.001]    # of the portfolio's value
    ///   forecast:                      # models whose forecasts may steer portfolios
    ///     - {model: nlinear-ridge, input: 60, horizon: 5, refit: 20, settings: {penalty: 0.01}}
    ///   forecast_policies: [none, forecast-tilt, top-k, forecast-veto]
    ///   tilt: [1, 4]                   # of forecast-tilt, with each cap
    ///   cap: [0.6]
    ///   k: [1, 2]                      # of top-k
    ///   rise: [0.02]                   # of forecast-veto
    ///   delay: [1]                     # bars from the forecast to the trade
    /// ```
    ///
    /// - Parameters:
    ///   - yaml: The text.
    ///   - path: What to call the file in errors.
    ///   - table: Without assets in the file, the space uses this table's symbols; its interval
    ///     decides the policies when the file lists none.
    /// - Throws: ``OptimizationError/spaceFile(path:line:problem:)``.
    public init(
        yaml: String,
        path: String,
        table: PriceTable
    ) throws(OptimizationError) {
        do {
            self = try Self.read(ConfigurationSection(yaml: yaml, path: path), table: table)
        } catch let error as ConfigurationError {
            throw .spaceFile(path: error.path, line: error.line, problem: error.problem)
        } catch let error as OptimizationError {
            throw .spaceFile(path: path, line: nil, problem: error.description)
        } catch {
            throw .spaceFile(path: path, line: nil, problem: "\(error)")
        }
    }

    private static func read(
        _ file: ConfigurationSection,
        table: PriceTable
    ) throws -> SearchSpace {
        try file.allow([
            "name", "asset_sets", "combinations", "weights", "estimated_weights", "portfolios",
            "normalize_weights", "rebalancing",
        ])
        let policies =
            try file.section("rebalancing").map(readPolicies)
            ?? (table.interval >= 86_400 ? dailyPolicies() : intradayPolicies())
        let normalize = try file.boolean("normalize_weights") ?? false
        let listed = try readPortfolios(file, normalize: normalize)
        var sets = try readSets(file)
        if sets.isEmpty, listed.isEmpty { sets = try automaticSets(table) }
        let allocations: AllocationSpace
        if sets.isEmpty {
            allocations = .list(listed)
        } else {
            let estimates = try file.section("estimated_weights").map(WeightSection.estimates) ?? []
            let hasFixed = estimates.isEmpty || file.contains("weights")
            let weightings =
                hasFixed ? try readWeightings(file, sizes: Set(sets.map(\.count)), normalize) : [:]
            let product = AllocationSpace.sets(
                try AssetSets(sets: sets, weightings: weightings, estimates: estimates)
            )
            allocations =
                listed.isEmpty
                ? product : .list(try listable(product, file).listed(atMost: .max) + listed)
        }
        let known = Set(allocations.symbols)
        for (symbol, _) in policies.rules[0].sortedBands
        where !known.contains(symbol) && table.index(ofSymbol: symbol) == nil {
            throw (try file.section("rebalancing")?.section("bands") ?? file).problem(
                "'bands' has '\(symbol)', which no portfolio holds",
                at: symbol
            )
        }
        return try SearchSpace(
            name: try file.string("name") ?? "custom",
            allocations: allocations,
            policies: policies
        )
    }

    /// Portfolios besides listed ones are listed, too.
    private static func listable(
        _ product: AllocationSpace,
        _ file: ConfigurationSection
    ) throws -> AllocationSpace {
        guard product.count <= 1_000_000 else {
            throw file.problem(
                "with 'portfolios' listed, the sets may make at most 1000000 more, not"
                    + " \(product.count); use two spaces",
                at: "portfolios"
            )
        }
        return product
    }

    private static func automaticSets(_ table: PriceTable) throws -> [[String]] {
        guard case .sets(let sets) = try automatic(for: table).allocations else { return [] }
        return sets.sets
    }

    private static func readSets(_ file: ConfigurationSection) throws -> [[String]] {
        var sets = try file.stringLists("asset_sets") ?? []
        if let section = try file.section("combinations") {
            try section.allow(["symbols", "sizes"])
            guard let symbols = try section.strings("symbols"),
                let sizes = try section.integers("sizes")
            else { throw section.problem("'combinations' needs 'symbols' and 'sizes'") }
            for size in sizes {
                guard 1...symbols.count ~= size else {
                    throw section.problem(
                        "sizes must be from 1 to the \(symbols.count) symbols, not \(size)",
                        at: "sizes"
                    )
                }
                var total = 1.0
                for taken in 0..<size { total *= Double(symbols.count - taken) / Double(taken + 1) }
                guard total <= 1e6 else {
                    throw section.problem(
                        "\(Int(total.rounded())) combinations of \(size) symbols are too many;"
                            + " list at most 1000000",
                        at: "sizes"
                    )
                }
                sets += combinations(of: symbols, size: size)
            }
        }
        return sets
    }

    private static func readWeightings(
        _ file: ConfigurationSection,
        sizes: Set<Int>,
        _ normalize: Bool
    ) throws -> [Int: WeightGrid] {
        var weightings: [Int: WeightGrid] = [:]
        if let section = try file.section("weights") {
            for key in section.keys {
                guard let size = Int(key), size >= 1 else {
                    throw section.problem(
                        "the keys of 'weights' are numbers of symbols, not '\(key)'",
                        at: key
                    )
                }
                if section.isSection(key), let grid = try section.section(key) {
                    weightings[size] = .simplex(try readSimplex(grid, size: size))
                    continue
                }
                let choices = (try section.doubleLists(key) ?? []).map {
                    normalize ? normalized($0) : $0
                }
                for choice in choices {
                    if choice.count != size {
                        throw section.problem(
                            "\(choice.count) weights are listed for \(size) symbols",
                            at: key
                        )
                    }
                    if let reason = Allocation.problem(weights: choice) {
                        throw section.problem(reason, at: key)
                    }
                }
                weightings[size] = .list(choices)
            }
        }
        for size in sizes where weightings[size] == nil {
            weightings[size] = .list([equalWeights(size)])
        }
        return weightings
    }

    private static func readSimplex(
        _ section: ConfigurationSection,
        size: Int
    ) throws -> SimplexGrid {
        try section.allow(["step", "least"])
        guard let step = try section.double("step") else {
            throw section.problem("a grid of weights needs a 'step', such as 0.05")
        }
        let parts = (1 / step).rounded()
        guard step > 0, parts <= 1e6, abs(parts * step - 1) < 1e-9 else {
            throw section.problem("1 is not a whole number of steps of \(step)", at: "step")
        }
        let least = try section.double("least") ?? step
        let fewest = (least / step).rounded()
        guard least >= 0, least <= 1, abs(fewest * step - least) < 1e-9 else {
            throw section.problem("\(least) is not a whole number of steps of \(step)", at: "least")
        }
        do {
            return try SimplexGrid(size: size, parts: Int(parts), least: Int(fewest))
        } catch {
            throw section.problem(error.description)
        }
    }

    private static func readPortfolios(
        _ file: ConfigurationSection,
        normalize: Bool
    ) throws -> [Allocation] {
        try (file.sections("portfolios") ?? []).map { section in
            try section.allow(["assets", "weights"])
            guard let assets = try section.strings("assets") else {
                throw section.problem("a portfolio needs 'assets'")
            }
            let weights = try section.doubles("weights") ?? equalWeights(assets.count)
            do {
                return try Allocation(
                    symbols: assets,
                    weights: normalize ? normalized(weights) : weights
                )
            } catch {
                throw section.problem("\(error)", at: "weights")
            }
        }
    }

    private static func readPolicies(_ section: ConfigurationSection) throws -> PolicySpace {
        try section.allow(
            [
                "thresholds", "methods", "calendar_days", "min_interval_hours", "momentum_filter",
                "forecast", "forecast_policies", "tilt", "cap", "k", "rise", "delay",
            ] + RuleSection.keys
        )
        let names = try section.strings("methods") ?? ["threshold"]
        let methods = try names.map { name in
            guard let method = RebalancingPolicy.Method(rawValue: name) else {
                let known = RebalancingPolicy.Method.allCases.map(\.rawValue)
                let hint = Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
                throw section.problem(
                    "unknown method '\(name)'; \(hint ?? "use one of \(known.joined(separator: ", "))")",
                    at: "methods"
                )
            }
            return method
        }
        let models = try ForecastSection.models(section)
        let forecasts = try ForecastSection.policies(section, models: models)
        let calendar = try RuleSection.calendar(section)
        let usualDays = section.contains("calendar") ? [] : [30]
        do {
            return try PolicySpace(
                thresholds: try section.doubles("thresholds") ?? [0.10],
                methods: methods,
                calendarDays: (try section.integers("calendar_days") ?? usualDays) + calendar.days,
                minimumIntervalHours: try section.integers("min_interval_hours") ?? [24],
                momentumVetoes: try section.booleans("momentum_filter") ?? [false],
                calendarPeriods: calendar.periods,
                rules: try RuleSection.rules(section),
                forecasts: forecasts,
                models: models
            )
        } catch let error as OptimizationError {
            throw section.problem(error.description)
        }
    }

    private static func normalized(_ weights: [Double]) -> [Double] {
        let sum = weights.reduce(0, +)
        return sum > 0 ? weights.map { $0 / sum } : weights
    }
}
