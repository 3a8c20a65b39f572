import MarketData

/// All models by name, with settings that are texts: for programs that are told what to do.
public enum ForecasterCatalog {
    private static let entries = LocalEntries.all + RidgeEntries.all + NetworkEntries.all

    /// All models, from the simplest on.
    public static var models: [ModelDescription] { entries.map(\.description) }

    /// What is to be known about a model.
    ///
    /// - Throws: ``ForecastingError/unknownName(what:name:nearest:list:)``.
    public static func description(
        of name: String
    ) throws(ForecastingError) -> ModelDescription {
        try entry(name).description
    }

    /// Makes a model.
    ///
    /// - Parameters:
    ///   - name: One of ``models``.
    ///   - inputLength: Values before the origin that it sees, at least 1. Classical models follow the
    ///     series from its beginning and do not look at it, but for the moving average.
    ///   - horizon: Values that it forecasts, at least 1.
    ///   - settings: By the names that ``models`` tells; what is left out has the default told there.
    ///   - seed: What random numbers follow from.
    /// - Throws: ``ForecastingError/unknownName(what:name:nearest:list:)`` for an unknown model or setting,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for a text that cannot be read or is out
    ///   of range, and settings that contradict each other as ``ForecastingError/mismatch(what:expected:found:)``.
    public static func forecaster(
        _ name: String,
        inputLength: Int,
        horizon: Int,
        settings: [String: String] = [:],
        seed: UInt64 = 0
    ) throws(ForecastingError) -> any Forecaster {
        let entry = try entry(name)
        for (what, value) in [("input length", inputLength), ("horizon", horizon)]
        where !(1...1_000_000 ~= value) {
            throw .invalidSetting(
                name: what,
                value: "\(value)",
                requirement: "is from 1 to 1000000"
            )
        }
        let request = ModelRequest(inputLength: inputLength, horizon: horizon, seed: seed)
        return try entry.forecaster(request, settings)
    }

    private static func entry(_ name: String) throws(ForecastingError) -> CatalogEntry {
        if let entry = entries.first(where: { $0.description.name == name }) { return entry }
        let names = entries.map(\.description.name)
        throw .unknownName(
            what: "model",
            name: name,
            nearest: nearest(name, among: names),
            list: "`apus forecast models` tells all \(names.count)"
        )
    }

    /// What was probably meant.
    static func nearest(_ name: String, among names: [String]) -> String? {
        Nearest.match(name, among: names)
    }
}
