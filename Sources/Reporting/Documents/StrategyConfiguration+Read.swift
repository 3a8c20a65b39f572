import Backtesting
import MarketData
import Optimization

extension StrategyConfiguration {
    /// Reads a configuration file.
    ///
    /// - Throws: ``ReportingError/unreadableFile(path:reason:)``, or
    ///   ``ReportingError/configuration(_:)`` with the line of the problem.
    public init(contentsOf path: String) throws(ReportingError) {
        try self.init(yaml: try TextFile.contents(of: path), path: path)
    }

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - yaml: The text.
    ///   - path: What to call it in errors.
    public init(yaml: String, path: String) throws(ReportingError) {
        do {
            self = try Self.decode(ConfigurationSection(yaml: yaml, path: path))
        } catch {
            throw .configuration(error)
        }
    }

    private static func decode(
        _ file: ConfigurationSection
    ) throws(ConfigurationError) -> StrategyConfiguration {
        try file.allow([
            "run", "data", "portfolio", "capital", "costs", "optimization_metadata",
        ])
        let run = try file.section("run")
        try run?.allow(["name", "kind", "objective", "seed"])
        guard let portfolio = try file.section("portfolio") else {
            throw file.problem(
                "'portfolio' is missing; it needs 'assets' (each with symbol and weight) and"
                    + " 'rebalancing'"
            )
        }
        try portfolio.allow(["assets", "weights", "rebalancing"])
        let capital = try file.section("capital")
        try capital?.allow(["initial"])
        let costs = try file.section("costs")
        var configuration = StrategyConfiguration(
            name: try run?.string("name") ?? "strategy",
            seed: try run.map(readSeed) ?? 0,
            source: nil,
            allocation: try readAllocation(portfolio),
            policy: try readPolicy(portfolio),
            forecast: try readForecast(portfolio),
            capital: try capital?.double("initial") ?? 10_000
        )
        if let costs { configuration.costs = try CostSection.costs(costs) }
        if let data = try file.section("data") { try configuration.readData(data) }
        return configuration
    }

    private static func readSeed(_ run: ConfigurationSection) throws(ConfigurationError) -> UInt64 {
        guard let text = try run.string("seed") else { return 0 }
        guard let seed = UInt64(text) else {
            throw run.problem(
                "'run.seed' must be a whole number of at least 0, not '\(text)'",
                at: "seed"
            )
        }
        return seed
    }

    private mutating func readData(_ data: ConfigurationSection) throws(ConfigurationError) {
        try data.allow([
            "prices", "dataset", "timeframe", "fill", "max_gap", "universe", "periods_per_year",
            "bars",
            "first_bar", "last_bar", "digest", "dividends", "funding",
        ])
        dividends = try data.string("dividends")
        funding = try data.string("funding")
        if let paths = try data.strings("prices") {
            source = .files(paths)
        } else if let name = try data.string("dataset") {
            source = .dataset(name)
        }
        if let text = try data.string("timeframe"), text != "auto" {
            guard let interval = BarInterval(text) else {
                throw data.problem(
                    "'timeframe' must be auto, 1h, 4h or 1d, not '\(text)'",
                    at: "timeframe"
                )
            }
            timeframe = interval
        }
        switch try data.string("fill") ?? "none" {
        case "none": fill = .none
        case "forward": fill = .forward(maxGap: try data.integer("max_gap") ?? 5)
        case let other:
            throw data.problem("'fill' must be none or forward, not '\(other)'", at: "fill")
        }
        if let text = try data.string("universe") {
            guard let universe = Universe(rawValue: text) else {
                throw data.problem(
                    "'universe' must be common or changing, not '\(text)'",
                    at: "universe"
                )
            }
            self.universe = universe
        }
        if let text = try data.string("periods_per_year"), text != "auto" {
            barsPerYear = try data.double("periods_per_year")
        }
    }

