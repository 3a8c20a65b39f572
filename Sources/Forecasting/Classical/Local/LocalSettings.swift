/// The settings that all local methods share, and how they are applied to every channel.
struct LocalSettings: Sendable {
    var horizon: Int
    var quantileLevels: [Double]

    /// Whether these are levels of quantiles: between 0 and 1, ascending.
    static func areLevels(_ levels: [Double]) -> Bool {
        levels.allSatisfy { $0 > 0 && $0 < 1 } && zip(levels, levels.dropFirst()).allSatisfy(<)
    }

    /// Fits each channel by itself.
    ///
    /// - Parameters:
    ///   - rows: The rows that `body` gets; nil for the longest training segment.
    ///   - body: Makes a channel's model of its name, its values in these rows and the first of them.
    /// - Throws: What `body` throws; ``ForecastingError/diverged(model:where:)`` for values so great that
    ///   their squares overflow.
    func fit<Model: LocalModel>(
        _ data: TrainingData,
        rows: Range<Int>? = nil,
        on parallelism: Parallelism,
        _ body:
            @escaping @Sendable (String, UnsafeBufferPointer<Double>, Int) throws(ForecastingError)
            -> Model
    ) throws(ForecastingError) -> FittedLocalForecaster<Model> {
        guard horizon >= 1 else {
            throw .invalidSetting(
                name: "horizon",
                value: "\(horizon)",
                requirement: "is at least 1"
            )
        }
        guard Self.areLevels(quantileLevels) else {
            throw .invalidSetting(
                name: "quantile levels",
                value: "\(quantileLevels)",
                requirement: "lies between 0 and 1, ascending"
            )
        }
        let table = data.table
        let train = rows ?? data.train
        let models = try parallelism.map(table.channelCount) { channel throws(ForecastingError) in
            let column = table.column(channel)
            let first = column.startIndex
            let values = column[(first + train.lowerBound)..<(first + train.upperBound)]
            return try values.withUnsafeBufferPointer { values throws(ForecastingError) in
                let model = try body(table.channels[channel], values, train.lowerBound)
                guard model.numbers.allSatisfy(\.isFinite) else {
                    throw .diverged(
                        model: Model.name,
                        where: "the fit of \(table.channels[channel])"
                    )
                }
                return model
            }
        }
        return FittedLocalForecaster(
            horizon: horizon,
            quantileLevels: quantileLevels,
            models: models
        )
    }

    /// Throws if a series has fewer values than a method needs.
    static func require(
        _ needed: Int,
        of values: UnsafeBufferPointer<Double>,
        _ method: String,
        _ channel: String
    ) throws(ForecastingError) {
        guard values.count >= needed else {
            throw .tooShort(
                what: "\(method) of \(channel)",
                needed: needed,
                available: values.count
            )
        }
    }

    /// Throws if a setting is less than it must be.
    static func require(
        _ name: String,
        _ value: Int,
        atLeast least: Int
    ) throws(ForecastingError) {
        guard value >= least else {
            throw .invalidSetting(
                name: name,
                value: "\(value)",
                requirement: "is at least \(least)"
            )
        }
    }
}

extension UnsafeBufferPointer<Double> {
    /// Whether all values are the same.
    var isConstant: Bool { allSatisfy { $0 == self[0] } }

    /// The mean, summed in order.
    var mean: Double { reduce(0, +) / Double(count) }
}
