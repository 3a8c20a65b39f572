public import MarketData

extension SeriesTable {
    /// Some series of a file, in the order given; all without names.
    ///
    /// - Throws: ``ForecastingError/empty(what:)``, ``ForecastingError/unknownName(what:name:nearest:list:)``
    ///   for a name that the file does not have,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for one that is given twice.
    public init(
        _ series: LoadedSeries,
        channels names: [String]? = nil
    ) throws(ForecastingError) {
        let names = names ?? series.names
        var columns: [[Double]] = []
        for name in names {
            guard let column = series.names.firstIndex(of: name) else {
                let shown = series.names.prefix(8).joined(separator: ", ")
                let more = series.names.count > 8 ? " and \(series.names.count - 8) more" : ""
                throw .unknownName(
                    what: "column",
                    name: name,
                    nearest: Nearest.match(name, among: series.names),
                    list: "there are \(shown)\(more)"
                )
            }
            columns.append(series.values[column])
        }
        try self.init(channels: names, columns: columns, timestamps: series.timestamps)
    }

    /// The first missing value in the order of times, of several at a time that of the first channel.
    public var firstMissing: (channel: Int, time: Int)? {
        for time in 0..<count {
            for channel in channels.indices where self[channel, time].isNaN {
                return (channel, time)
            }
        }
        return nil
    }

    /// The number of missing values.
    public var missingCount: Int { values.count { $0.isNaN } }

    /// Every missing value is that before it in its channel; those before the first value stay missing.
    public func filledForward() -> SeriesTable {
        var values = values
        for channel in channels.indices {
            for place in (channel * count + 1)..<((channel + 1) * count)
            where values[place].isNaN { values[place] = values[place - 1] }
        }
        return SeriesTable(
            unchecked: channels,
            count: count,
            timestamps: timestamps,
            values: values
        )
    }
}