    private static func readAllocation(
        _ portfolio: ConfigurationSection
    ) throws(ConfigurationError) -> Allocation {
        var symbols: [String] = []
        var weights: [Double] = []
        if let estimate = try portfolio.section("weights").map(WeightSection.estimate) {
            for asset in try portfolio.sections("assets") ?? [] {
                try asset.allow(["symbol"])
                guard let symbol = try asset.string("symbol") else {
                    throw asset.problem("an asset needs 'symbol'")
                }
                symbols.append(symbol)
            }
            do {
                return try Allocation(symbols: symbols, estimated: estimate)
            } catch {
                throw portfolio.problem(error.description, at: "assets")
            }
        }
        for asset in try portfolio.sections("assets") ?? [] {
            try asset.allow(["symbol", "weight"])
            guard let symbol = try asset.string("symbol"), let weight = try asset.double("weight")
            else { throw asset.problem("an asset needs 'symbol' and 'weight'") }
            symbols.append(symbol)
            weights.append(weight)
        }
        do {
            return try Allocation(symbols: symbols, weights: weights)
        } catch {
            throw portfolio.problem(error.description, at: "assets")
        }
    }

    private static func readPolicy(
        _ portfolio: ConfigurationSection
    ) throws(ConfigurationError) -> RebalancingPolicy {
        guard let section = try portfolio.section("rebalancing") else { return .never }
        try section.allow(
            [
                "method", "threshold", "calendar_days", "min_interval_hours", "momentum_filter",
                "forecast",
            ] + RuleSection.keys
        )
        let name = try section.string("method") ?? "threshold"
        guard let method = RebalancingPolicy.Method(rawValue: name) else {
            let known = RebalancingPolicy.Method.allCases.map(\.rawValue)
            let hint = Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
            throw section.problem(
                "unknown method '\(name)'; \(hint ?? "use one of \(known.joined(separator: ", "))")",
                at: "method"
            )
        }
        let threshold = try section.double("threshold")
        let rule = try readRule(section, portfolio)
        let listed = try RuleSection.calendar(section).days.first
        let days = try section.integer("calendar_days") ?? listed
        if method.usesThreshold, threshold == nil {
            throw section.problem("the method '\(name)' needs 'threshold'")
        }
        if method.usesCalendar, days == nil, rule.calendar == nil {
            throw section.problem("the method '\(name)' needs 'calendar_days' or 'calendar'")
        }
        let hours = try section.integer("min_interval_hours") ?? 0
        let veto = try section.boolean("momentum_filter") ?? false
        let forecast = try section.section("forecast").map(ForecastSection.policy)
        do {
            return try RebalancingPolicy(
                method: method,
                threshold: threshold ?? 0,
                calendarDays: days ?? 0,
                minimumIntervalHours: hours,
                momentumVeto: veto,
                forecast: forecast,
                rule: rule
            )
        } catch {
            throw section.problem(error.description)
        }
    }

    private static func readRule(
        _ section: ConfigurationSection,
        _ portfolio: ConfigurationSection
    ) throws(ConfigurationError) -> TradingRule {
        let rule = try RuleSection.rule(section)
        var held: Set<String> = []
        for asset in try portfolio.sections("assets") ?? [] {
            if let symbol = try asset.string("symbol") { held.insert(symbol) }
        }
        for (symbol, _) in rule.sortedBands where !held.contains(symbol) {
            throw section.problem("'bands' has '\(symbol)', which is no asset", at: "bands")
        }
        return rule
    }

    private static func readForecast(
        _ portfolio: ConfigurationSection
    ) throws(ConfigurationError) -> StrategyForecast? {
        guard let section = try portfolio.section("rebalancing")?.section("forecast") else {
            return nil
        }
        try section.allow(
            ForecastSection.modelKeys
                + ["policy", "tilt", "cap", "k", "rise", "delay", "symbols", "fit_from"]
        )
        guard let symbols = try section.strings("symbols"), !symbols.isEmpty else {
            throw section.problem("a forecast needs 'symbols', those that its model is fitted on")
        }
        guard let text = try section.string("fit_from"), let time = UTCTime.parse(text) else {
            throw section.problem(
                "a forecast needs 'fit_from', the time of the first bar that its model learns from",
                at: "fit_from"
            )
        }
        return StrategyForecast(
            model: try ForecastSection.model(section),
            symbols: symbols,
            fitFrom: time
        )
    }
}
