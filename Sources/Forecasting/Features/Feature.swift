/// A feature of a table: one or more columns, computed from each row and those before it.
///
/// Names say what a column is: `close_rsi_14`, `close_macd_12_26_9_signal`, `hour_sin`,
/// `fourier_24_cos_1`.
public enum Feature: Sendable, Hashable {
    /// Computed of one channel.
    case series(SeriesFeature, of: String)
    /// ATR: Wilder's average of the true range of channels with highs, lows and closes. J. W. Wilder, "New
    /// Concepts in Technical Trading Systems" (1978). Begins in row `window`: the first row has no close
    /// before it.
    case averageTrueRange(high: String, low: String, close: String, window: Int = 14)
    /// What the calendar says of the table's timestamps.
    case calendar(CalendarTerm, CalendarTerm.Encoding = .cycle)
    /// Sines and cosines of a period, `sin(2 pi k t / period)` for each harmonic k.
    case fourier(FourierPeriod, harmonics: Int = 1)

    /// The names of its columns.
    public var names: [String] {
        switch self {
        case .series(let feature, let channel): feature.suffixes.map { "\(channel)_\($0)" }
        case .averageTrueRange(_, _, let close, let window): ["\(close)_atr_\(window)"]
        case .calendar(let term, let encoding): term.names(encoding)
        case .fourier(let period, let harmonics): period.names(harmonics: max(harmonics, 1))
        }
    }

    /// As many columns as names.
    func columns(of table: SeriesTable) throws(ForecastingError) -> [[Double]] {
        switch self {
        case .series(let feature, let channel):
            try feature.check()
            return feature.columns(table.column(try table.index(of: channel)))
        case .averageTrueRange(let high, let low, let close, let window):
            try FeatureName.require(window, atLeast: 1, "window of \(names[0])")
            return [
                Indicators.averageTrueRange(
                    high: table.column(try table.index(of: high)),
                    low: table.column(try table.index(of: low)),
                    close: table.column(try table.index(of: close)),
                    window: window
                )
            ]
        case .calendar(let term, let encoding):
            return term.columns(try table.requireTimestamps(for: names[0]), encoding)
        case .fourier(let period, let harmonics):
            try period.check(harmonics: harmonics)
            var timestamps: [Int64] = []
            if case .seconds = period { timestamps = try table.requireTimestamps(for: names[0]) }
            return period.columns(
                count: table.count,
                timestamps: timestamps,
                harmonics: harmonics
            )
        }
    }
}

extension SeriesTable {
    /// The columns of features alone, at the table's times.
    ///
    /// - Parameters:
    ///   - features: In the order of the columns.
    ///   - parallelism: Who works; features are computed side by side, and do not depend on it.
    /// - Throws: ``ForecastingError/empty(what:)`` for no features,
    ///   ``ForecastingError/unknownChannel(name:known:)``,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for settings that make no sense and
    ///   columns that occur twice, ``ForecastingError/unsupported(model:what:)`` for calendar terms of a table
    ///   without timestamps.
    /// - Complexity: O(rows) a column, whatever its window.
    public func columns(
        of features: [Feature],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SeriesTable {
        try assembled(features, behind: [], on: parallelism)
    }

    /// The table with the columns of features behind its own.
    ///
    /// - Throws: What ``columns(of:on:)`` throws; also if a column has the name of a channel.
    public func appending(
        _ features: [Feature],
        on parallelism: Parallelism = .shared
    ) throws(ForecastingError) -> SeriesTable {
        try assembled(features, behind: channels, on: parallelism)
    }

    /// The table's own channels or none, and columns of features; each writes its own.
    private func assembled(
        _ features: [Feature],
        behind own: [String],
        on parallelism: Parallelism
    ) throws(ForecastingError) -> SeriesTable {
        guard !features.isEmpty else { throw .empty(what: "feature") }
        let names = own + features.flatMap(\.names)
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw .invalidSetting(name: "channel", value: name, requirement: "occurs once")
        }
        var bounds = [0, own.count * count]
        for feature in features {
            bounds.append(bounds[bounds.count - 1] + feature.names.count * count)
        }
        let all = try parallelism.fillParts(bounds) {
            (part, output: UnsafeMutableBufferPointer<Double>) throws(ForecastingError) in
            guard part > 0 else {
                _ = output.update(fromContentsOf: values.prefix(output.count))
                return
            }
            for (place, column) in try features[part - 1].columns(of: self).enumerated() {
                let range = (place * count)..<((place + 1) * count)
                _ = UnsafeMutableBufferPointer(rebasing: output[range]).update(
                    fromContentsOf: column
                )
            }
        }
        return SeriesTable(unchecked: names, count: count, timestamps: timestamps, values: all)
    }

    /// The place of a channel.
    func index(of channel: String) throws(ForecastingError) -> Int {
        guard let index = channels.firstIndex(of: channel) else {
            throw .unknownChannel(name: channel, known: channels)
        }
        return index
    }

    func requireTimestamps(for feature: String) throws(ForecastingError) -> [Int64] {
        guard let timestamps else {
            throw .unsupported(model: "a table without timestamps", what: feature)
        }
        return timestamps
    }
}
