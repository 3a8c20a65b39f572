package import Backtesting
import Forecasting
import MarketData

/// Reads what configurations say about forecasts.
package enum ForecastSection {
    /// The keys of a model.
    package static let modelKeys = ["model", "input", "horizon", "refit", "warmup", "settings"]
    /// The keys of the rules' own settings.
    private static let ruleKeys = [
        "forecast-tilt": ["tilt", "cap"], "top-k": ["k"], "forecast-veto": ["rise"],
    ]

    /// The model that a section describes; it must be one of the catalog, with settings it takes.
    package static func model(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> ForecastModel {
        guard let name = try section.string("model") else {
            throw section.problem("a forecast needs 'model', such as nlinear-ridge")
        }
        guard let input = try section.integer("input"),
            let horizon = try section.integer("horizon")
        else {
            throw section.problem("the model \(name) needs 'input' and 'horizon', numbers of bars")
        }
        var settings: [String: String] = [:]
        if let own = try section.section("settings") {
            for key in own.keys { settings[key] = try own.string(key) }
        }
        let model: ForecastModel
        do {
            model = try ForecastModel(
                name: name,
                inputLength: input,
                horizon: horizon,
                refitBars: try section.integer("refit") ?? ForecastModel.usualRefitBars,
                warmupBars: try section.integer("warmup"),
                settings: settings
            )
            _ = try ForecastModel.catalog(model, 0)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw section.problem("\(error)", at: "model")
        }
        return model
    }

    /// The models that a space lists under `forecast`.
    static func models(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [ForecastModel] {
        var models: [ForecastModel] = []
        for entry in try section.sections("forecast") ?? [] {
            try entry.allow(modelKeys)
            models.append(try model(entry))
        }
        return models
    }

    /// Every way to use the models of a space: none first where it is listed so; then rules in the listed
    /// order, with each model, each of the rule's settings and each delay.
    static func policies(
        _ section: ConfigurationSection,
        models: [ForecastModel]
    ) throws(ConfigurationError) -> [ForecastPolicy?] {
        let known = ["none"] + ForecastPolicy.Rule.names
        guard let names = try section.strings("forecast_policies") else {
            guard models.isEmpty else {
                throw section.problem(
                    "'forecast' lists models; say what is done with their forecasts:"
                        + " 'forecast_policies', some of \(known.joined(separator: ", "))",
                    at: "forecast"
                )
            }
            try refuseSettings(section, besides: [])
            return [nil]
        }
        for name in names where !known.contains(name) {
            let hint = Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
            throw section.problem(
                "unknown forecast policy '\(name)';"
                    + " \(hint ?? "use some of \(known.joined(separator: ", "))")",
                at: "forecast_policies"
            )
        }
        guard !models.isEmpty || names.allSatisfy({ $0 == "none" }) else {
            throw section.problem(
                "'forecast_policies' need 'forecast', a list of models",
                at: "forecast_policies"
            )
        }
        try refuseSettings(section, besides: names)
        var policies: [ForecastPolicy?] = []
        for name in names {
            guard name != "none" else {
                policies.append(nil)
                continue
            }
            for signal in models.indices {
                for rule in try rules(name, section) {
                    for delay in try section.integers("delay") ?? [ForecastPolicy.usualDelay] {
                        policies.append(try policy(rule, signal, delay, section))
                    }
                }
            }
        }
        return policies
    }

    /// The policy of a strategy's own section, which names one rule.
    package static func policy(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> ForecastPolicy {
        guard let name = try section.string("policy"), ForecastPolicy.Rule.names.contains(name)
        else {
            throw section.problem(
                "'policy' must be one of \(ForecastPolicy.Rule.names.joined(separator: ", "))",
                at: "policy"
            )
        }
        let rules = try rules(name, section)
        guard rules.count == 1 else {
            throw section.problem("a strategy has one value of each setting, not a list")
        }
        let delay = try section.integer("delay") ?? ForecastPolicy.usualDelay
        return try policy(rules[0], 0, delay, section)
    }

    private static func policy(
        _ rule: ForecastPolicy.Rule,
        _ signal: Int,
        _ delay: Int,
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> ForecastPolicy {
        do {
            return try ForecastPolicy(rule, signal: signal, delay: delay)
        } catch {
            throw section.problem(error.description)
        }
    }

    private static func rules(
        _ name: String,
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [ForecastPolicy.Rule] {
        switch name {
        case "forecast-tilt":
            let caps = try section.doubles("cap") ?? [1]
            return try (section.doubles("tilt") ?? [1]).flatMap { strength in
                caps.map { .tilt(strength: strength, cap: $0) }
            }
        case "top-k": return try (section.integers("k") ?? [1]).map { .topK($0) }
        default: return try (section.doubles("rise") ?? [0]).map { .veto(rise: $0) }
        }
    }

    /// A setting that no listed rule has would change nothing.
    private static func refuseSettings(
        _ section: ConfigurationSection,
        besides names: [String]
    ) throws(ConfigurationError) {
        let used = names.flatMap { ruleKeys[$0] ?? [] }
        let usesDelay = names.contains { $0 != "none" }
        for (rule, keys) in ruleKeys.sorted(by: { $0.key < $1.key }) {
            for key in keys where section.contains(key) && !used.contains(key) {
                throw section.problem(
                    "'\(key)' belongs to \(rule), which 'forecast_policies' does not list",
                    at: key
                )
            }
        }
        if section.contains("delay"), !usesDelay {
            throw section.problem("'delay' needs forecast policies", at: "delay")
        }
    }
}
