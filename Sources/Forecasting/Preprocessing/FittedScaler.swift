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
            (channel, rows, output) throws(ForecastingError) in
            let map = maps[channel]
            let values = table.column(channel)
            let first = values.startIndex + rows.lowerBound
            guard map.power != nil else {
                for place in output.indices {
                    output[place] = (values[first + place] - map.offset) / map.scale
                }
                return
            }
            for (place, row) in rows.enumerated() {
                let value = values[first + place]
                try BoxCox.requirePositive(value, channels[channel], row)
                output[place] = map.transform(value)
            }
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
        return try mapped(table, on: parallelism) {
            (channel, rows, output) throws(ForecastingError) in
            let map = maps[channel]
            let values = table.column(channel)
            let first = values.startIndex + rows.lowerBound
            guard map.power != nil else {
                for place in output.indices {
                    output[place] = values[first + place] * map.scale + map.offset
                }
                return
            }
            for place in output.indices { output[place] = map.inverse(values[first + place]) }
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
        result.points = inverse(forecasts.points, run: horizon, on: parallelism)
        result.quantiles = inverse(
            forecasts.quantiles,
            run: horizon * max(forecasts.quantileLevels.count, 1),
            on: parallelism
        )
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

    /// Values of channel after channel, so many at a time of each.
    private func inverse(
        _ values: [Double],
        run: Int,
        on parallelism: Parallelism
    ) -> [Double] {
        parallelism.fillPieces(values.count) { range, output in
            for place in range {
                let map = maps[place / run % maps.count]
                output[place - range.lowerBound] = map.inverse(values[place])
            }
        }
    }

    /// A table whose pieces of a channel are each written by a call of `body`.
    private func mapped(
        _ table: SeriesTable,
        on parallelism: Parallelism,
        _ body:
            @escaping @Sendable (
                _ channel: Int, _ rows: Range<Int>, UnsafeMutableBufferPointer<Double>
            ) throws(ForecastingError) -> Void
    ) throws(ForecastingError) -> SeriesTable {
        let count = table.count
        let values = try parallelism.fillPieces(table.values.count) {
            (range, output: UnsafeMutableBufferPointer<Double>) throws(ForecastingError) in
            var place = range.lowerBound
            while place < range.upperBound {
                let channel = place / count
                let end = min(range.upperBound, (channel + 1) * count)
                let places = (place - range.lowerBound)..<(end - range.lowerBound)
                try body(
                    channel,
                    (place - channel * count)..<(end - channel * count),
                    UnsafeMutableBufferPointer(rebasing: output[places])
                )
                place = end
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
