/// Scores of forecasts of quantiles.
extension Forecasts {
    /// The quantile loss, on average over levels, windows, channels and steps.
    ///
    /// With levels spread evenly, twice this is the continuous ranked probability score; T. Gneiting, A. E.
    /// Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102 (2007).
    ///
    /// - Throws: ``ForecastingError/empty(what:)`` for forecasts without quantiles, and what
    ///   ``score(_:against:on:)`` throws.
    public func quantileLoss(
        against table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Double {
        let levels = quantileLevels
        guard !levels.isEmpty else { throw .empty(what: "quantile level of the forecasts") }
        for level in levels { try ForecastingError.requireLevel(level) }
        let total = try totals(against: table, by: .all, on: parallelism) { place, _, actual in
            var sum = 0.0
            for (index, level) in levels.enumerated() {
                sum += ErrorMetric.pinball(actual - quantiles[quantilePlace(place, index)], level)
            }
            return sum / Double(levels.count)
        }[0]
        return total.sum / total.count
    }

    /// The part of values that lie between two quantiles, both included; 0.8 is right for 0.1 and 0.9.
    ///
    /// A missing value is left out; a missing quantile makes the result NaN.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for a level that was not
    ///   forecast, and what ``score(_:against:on:)`` throws.
    public func coverage(
        from lower: Double,
        to upper: Double,
        against table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Double {
        let low = try levelIndex(lower)
        let high = try levelIndex(upper)
        let total = try totals(against: table, by: .all, on: parallelism) { place, _, actual in
            IntervalCoverage.term(
                actual,
                quantiles[quantilePlace(place, low)],
                quantiles[quantilePlace(place, high)]
            )
        }[0]
        return total.sum / total.count
    }

    private func levelIndex(_ level: Double) throws(ForecastingError) -> Int {
        guard let index = quantileLevels.firstIndex(of: level) else {
            throw .invalidSetting(
                name: "quantile level",
                value: "\(level)",
                requirement: "was forecast: "
                    + quantileLevels.map { "\($0)" }.joined(separator: ", ")
            )
        }
        return index
    }

    /// Where the quantile of a place in `points` lies.
    private func quantilePlace(_ place: Int, _ level: Int) -> Int {
        (place / horizon * quantileLevels.count + level) * horizon + place % horizon
    }
}

/// How often values lie in their intervals.
public enum IntervalCoverage {
    /// The part of values in their intervals, ends included. Missing values are left out; a missing end
    /// makes the result NaN.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/empty(what:)`` if no value is left.
    public static func score(
        _ actual: [Double],
        lower: [Double],
        upper: [Double],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Double {
        for (what, ends) in [("lower ends", lower), ("upper ends", upper)]
        where ends.count != actual.count {
            throw .mismatch(what: what, expected: actual.count, found: ends.count)
        }
        let total = parallelism.total(actual.count) { place in
            term(actual[place], lower[place], upper[place])
        }
        guard total.count > 0 else { throw .empty(what: "value and its interval") }
        return total.sum / total.count
    }

    static func term(_ actual: Double, _ lower: Double, _ upper: Double) -> Double? {
        guard !actual.isNaN else { return nil }
        if lower.isNaN || upper.isNaN { return .nan }
        return lower <= actual && actual <= upper ? 1 : 0
    }
}
