/// The models that can be made of a file again, by name.
public enum ModelCatalog {
    /// Makes a model of what a file holds.
    typealias Restorer = @Sendable (RecordReader) throws(ForecastingError) -> any FittedForecaster

    /// One line for each kind of model: its names, and how it is made again.
    private static let kinds: [(names: [String], restore: Restorer)] = [
        model(FittedNaive.self, NaiveModel.name),
        model(FittedSeasonalNaive.self, SeasonalNaiveModel.name),
        model(FittedDrift.self, DriftModel.name),
        model(FittedMovingAverage.self, MovingAverageModel.name),
        model(FittedTheta.self, ThetaModel.name),
        model(FittedETS.self, ETSModel.name),
        model(FittedAutoregression.self, AutoregressiveModel.name),
        model(FittedRidge.self, RidgeForecaster.Form.allCases.map { RidgeForecaster.name($0) }),
        model(FittedNetwork.self, Architecture.names),
    ]

    private static func model<Fitted: RestorableForecaster>(
        _: Fitted.Type,
        _ name: String
    ) -> (names: [String], restore: Restorer) {
        model(Fitted.self, [name])
    }

    private static func model<Fitted: RestorableForecaster>(
        _: Fitted.Type,
        _ names: [String]
    ) -> (names: [String], restore: Restorer) {
        (names, { (reader) throws(ForecastingError) in try Fitted(reader) })
    }

    private static let restorers: [String: Restorer] = {
        let pairs = kinds.flatMap { kind in kind.names.map { ($0, kind.restore) } }
        // A name that two kinds claim is a programmer's error, and traps here.
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    /// The names of all models, ascending.
    public static let names: [String] = restorers.keys.sorted()

    /// Makes a fitted model of what a file holds.
    ///
    /// - Throws: ``ForecastingError/unknownFormat(path:found:supported:)`` for a model that is not in the
    ///   catalog, ``ForecastingError/corruptFile(path:reason:)`` for a record that does not make one.
    public static func restore(
        _ reader: RecordReader
    ) throws(ForecastingError) -> any FittedForecaster {
        guard let restorer = restorers[reader.record.name] else {
            throw .unknownFormat(
                path: reader.path,
                found: "a file of the model \(reader.record.name)",
                supported: names.joined(separator: ", ")
            )
        }
        return try restorer(reader)
    }

    /// Reads a fitted model of a file.
    ///
    /// - Throws: What ``ModelFile/read(_:)`` and ``restore(_:)`` throw.
    public static func read(_ path: String) throws(ForecastingError) -> any FittedForecaster {
        try restore(ModelFile.read(path))
    }
}
