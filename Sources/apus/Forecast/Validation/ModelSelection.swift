import ArgumentParser
import Forecasting
import MarketData

/// Models and their settings, made of names and texts.
struct ModelSelection {
    let names: [String]
    let forecasters: [any Forecaster]

    init(names: [String], forecasters: [any Forecaster]) {
        self.names = names
        self.forecasters = forecasters
    }

    /// Makes the models.
    ///
    /// - Parameters:
    ///   - option: The option that named the models, for messages.
    ///   - list: Their names with commas between.
    init(
        _ option: String,
        list: String,
        settings: [SettingArgument],
        inputLength: Int,
        horizon: Int,
        seed: UInt64
    ) throws {
        let names = list.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0).trimmingSpaces }
        var descriptions: [ModelDescription] = []
        for name in names {
            guard !descriptions.contains(where: { $0.name == name }) else {
                throw Failure(.usage, "\(option): \(name) is there twice; name each model once")
            }
            do throws(ForecastingError) {
                descriptions.append(try ForecasterCatalog.description(of: name))
            } catch {
                throw Failure(.usage, "\(option): \(error.description)")
            }
        }
        var chosen = Dictionary(uniqueKeysWithValues: names.map { ($0, [String: String]()) })
        // What is said of one model counts more than what is said of all.
        for setting in settings.filter({ $0.model == nil }) + settings.filter({ $0.model != nil }) {
            let takers = descriptions.filter { description in
                setting.model == nil
                    ? description.settings.contains { $0.name == setting.key }
                    : description.name == setting.model
            }
            guard !takers.isEmpty else { throw Self.unknown(setting, option, descriptions) }
            for taker in takers { chosen[taker.name]?[setting.key] = setting.value }
        }
        var forecasters: [any Forecaster] = []
        for name in names {
            do throws(ForecastingError) {
                forecasters.append(
                    try ForecasterCatalog.forecaster(
                        name,
                        inputLength: inputLength,
                        horizon: horizon,
                        settings: chosen[name] ?? [:],
                        seed: seed
                    )
                )
            } catch {
                throw Failure(.usage, "\(name): \(error.description)")
            }
        }
        self.names = names
        self.forecasters = forecasters
    }

    private static func unknown(
        _ setting: SettingArgument,
        _ option: String,
        _ models: [ModelDescription]
    ) -> Failure {
        if let model = setting.model {
            return Failure(
                .usage,
                "--set \(model).\(setting.key): \(model) is not among the models of \(option)"
                    + " (\(models.map(\.name).joined(separator: ", ")))"
            )
        }
        let known = Set(models.flatMap { $0.settings.map(\.name) }).sorted()
        let hint = Nearest.match(setting.key, among: known).map { "did you mean '\($0)'?" }
        return Failure(
            .usage,
            "--set: none of the models has a setting '\(setting.key)'; "
                + (hint ?? "see `apus forecast models`")
        )
    }
}

extension String {
    /// Without spaces at the ends.
    var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
