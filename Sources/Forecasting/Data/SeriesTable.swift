/// Series observed at the same times: time x channels.
///
/// Values lie channel by channel, so that a window of one channel is a slice of memory. A missing value
/// is NaN. Copies share their memory.
public struct SeriesTable: Sendable {
    /// The names of the channels.
    public let channels: [String]
    /// The number of times.
    public let count: Int
    /// When the values were observed, in seconds since 1970 UTC, ascending; nil where only their order
    /// matters.
    public let timestamps: [Int64]?
    /// Channel by channel.
    package let values: [Double]

    /// The number of channels.
    public var channelCount: Int { channels.count }

    /// Makes a table of columns.
    ///
    /// - Parameters:
    ///   - channels: A name for each column; all different.
    ///   - columns: The values of each channel, all of the same length.
    ///   - timestamps: Ascending; as many as a column has values.
    /// - Throws: ``ForecastingError/empty(what:)``, ``ForecastingError/mismatch(what:expected:found:)``,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for names that occur twice and
    ///   timestamps that do not ascend.
    public init(
        channels: [String],
        columns: [[Double]],
        timestamps: [Int64]? = nil
    ) throws(ForecastingError) {
        guard let first = columns.first, !first.isEmpty else {
            throw .empty(what: "table of series")
        }
        guard channels.count == columns.count else {
            throw .mismatch(
                what: "channel names",
                expected: columns.count,
                found: channels.count
            )
        }
        var seen: Set<String> = []
        for channel in channels where !seen.insert(channel).inserted {
            throw .invalidSetting(name: "channel", value: channel, requirement: "occurs once")
        }
        for (channel, column) in zip(channels, columns) where column.count != first.count {
            throw .mismatch(
                what: "values of \(channel)",
                expected: first.count,
                found: column.count
            )
        }
        if let timestamps {
            guard timestamps.count == first.count else {
                throw .mismatch(
                    what: "timestamps",
                    expected: first.count,
                    found: timestamps.count
                )
            }
            for index in timestamps.indices.dropFirst()
            where timestamps[index] <= timestamps[index - 1] {
                throw .invalidSetting(
                    name: "timestamp \(index)",
                    value: "\(timestamps[index])",
                    requirement: "is later than the one before it"
                )
            }
        }
        self.channels = channels
        count = first.count
        self.timestamps = timestamps
        values = columns.flatMap { $0 }
    }

    /// The value of a channel at a time; NaN if it is missing.
    public subscript(channel: Int, time: Int) -> Double { values[channel * count + time] }

    /// All values of a channel.
    public func column(_ channel: Int) -> ArraySlice<Double> {
        values[(channel * count)..<((channel + 1) * count)]
    }

    /// The times of a range alone.
    public func prefix(_ count: Int) -> SeriesTable {
        precondition(1...self.count ~= count)
        return SeriesTable(
            unchecked: channels,
            count: count,
            timestamps: timestamps.map { Array($0.prefix(count)) },
            values: channels.indices.flatMap { column($0).prefix(count) }
        )
    }

    /// The rows up to the last of the ranges; those outside of them have no values.
    func having(_ ranges: [Range<Int>]) throws(ForecastingError) -> SeriesTable {
        for range in ranges where range.lowerBound < 0 || range.upperBound > count {
            throw .invalidSetting(
                name: "train range",
                value: "\(range)",
                requirement: "lies in the table's \(count) rows"
            )
        }
        guard let end = ranges.map(\.upperBound).max(), end > 0 else {
            throw .empty(what: "row to learn from")
        }
        var kept = [Double](repeating: .nan, count: channels.count * end)
        for channel in channels.indices {
            for range in ranges {
                let first = channel * end + range.lowerBound
                kept.replaceSubrange(
                    first..<(first + range.count),
                    with: values[(channel * count + range.lowerBound)...].prefix(range.count)
                )
            }
        }
        return SeriesTable(
            unchecked: channels,
            count: end,
            timestamps: timestamps.map { Array($0.prefix(end)) },
            values: kept
        )
    }

    /// A table with other values in the same places.
    package init(
        unchecked channels: [String],
        count: Int,
        timestamps: [Int64]?,
        values: [Double]
    ) {
        precondition(values.count == channels.count * count)
        self.channels = channels
        self.count = count
        self.timestamps = timestamps
        self.values = values
    }

    /// Throws if a value of the range is missing or infinite.
    package func requireFinite(_ range: Range<Int>) throws(ForecastingError) {
        for channel in channels.indices {
            for time in range where !self[channel, time].isFinite {
                throw .missingValue(channel: channels[channel], time: time)
            }
        }
    }
}
