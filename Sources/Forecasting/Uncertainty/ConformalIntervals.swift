/// Intervals around point forecasts that hold a future value with a chosen probability, whatever the model.
///
/// Split conformal prediction: with the `n` absolute errors of a step and channel on rows that the model was
/// not fitted on, the half width is the `k`-th smallest of them, `k = ⌈(n + 1) c⌉` for a coverage of `c`.
/// If errors are exchangeable, a future value lies within the interval with a probability of at least `c`.
/// Errors of a time series are only nearly so: calibrate on recent rows. Sources: V. Vovk, A. Gammerman,
/// G. Shafer, "Algorithmic Learning in a Random World", 2005; J. Lei et al., "Distribution-Free Predictive
/// Inference for Regression", Journal of the American Statistical Association 113, 2018.
public struct ConformalIntervals: Sendable, Equatable {
    /// The probability that an interval holds the value.
    public let coverage: Double
    /// The number of channels.
    public let channelCount: Int
    /// The number of steps.
    public let horizon: Int
    /// Half of an interval's width, channel by channel, step by step.
    public let halfWidths: [Double]

    /// Calibrates intervals by forecasts whose outcomes are known.
    ///
    /// - Parameters:
    ///   - forecasts: Of rows that the model was not fitted on; their point forecasts are looked at.
    ///   - table: What came. A value that is missing is left out.
    ///   - coverage: Above 0 and below 1.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a coverage out of range,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` for another number of channels,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` for forecasts beyond the table's end, or too
    ///   few of them for the coverage, ``ForecastingError/diverged(model:where:)`` for a forecast that is
    ///   not finite.
    public init(
        calibrating forecasts: Forecasts,
        on table: SeriesTable,
        coverage: Double
    ) throws(ForecastingError) {
        guard forecasts.channelCount == table.channelCount else {
            throw .mismatch(
                what: "channels to calibrate on",
                expected: forecasts.channelCount,
                found: table.channelCount
            )
        }
        if let last = forecasts.origins.max(), last + forecasts.horizon > table.count {
            throw .tooShort(
                what: "calibrating forecasts from row \(last + 1)",
                needed: last + forecasts.horizon,
                available: table.count
            )
        }
        var halfWidths: [Double] = []
        for channel in 0..<forecasts.channelCount {
            for step in 0..<forecasts.horizon {
                var errors: [Double] = []
                for (place, origin) in forecasts.origins.enumerated() {
                    let points = forecasts.point(origin: place, channel: channel)
                    let forecast = points[points.startIndex + step]
                    guard forecast.isFinite else {
                        throw .diverged(
                            model: "the calibrated model",
                            where: "step \(step + 1) of \(table.channels[channel]) from row"
                                + " \(origin + 1)"
                        )
                    }
                    let actual = table[channel, origin + step]
                    if actual.isFinite { errors.append(abs(forecast - actual)) }
                }
                halfWidths.append(try Self.halfWidth(of: errors, coverage: coverage))
            }
        }
        self.coverage = coverage
        channelCount = forecasts.channelCount
        horizon = forecasts.horizon
        self.halfWidths = halfWidths
    }

    /// The half width that absolute errors give.
    ///
    /// - Parameters:
    ///   - errors: In any order; none is NaN.
    ///   - coverage: Above 0 and below 1.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a coverage out of range,
    ///   ``ForecastingError/tooShort(what:needed:available:)`` if there are so few errors that only an
    ///   infinite interval would do.
    public static func halfWidth(
        of errors: [Double],
        coverage: Double
    ) throws(ForecastingError) -> Double {
        guard coverage > 0, coverage < 1 else {
            throw .invalidSetting(
                name: "coverage",
                value: "\(coverage)",
                requirement: "is above 0 and below 1"
            )
        }
        // Less what rounding may add: 100 times 0.07 is a little more than 7.
        let rank = Int((Double(errors.count + 1) * coverage - 1e-9).rounded(.up))
        guard rank <= errors.count else {
            throw .tooShort(
                what: "calibrating a coverage of \(coverage)",
                needed: Int((coverage / (1 - coverage) - 1e-9).rounded(.up)),
                available: errors.count
            )
        }
        return errors.sorted()[max(1, rank) - 1]
    }

    /// Forecasts with the ends of their intervals as quantiles, of the levels `(1 - c) / 2` and
    /// `(1 + c) / 2`; other quantiles are dropped.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for other channels or steps than those
    ///   calibrated.
    public func intervals(_ forecasts: Forecasts) throws(ForecastingError) -> Forecasts {
        for (what, expected, found) in [
            ("channels of the forecasts", channelCount, forecasts.channelCount),
            ("steps of the forecasts", horizon, forecasts.horizon),
        ] where expected != found {
            throw .mismatch(what: what, expected: expected, found: found)
        }
        var result = Forecasts(
            origins: forecasts.origins,
            channelCount: channelCount,
            horizon: horizon,
            quantileLevels: [(1 - coverage) / 2, (1 + coverage) / 2]
        )
        result.points = forecasts.points
        let size = channelCount * horizon
        for place in forecasts.points.indices {
            let halfWidth = halfWidths[place % size]
            let (series, step) = (place / horizon, place % horizon)
            result.quantiles[2 * series * horizon + step] = forecasts.points[place] - halfWidth
            result.quantiles[(2 * series + 1) * horizon + step] =
                forecasts.points[place] + halfWidth
        }
        return result
    }
}
