import ArgumentParser
import Forecasting
import Reporting

struct ForecastModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Tell the models, when to use them, their settings and defaults.",
        discussion: """
            Examples:
              apus forecast models            every model in one line
              apus forecast models n-hits     its settings and their defaults
            """
    )

    @Argument(help: ArgumentHelp("A model to tell everything about.", valueName: "model"))
    var name: String?

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    private struct Document: Encodable {
        struct Model: Encodable {
            let name: String
            let summary: String
            let settings: [Setting]
        }
        struct Setting: Encodable {
            let name: String
            let summary: String
            let `default`: String
        }

        let models: [Model]

        init(_ models: [ModelDescription]) {
            self.models = models.map { model in
                Model(
                    name: model.name,
                    summary: model.summary,
                    settings: model.settings.map {
                        Setting(name: $0.name, summary: $0.summary, default: $0.defaultValue)
                    }
                )
            }
        }
    }

    func run() throws {
        let models =
            try name.map { [try ForecasterCatalog.description(of: $0)] } ?? ForecasterCatalog.models
        if json {
            Console.print(try JSONText.encode(Document(models)))
        } else if name == nil {
            Console.print(Self.overview(models))
        } else {
            Console.print(models.flatMap(Self.details))
        }
    }

    /// Each model in one line, and the names of its settings.
    private static func overview(_ models: [ModelDescription]) -> [String] {
        var table = TextTable([("model", .left), ("when to use it", .left)])
        for model in models { table.add([model.name, model.summary]) }
        return table.lines(indent: 0) + [
            "", "apus forecast models NAME tells the settings of one and their defaults.",
        ]
    }

    /// Each setting of a model with its default and what it does.
    private static func details(_ model: ModelDescription) -> [String] {
        var lines = ["\(model.name): \(model.summary)", ""]
        let width = model.settings.map { "\($0.name)=\($0.defaultValue)".count }.max() ?? 0
        for setting in model.settings {
            let text = "\(setting.name)=\(setting.defaultValue)"
            let padding = String(repeating: " ", count: width - text.count)
            lines += wrapped(setting.summary, width: 96, bullet: "  \(text)\(padding)  ")
        }
        return lines + ["", "Change them with --set, as in --set \(example(model))."]
    }

    private static func example(_ model: ModelDescription) -> String {
        model.settings.first.map { "\($0.name)=\($0.defaultValue)" } ?? ""
    }
}
