import Forecasting
import MarketData
import Optimization

extension TuningSpace {
    /// Reads a space from YAML.
    ///
    /// ```yaml
    /// model: n-hits                    # or `models: [n-hits, tide]`, each with the settings below
    /// input: [96, 336]                 # without it, --input
    /// settings:
    ///   learning-rate: {from: 0.0001, to: 0.01, log: true}          # any number between
    ///   dropout: {from: 0, to: 0.3, count: 4}                       # 0, 0.1, 0.2, 0.3
    ///   batch-size: {from: 32, to: 256, integer: true}
    ///   normalization: [last, mean]
    /// spaces:                          # instead of all that: several such blocks
    ///   - {model: nlinear-ridge, settings: {penalty: [0.001, 1]}}
    /// ```
    init(yaml: String, path: String, inputLength: Int) throws {
        let file = try ConfigurationSection(yaml: yaml, path: path)
        let blocks = try Self.blocks(file, inputLength)
        do throws(ForecastingError) {
            try self.init(blocks)
        } catch {
            throw file.problem(error.description)
        }
    }

    private static func blocks(
        _ file: ConfigurationSection,
        _ inputLength: Int
    ) throws -> [TuningBlock] {
        guard let sections = try file.sections("spaces") else {
            return try block(file, inputLength, ["model", "models", "input", "settings", "spaces"])
        }
        try file.allow(["spaces"])
        return try sections.flatMap {
            try block($0, inputLength, ["model", "models", "input", "settings"])
        }
    }

    private static func block(
        _ section: ConfigurationSection,
        _ inputLength: Int,
        _ keys: [String]
    ) throws -> [TuningBlock] {
        try section.allow(keys)
        guard section.contains("model") != section.contains("models") else {
            throw section.problem("give 'model: a name' or 'models: [names]', one of the two")
        }
        let key = section.contains("model") ? "model" : "models"
        let inputs = try section.integers("input") ?? [inputLength]
        for input in inputs where input < 1 {
            throw section.problem(
                "'input' has numbers of values from 1 on, not \(input)",
                at: "input"
            )
        }
        return try (section.strings(key) ?? []).map { name in
            let description: ModelDescription
            do throws(ForecastingError) {
                description = try ForecasterCatalog.description(of: name)
            } catch {
                throw section.problem(error.description, at: key)
            }
            return TuningBlock(
                model: name,
                inputs: inputs,
                settings: try section.section("settings").map { try settings($0, description) }
                    ?? []
            )
        }
    }

    private static func settings(
        _ section: ConfigurationSection,
        _ model: ModelDescription
    ) throws -> [(name: String, values: TuningValues)] {
        let known = model.settings.map(\.name)
        return try section.keys.map { name in
            guard known.contains(name) else {
                let hint = Nearest.match(name, among: known).map { "did you mean '\($0)'?" }
                throw section.problem(
                    "\(model.name) has no setting '\(name)'; "
                        + (hint ?? "there are \(known.joined(separator: ", "))"),
                    at: name
                )
            }
            guard let range = try section.isSection(name) ? section.section(name) : nil else {
                return (name, .list(try section.strings(name) ?? []))
            }
            return (name, .range(try Self.range(range)))
        }
    }

    private static func range(_ section: ConfigurationSection) throws -> TuningRange {
        try section.allow(["from", "to", "count", "log", "integer"])
        guard let lower = try section.double("from"), let upper = try section.double("to") else {
            throw section.problem("a range needs 'from' and 'to'")
        }
        let count = try section.integer("count")
        let isLogarithmic = try section.boolean("log") ?? false
        let isInteger = try section.boolean("integer") ?? false
        do throws(ForecastingError) {
            return try TuningRange(
                from: lower,
                to: upper,
                count: count,
                isLogarithmic: isLogarithmic,
                isInteger: isInteger
            )
        } catch {
            throw section.problem(error.description)
        }
    }
}
