/// What a model is to be made for.
struct ModelRequest: Sendable {
    let inputLength: Int
    let horizon: Int
    let seed: UInt64
}

/// A setting of what a model is made of.
struct CatalogSetting<Target>: Sendable {
    let name: String
    let summary: String
    let requirement: String
    /// The text of what a target has.
    let text: @Sendable (Target) -> String
    /// Reads a text into a target; false if it cannot be read, or is out of range.
    let set: @Sendable (inout Target, String) -> Bool

    init<Value>(
        _ name: String,
        _ path: any WritableKeyPath<Target, Value> & Sendable,
        _ kind: SettingKind<Value>,
        _ summary: String
    ) {
        self.name = name
        self.summary = summary
        requirement = kind.requirement
        text = { kind.format($0[keyPath: path]) }
        set = { target, text in
            guard let value = kind.parse(text) else { return false }
            target[keyPath: path] = value
            return true
        }
    }
}

/// One model: what is said about it, and how it is made.
struct CatalogEntry: Sendable {
    let description: ModelDescription
    private let build:
        @Sendable (ModelRequest, [String: String]) throws(ForecastingError) -> any Forecaster

    /// - Parameters:
    ///   - defaults: The settings where none are given; their texts are the documented defaults.
    ///   - build: Makes the model of its settings.
    init<Target: Sendable>(
        _ name: String,
        _ summary: String,
        defaults: Target,
        _ settings: [CatalogSetting<Target>],
        build: @escaping @Sendable (Target, ModelRequest) throws(ForecastingError) -> any Forecaster
    ) {
        description = ModelDescription(
            name: name,
            summary: summary,
            settings: settings.map {
                SettingDescription(
                    name: $0.name,
                    summary: $0.summary,
                    defaultValue: $0.text(defaults)
                )
            }
        )
        self.build = { (request, texts) throws(ForecastingError) in
            var target = defaults
            // In the order of names: of several mistakes the same one is told each time.
            for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
                guard let setting = settings.first(where: { $0.name == key }) else {
                    throw .unknownName(
                        what: "setting of \(name)",
                        name: key,
                        nearest: ForecasterCatalog.nearest(key, among: settings.map(\.name)),
                        list: "there are \(settings.map(\.name).joined(separator: ", "))"
                    )
                }
                guard setting.set(&target, text) else {
                    throw .invalidSetting(
                        name: "\(key) of \(name)",
                        value: text.isEmpty ? "empty" : text,
                        requirement: setting.requirement
                    )
                }
            }
            return try build(target, request)
        }
    }

    /// Makes the model.
    func forecaster(
        _ request: ModelRequest,
        _ settings: [String: String]
    ) throws(ForecastingError) -> any Forecaster {
        try build(request, settings)
    }
}
