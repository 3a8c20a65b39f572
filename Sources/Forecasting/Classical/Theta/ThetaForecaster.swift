/// The theta method: simple exponential smoothing with a drift, after seasonal adjustment.
///
/// V. Assimakopoulos, K. Nikolopoulos, "The theta model: a decomposition approach to forecasting",
/// International Journal of Forecasting 16 (2000). A season is divided out (subtracted where values or
/// indices are not positive) by classical decomposition if the autocorrelation at the season length is
/// significant at 90 %. Parameters and seasons stay as they were fitted; the level follows the series from
/// the first training row to each origin.
///
/// Of several training segments the longest is learned from; an origin before its first row has no
/// forecast, because there is no state to follow.
///
/// Quantiles are normal with the variance `s^2 (1 + (h - 1) alpha^2)` of step h. Deterministic; missing
/// values are refused.
public struct ThetaForecaster: Forecaster {
    /// Which theta lines, and how they are fitted.
    public enum Variant: Int, Sendable, Hashable, CaseIterable {
        /// Simple exponential smoothing, begun at the first value, plus half the slope of the line through
        /// all training values (R. J. Hyndman, B. Billah, "Unmasking the Theta method", 2003).
        case standard
        /// Level, smoothing and theta fitted together: the optimised theta model of J. A. Fiorucci et al.,
        /// "Models for optimising the theta method and their relationship to state space models",
        /// International Journal of Forecasting 32 (2016).
        case optimized
        /// The same, with the line through the values before each row: the dynamic optimised theta model.
        case dynamic
        /// Of `optimized` and `dynamic` the one with the smaller mean square error of one step.
        case automatic
    }

    /// The number of future values it forecasts.
    public var horizon: Int
    /// The number of rows after which the season repeats; 1 for no season.
    public var seasonLength: Int
    /// Which theta lines, and how they are fitted.
    public var variant: Variant
    /// The levels of normal quantiles to give, ascending.
    public var quantileLevels: [Double]
    /// What the method is called.
    public var name: String { ThetaModel.name }

    /// - Parameters:
    ///   - horizon: At least 1.
    ///   - seasonLength: At least 1. Series of less than two seasons get no season.
    ///   - variant: Which theta lines.
    ///   - quantileLevels: Between 0 and 1, ascending.
    public init(
        horizon: Int,
        seasonLength: Int = 1,
        variant: Variant = .standard,
        quantileLevels: [Double] = []
    ) {
        self.horizon = horizon
        self.seasonLength = seasonLength
        self.variant = variant
        self.quantileLevels = quantileLevels
    }

    /// Adjusts, tests and fits every channel.
    ///
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for less than four values.
    public func fit(
        _ data: TrainingData,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> any FittedForecaster {
        try LocalSettings.require("season length", seasonLength, atLeast: 1)
        let period = seasonLength
        let variant = variant
        return try LocalSettings(horizon: horizon, quantileLevels: quantileLevels)
            .fit(data, on: parallelism) { channel, values, first throws(ForecastingError) in
                try LocalSettings.require(4, of: values, ThetaModel.name, channel)
                let season = ThetaSeason(values, period: period)
                let adjusted = season.adjusted(values)
                let line = adjusted.withUnsafeBufferPointer {
                    ThetaFit(values: $0).fit(variant)
                }
                return ThetaModel(season: season, line: line, firstRow: first)
            }
    }
}
