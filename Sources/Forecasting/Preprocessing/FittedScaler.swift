/// A scaler with what it has learned of each channel.
public struct FittedScaler: Sendable, Equatable {
    /// What was fitted.
    public let scaler: Scaler
    /// The channels it was fitted on.
    public let channels: [String]
    let maps: [ChannelMap]

    /// What is subtracted from each channel's values; after Box-Cox, if there is one.
    public var offsets: [Double] { maps.map(\.offset) }
    /// What each channel's values are divided by; positive.
    public var scales: [Double] { maps.map(\.scale) }
    /// The powers of Box-Cox; empty for other scalers.
    public var lambdas: [Double] { maps.compactMap { $0.power?.lambda } }

    /// Scales a table of the same channels; missing values stay missing.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for other channels than those fitted,
    ///   and for values that are not positive if it is Box-Cox.
    public func transform(
        _ table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SeriesTable {
        try check(table)
        return try mapped(table, on: parallelism) {
            (map, value, channel, row) throws(ForecastingError) in
            if map.power != nil { try BoxCox.requirePositive(value, channels[channel], row) }
            return map.transform(value)
        }
    }

    /// Undoes ``transform(_:on:)``: to the last bits of the greater of value and offset.
    ///
    /// A value beyond the range of Box-Cox becomes the end of the range: 0 where lambda is positive,
    /// infinity where it is negative.
    public func inverse(
        _ table: SeriesTable,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SeriesTable {
        try check(table)
        return try mapped(table, on: parallelism) { (map, value, _, _) throws(ForecastingError) in
            map.inverse(value)
        }
    }

    /// Brings forecasts of scaled channels back to the channels' own units, quantiles included.
    ///
    /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for other than the fitted number of
    ///   channels.
    public func inverse(
        _ forecasts: Forecasts,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> Forecasts {
        guard forecasts.channelCount == channels.count else {
            throw .mismatch(
                what: "channels of the scaler",
                expected: channels.count,
                found: forecasts.channelCount
            )
        }
        var result = forecasts
        let horizon = max(forecasts.horizon, 1)
        result.points = parallelism.fillPieces(forecasts.points.count, with: 0) { range, output in
            for place in range {
                let map = maps[place / horizon % maps.count]
                output[place - range.lowerBound] = map.inverse(forecasts.points[place])
            }
        }
        let width = horizon * max(forecasts.quantileLevels.count, 1)
        result.quantiles = parallelism.fillPieces(forecasts.quantiles.count, with: 0) {
            range,
            output in
            for place in range {
                let map = maps[place / width % maps.count]
                output[place - range.lowerBound] = map.inverse(forecasts.quantiles[place])
            }
        }
        return result
    }

    /// The scaled value of a channel; NaN of NaN, and of what is not positive if it is Box-Cox.
    public func transform(_ value: Double, channel: Int) -> Double {
        maps[channel].transform(value)
    }

    /// The value of a channel in its own units.
    public func inverse(_ value: Double, channel: Int) -> Double { maps[channel].inverse(value) }

    private func check(_ table: SeriesTable) throws(ForecastingError) {
        guard table.channelCount == channels.count else {
            throw .mismatch(
                what: "channels of the scaler",
                expected: channels.count,
                found: table.channelCount
            )
        }
        for (place, name) in table.channels.enumerated() where name != channels[place] {
            throw .invalidSetting(
                name: "channel \(place + 1)",
                value: name,
                requirement: "the scaler was fitted on, which is \(channels[place])"
            )
        }
    }

    private func mapped(
        _ table: SeriesTable,
        on parallelism: Parallelism,
        _ value:
            @escaping @Sendable (ChannelMap, Double, _ channel: Int, _ row: Int)
            throws(ForecastingError) -> Double
    ) throws(ForecastingError) -> SeriesTable {
        let count = table.count
        let values = try parallelism.fillPieces(table.values.count, with: 0.0) {
            (range, output) throws(ForecastingError) in
            var place = range.lowerBound
            while place < range.upperBound {
                let channel = place / count
                let end = min(range.upperBound, (channel + 1) * count)
                let map = maps[channel]
                while place < end {
                    output[place - range.lowerBound] = try value(
                        map,
                        table.values[place],
                        channel,
                        place - channel * count
                    )
                    place += 1
                }
            }
        }
        return SeriesTable(
            unchecked: table.channels,
            count: count,
            timestamps: table.timestamps,
            values: values
        )
    }
}
