/// How the channels of a table are brought to a common scale, each on its own.
///
/// Every scaler maps a value to `(x - offset) / scale`; Box-Cox bends it before. What a scaler is fitted
/// on are the values of the training rows alone, missing ones (NaN) left out. The scale of a column
/// whose values are all equal is 1.
public enum Scaler: Sendable, Equatable {
    /// Values as they are.
    case none
    /// Mean 0, standard deviation 1 (of the population: squares divided by n).
    case standard
    /// Median 0, and 1 between the quartiles (by linear interpolation): outliers do not count.
    case robust
    /// From 0 to 1.
    case minMax
    /// Divided by the greatest absolute value: zero stays zero.
    case maxAbsolute
    /// The power transform `(x^lambda - 1) / lambda`, or `log x` for 0, then standard: for positive data.
    ///
    /// Without a lambda, the one of greatest likelihood between -5 and 5. G. E. P. Box, D. R. Cox, "An
    /// analysis of transformations", JRSS B 26 (1964).
    case boxCox(lambda: Double? = nil)

    /// What it is called in files and messages, such as "min-max".
    public var name: String {
        switch self {
        case .none: "none"
        case .standard: "standard"
        case .robust: "robust"
        case .minMax: "min-max"
        case .maxAbsolute: "max-abs"
        case .boxCox: "box-cox"
        }
    }

    /// Fits the scaler to each channel.
    ///
    /// - Parameters:
    ///   - table: The series; NaN is a missing value.
    ///   - train: The rows to learn from; all by default. No other row is looked at.
    ///   - parallelism: Who works; sums are in chunks of fixed length, so that the result does not depend
    ///     on it.
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for rows that do not lie in
    ///   the table, values that are not positive (Box-Cox) or span no finite range;
    ///   ``ForecastingError/empty(what:)`` for a column without any value,
    ///   ``ForecastingError/missingValue(channel:time:)`` for an infinite value.
    public func fit(
        _ table: SeriesTable,
        train: Range<Int>? = nil,
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> FittedScaler {
        let train = train ?? 0..<table.count
        guard !train.isEmpty, train.lowerBound >= 0, train.upperBound <= table.count else {
            throw .invalidSetting(
                name: "train range",
                value: "\(train)",
                requirement: "is not empty and lies in the table's \(table.count) rows"
            )
        }
        let maps = try parallelism.map(table.channelCount, grain: 1) {
            (channel) throws(ForecastingError) -> ChannelMap in
            let column = TrainingColumn(table: table, channel: channel, rows: train)
            return try map(of: column, on: parallelism)
        }
        return FittedScaler(scaler: self, channels: table.channels, maps: maps)
    }

    private func map(
        of column: TrainingColumn,
        on parallelism: Parallelism
    ) throws(ForecastingError) -> ChannelMap {
        switch self {
        case .none:
            return ChannelMap()
        case .standard:
            let summary = try column.summary(on: parallelism)
            return try column.map(
                offset: summary.mean,
                scale: summary.standardDeviation
            )
        case .robust:
            let quartiles = try column.quartiles()
            return try column.map(offset: quartiles[1], scale: quartiles[2] - quartiles[0])
        case .minMax:
            let summary = try column.summary(on: parallelism)
            return try column.map(
                offset: summary.minimum,
                scale: summary.maximum - summary.minimum
            )
        case .maxAbsolute:
            let summary = try column.summary(on: parallelism)
            return try column.map(offset: 0, scale: max(-summary.minimum, summary.maximum))
        case .boxCox(let lambda):
            return try BoxCox.map(of: column, lambda: lambda, on: parallelism)
        }
    }
}
