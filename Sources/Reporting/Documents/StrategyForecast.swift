public import Optimization

/// What makes the forecasts of a strategy: enough to make the same again from the same prices.
public struct StrategyForecast: Sendable, Equatable {
    /// The model and its schedule.
    public var model: ForecastModel
    /// What it is fitted on.
    public var symbols: [String]
    /// The first bar it learns from, and where its schedule begins, in UTC seconds.
    public var fitFrom: Int64

    /// Describes forecasts.
    public init(model: ForecastModel, symbols: [String], fitFrom: Int64) {
        self.model = model
        self.symbols = symbols
        self.fitFrom = fitFrom
    }
}
