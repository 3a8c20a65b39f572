/// What scores of forecasts are averaged over.
public enum ScoreGroup: Sendable, Hashable, CaseIterable {
    /// All windows, channels and steps: one score.
    case all
    /// A score for each origin.
    case origin
    /// A score for each channel.
    case channel
    /// A score for each step ahead.
    case step
}

extension Forecasts {
    /// The metric over all windows, channels and steps.
    ///
    /// - Parameters:
    ///   - metric: What is measured, of the point forecasts.
    ///   - table: What happened. Steps behind its last row are left out like missing values.
    ///   - parallelism: Who works; sums are in fixed chunks, so that the result does not depend on it.
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for a table of other channels,
    ///   ``ForecastingError/empty(what:)`` if no pair is left,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for settings that make no sense.
    public func score(
        _ metric: ErrorMetric,
        against table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Double {
        try scores(metric, against: table, by: .all, on: parallelism)[0]
    }

    /// The metric for each member of a group; NaN for one without a pair.
    ///
    /// - Throws: What ``score(_:against:on:)`` throws; ``ForecastingError/empty(what:)`` only if no member
    ///   has a pair.
    public func scores(
        _ metric: ErrorMetric,
        against table: SeriesTable,
        by group: ScoreGroup,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Double] {
        try metric.check(channelCount: channelCount)
        let totals = try totals(against: table, by: group, on: parallelism) {
            (place, channel, actual) in
            metric.term(actual, points[place], channel: channel)
        }
        return totals.map { metric.mean(of: $0) }
    }

    /// Sums of what the pairs of each member add.
    ///
    /// - Parameter term: Gets the place in `points`, the channel, and the value, which is not NaN.
    func totals(
        against table: SeriesTable,
        by group: ScoreGroup,
        on parallelism: Parallelism,
        _ term:
            @escaping @Sendable (_ place: Int, _ channel: Int, _ actual: Double) -> Double?
    ) throws(ForecastingError) -> [ErrorTotal] {
        try check(against: table)
        let (origins, channels, horizon) = (origins.count, channelCount, horizon)
        let members =
            switch group {
            case .all: 1
            case .origin: origins
            case .channel: channels
            case .step: horizon
            }
        let pairs = origins * channels * horizon / members
        let totals = parallelism.map(members, grain: 1) { member in
            parallelism.total(pairs) { pair in
                let place =
                    switch group {
                    case .all: pair
                    case .origin: member * channels * horizon + pair
                    case .channel:
                        (pair / horizon * channels + member) * horizon + pair % horizon
                    case .step: pair * horizon + member
                    }
                let channel = place / horizon % channels
                let row = self.origins[place / (horizon * channels)] + place % horizon
                guard row < table.count else { return nil }
                let actual = table[channel, row]
                return actual.isNaN ? nil : term(place, channel, actual)
            }
        }
        guard totals.contains(where: { $0.count > 0 }) else {
            throw .empty(what: "pair of a value and its forecast")
        }
        return totals
    }

    /// Throws if a table is not one to compare the forecasts with.
    func check(against table: SeriesTable) throws(ForecastingError) {
        guard table.channelCount == channelCount else {
            throw .mismatch(
                what: "channels of forecasts and table",
                expected: channelCount,
                found: table.channelCount
            )
        }
        guard !points.isEmpty else { throw .empty(what: "forecast to score") }
        let count = origins.count * channelCount * horizon
        let sizes = [
            ("points", count, points.count),
            ("quantiles", count * quantileLevels.count, quantiles.count),
        ]
        for (what, expected, found) in sizes where expected != found {
            throw .mismatch(what: "\(what) of the forecasts", expected: expected, found: found)
        }
        for origin in origins where origin < 0 {
            throw .invalidSetting(
                name: "origin",
                value: "\(origin)",
                requirement: "is a row of the table"
            )
        }
    }
}
