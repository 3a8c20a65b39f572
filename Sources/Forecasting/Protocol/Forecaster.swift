/// A model and its settings, before it has seen data.
public protocol Forecaster: Sendable {
    /// What the model is called: lower case with dashes, as in "nlinear-ridge".
    var name: String { get }
    /// The number of future values it forecasts.
    var horizon: Int { get }

    /// Fits the model.
    ///
    /// - Parameters:
    ///   - data: What it may learn from. Nothing else is looked at.
    ///   - parallelism: Who works; the fitted model does not depend on it.
    /// - Throws: What is wrong with the data or the settings; ``ForecastingError/cancelled`` if `parallelism`
    ///   was cancelled meanwhile: no model is half fitted.
    func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster
}

extension Forecaster {
    /// Fits the model on the pool of all processors.
    public func fit(_ data: TrainingData) throws(ForecastingError) -> any FittedForecaster {
        try fit(data, on: .shared)
    }
}

/// A model that has been fitted.
public protocol FittedForecaster: Sendable {
    /// The model's name.
    var name: String { get }
    /// The number of future values it forecasts.
    var horizon: Int { get }
    /// The number of values before the origin that it needs; it may look at more.
    var inputLength: Int { get }
    /// The number of channels it was fitted on.
    var channelCount: Int { get }
    /// The quantile levels that ``predict(_:origins:on:)`` gives besides the point forecasts, ascending.
    var quantileLevels: [Double] { get }

    /// The row from which on the model follows a series to wherever it forecasts, if it does; nil for a model
    /// that looks at the last rows alone. A table to forecast must then begin when the one of the fit did.
    var firstFollowedRow: Int? { get }

    /// Forecasts every channel from each origin.
    ///
    /// - Parameters:
    ///   - table: As many channels as the model was fitted on. Rows from an origin on are not looked at.
    ///   - origins: The first row of each forecast, from ``inputLength`` up to the table's length.
    ///   - parallelism: Who works; the forecasts do not depend on it.
    /// - Throws: What is wrong with the table or the origins; ``ForecastingError/cancelled``.
    func predict(
        _ table: SeriesTable,
        origins: [Int],
        on parallelism: Parallelism
    ) throws(ForecastingError) -> Forecasts

    /// What a model file holds of it.
    func record() -> ModelRecord
}

extension FittedForecaster {
    /// No levels.
    public var quantileLevels: [Double] { [] }
    /// Nil.
    public var firstFollowedRow: Int? { nil }

    /// Forecasts on the pool of all processors; see ``predict(_:origins:on:)``.
    public func predict(
        _ table: SeriesTable,
        origins: [Int]
    ) throws(ForecastingError) -> Forecasts {
        try predict(table, origins: origins, on: .shared)
    }

    /// Throws if a table cannot be forecast from the origins.
    package func check(_ table: SeriesTable, origins: [Int]) throws(ForecastingError) {
        guard table.channelCount == channelCount else {
            throw .mismatch(
                what: "channels of \(name)",
                expected: channelCount,
                found: table.channelCount
            )
        }
        guard !origins.isEmpty else { throw .empty(what: "origin to forecast from") }
        for origin in origins {
            guard origin >= inputLength else {
                throw .tooShort(
                    what: "a forecast of \(name) from row \(origin + 1)",
                    needed: inputLength,
                    available: origin
                )
            }
            guard origin <= table.count else {
                throw .invalidSetting(
                    name: "origin",
                    value: "\(origin)",
                    requirement: "is at most the table's \(table.count) rows"
                )
            }
        }
    }
}
