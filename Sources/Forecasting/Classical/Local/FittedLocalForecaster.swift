/// One fitted model for each channel.
///
/// Channels are independent: each is forecast by its own model, in parallel.
public struct FittedLocalForecaster<Model: LocalModel>: RestorableForecaster, Equatable {
    /// The number of future values it forecasts.
    public let horizon: Int
    /// The levels of the quantiles it gives, ascending.
    public let quantileLevels: [Double]
    /// The model of each channel.
    public let models: [Model]

    /// What the method is called.
    public var name: String { Model.name }
    /// The number of channels it was fitted on.
    public var channelCount: Int { models.count }
    /// The number of rows before an origin without which one of the channels has no forecast.
    public let inputLength: Int

    /// The first row that some channel's model was fitted on, of those that go through all rows after it.
    public var firstFollowedRow: Int? {
        // Models that look at the last rows alone begin later for a later origin.
        let rows = models.compactMap { model -> Int? in
            let row = model.firstRow(before: inputLength)
            return row == model.firstRow(before: inputLength + 1) ? row : nil
        }
        return rows.min()
    }

    init(horizon: Int, quantileLevels: [Double], models: [Model]) {
        self.horizon = horizon
        self.quantileLevels = quantileLevels
        self.models = models
        inputLength = models.map(\.inputLength).max() ?? 1
    }

    /// Forecasts every channel from each origin; parameters stay those that were fitted.
    ///
    /// - Throws: What ``FittedForecaster/predict(_:origins:on:)`` throws,
    ///   ``ForecastingError/missingValue(channel:time:)`` for rows that a forecast looks at.
    public func predict(
        _ table: SeriesTable,
        origins: [Int],
        on parallelism: Parallelism
    ) throws(ForecastingError) -> Forecasts {
        try check(table, origins: origins)
        let order = origins.indices.sorted { (origins[$0], $0) < (origins[$1], $1) }
        let ascending = order.map { origins[$0] }
        let locals = try parallelism.map(channelCount) { channel throws(ForecastingError) in
            let model = models[channel]
            let series = table.column(channel)
            var checked = 0
            for origin in ascending {
                let first = max(checked, model.firstRow(before: origin))
                for row in first..<max(first, origin)
                where !series[series.startIndex + row].isFinite {
                    throw .missingValue(channel: table.channels[channel], time: row)
                }
                checked = max(checked, origin)
            }
            let request = LocalRequest(
                origins: ascending,
                horizon: horizon,
                quantileLevels: quantileLevels,
                channel: channel
            )
            return try series.withUnsafeBufferPointer { values throws(ForecastingError) in
                try model.forecast(values, request)
            }
        }
        var forecasts = Forecasts(
            origins: origins,
            channelCount: channelCount,
            horizon: horizon,
            quantileLevels: quantileLevels
        )
        for (channel, local) in locals.enumerated() {
            for (place, origin) in order.enumerated() {
                let slot = origin * channelCount + channel
                copy(local.points, place, to: &forecasts.points, slot, size: horizon)
                copy(
                    local.quantiles,
                    place,
                    to: &forecasts.quantiles,
                    slot,
                    size: horizon * quantileLevels.count
                )
            }
        }
        guard forecasts.points.allSatisfy(\.isFinite), forecasts.quantiles.allSatisfy(\.isFinite)
        else {
            throw .diverged(model: name, where: "a forecast of \(horizon) steps")
        }
        return forecasts
    }

    private func copy(
        _ source: [Double],
        _ place: Int,
        to target: inout [Double],
        _ slot: Int,
        size: Int
    ) {
        target.replaceSubrange(
            (slot * size)..<((slot + 1) * size),
            with: source[(place * size)..<((place + 1) * size)]
        )
    }

    /// What a model file holds of it.
    public func record() -> ModelRecord {
        let numbers = models.map(\.numbers)
        return ModelRecord(
            name: name,
            settings: [
                "horizon": "\(horizon)",
                "channels": "\(channelCount)",
                "quantile-levels": quantileLevels.map { "\($0)" }.joined(separator: " "),
                "numbers": "\(numbers.reduce(0) { $0 + $1.count })",
            ],
            arrays: [
                "lengths": .double(numbers.map { Double($0.count) }),
                "models": .double(numbers.flatMap { $0 }),
            ]
        )
    }

    /// Makes the model of what a file holds.
    ///
    /// - Throws: ``ForecastingError/corruptFile(path:reason:)``.
    public init(_ reader: RecordReader) throws(ForecastingError) {
        horizon = try reader.integer("horizon", in: 1...1_000_000)
        quantileLevels = try reader.numbers("quantile-levels")
        guard LocalSettings.areLevels(quantileLevels) else {
            throw reader.corrupt("quantile-levels is \(try reader.text("quantile-levels"))")
        }
        let count = try reader.integer("channels", in: 1...1_000_000_000)
        let lengths = try reader.doubles("lengths", count: count)
        let total = try reader.integer("numbers")
        let numbers = try reader.doubles("models", count: total)
        var models: [Model] = []
        var first = 0
        for (channel, length) in lengths.enumerated() {
            guard let length = Int(exactly: length), length >= 0, length <= total - first,
                let model = Model(numbers: Array(numbers[first..<(first + length)]))
            else { throw reader.corrupt("the model of channel \(channel + 1) makes no sense") }
            models.append(model)
            first += length
        }
        guard first == total else {
            throw reader.corrupt("\(total - first) numbers belong to no model")
        }
        self.models = models
        inputLength = models.map(\.inputLength).max() ?? 1
    }
}
