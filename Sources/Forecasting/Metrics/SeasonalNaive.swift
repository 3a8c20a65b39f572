/// The forecast that repeats the value of one season before, which scaled errors are measured by.
public enum SeasonalNaive {
    /// The mean absolute error of repeating, for each channel: `mean(|y[t] - y[t - season]|)`.
    ///
    /// - Parameters:
    ///   - table: The series; pairs with a missing value are left out.
    ///   - train: The rows that both values of a pair lie in; all by default.
    ///   - season: In rows; 1 repeats the last value.
    ///   - parallelism: Who works; the result does not depend on it.
    /// - Throws: ``ForecastingError/tooShort(what:needed:available:)`` for rows without a season before them,
    ///   ``ForecastingError/empty(what:)`` for a channel without a pair,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for other settings that make no sense
    ///   and for a channel that repeats itself, by whose error of zero nothing can be measured.
    public static func errors(
        _ table: SeriesTable,
        train: Range<Int>? = nil,
        season: Int = 1,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> [Double] {
        let train = train ?? 0..<table.count
        guard train.lowerBound >= 0, train.upperBound <= table.count else {
            throw .invalidSetting(
                name: "train range",
                value: "\(train)",
                requirement: "lies in the table's \(table.count) rows"
            )
        }
        guard season >= 1 else {
            throw .invalidSetting(
                name: "season",
                value: "\(season)",
                requirement: "is at least 1 row"
            )
        }
        guard train.count > season else {
            throw .tooShort(
                what: "the error of repeating \(season) rows",
                needed: season + 1,
                available: train.count
            )
        }
        return try parallelism.map(table.channelCount, grain: 1) {
            (channel) throws(ForecastingError) -> Double in
            let total = parallelism.total(train.count - season) { place in
                let row = train.lowerBound + place
                let change = abs(table[channel, row + season] - table[channel, row])
                return change.isNaN ? nil : change
            }
            let name = table.channels[channel]
            guard total.count > 0 else {
                throw .empty(what: "pair of values of \(name), \(season) rows apart")
            }
            let error = total.sum / total.count
            guard error > 0, error.isFinite else {
                throw .invalidSetting(
                    name: "the seasonal naive error of \(name)",
                    value: "\(error)",
                    requirement:
                        "is positive and finite: leave the channel out or use another metric"
                )
            }
            return error
        }
    }

    /// What MASE divides by where other metrics are wanted all the same: ``errors(_:train:season:on:)``, or
    /// NaN for every channel where there are none, so that MASE alone is not known.
    ///
    /// - Throws: ``ForecastingError/cancelled``.
    static func scales(
        _ table: SeriesTable,
        train: Range<Int>,
        season: Int,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> [Double] {
        do throws(ForecastingError) {
            return try errors(table, train: train, season: season, on: parallelism)
        } catch {
            if error == .cancelled { throw error }
            return Array(repeating: .nan, count: table.channelCount)
        }
    }
}
