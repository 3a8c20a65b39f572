/// The rows that a model may learn from.
public struct TrainingData: Sendable {
    /// The series, perhaps with other rows, which are not looked at.
    public let table: SeriesTable
    /// The rows to learn from: runs that ascend and do not overlap. A window of inputs and targets lies
    /// within one of them, also where two touch.
    public let segments: [Range<Int>]
    /// The rows whose values are forecast to decide when to stop; after the last segment. Inputs of these
    /// forecasts may lie in that segment.
    public let validation: Range<Int>?

    /// The longest segment, the first of equals: for models that learn from consecutive rows. Of those here
    /// the naive and drift forecasters, moving averages, ETS and Theta do; networks, ridge regressions and
    /// autoregressions learn from all segments.
    public var train: Range<Int> { segments.longest }

    /// Rows that lie in one run.
    ///
    /// - Throws: ``ForecastingError/invalidSetting(name:value:requirement:)`` for ranges that do not lie
    ///   in the table, are empty or overlap, ``ForecastingError/missingValue(channel:time:)``.
    public init(
        _ table: SeriesTable,
        train: Range<Int>? = nil,
        validation: Range<Int>? = nil
    ) throws(ForecastingError) {
        try self.init(
            table,
            segments: [train ?? 0..<(validation?.lowerBound ?? table.count)],
            validation: validation
        )
    }

    /// Rows that lie in several runs, such as before and after a block that is left out.
    ///
    /// - Throws: ``ForecastingError/empty(what:)`` without segments,
    ///   ``ForecastingError/invalidSetting(name:value:requirement:)`` for ranges that do not lie in the
    ///   table, are empty, overlap or do not ascend, ``ForecastingError/missingValue(channel:time:)``.
    public init(
        _ table: SeriesTable,
        segments: [Range<Int>],
        validation: Range<Int>? = nil
    ) throws(ForecastingError) {
        guard let last = segments.last else { throw .empty(what: "training segment") }
        let named = segments.map { ("train", $0) } + (validation.map { [("validation", $0)] } ?? [])
        for (name, range) in named {
            guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= table.count else {
                throw .invalidSetting(
                    name: "\(name) range",
                    value: "\(range)",
                    requirement: "is not empty and lies in the table's \(table.count) rows"
                )
            }
            try table.requireFinite(range)
        }
        for (earlier, later) in zip(segments, segments.dropFirst())
        where later.lowerBound < earlier.upperBound {
            throw .invalidSetting(
                name: "train range",
                value: "\(later)",
                requirement: "begins after the one before it ends (\(earlier))"
            )
        }
        if let validation, validation.lowerBound < last.upperBound {
            throw .invalidSetting(
                name: "validation range",
                value: "\(validation)",
                requirement: "begins after the training range ends (\(last))"
            )
        }
        self.table = table
        self.segments = segments
        self.validation = validation
    }
}

extension [Range<Int>] {
    /// The range with the most members, the first of equals; an empty one if there is none.
    var longest: Range<Int> {
        var longest = first ?? 0..<0
        for range in self where range.count > longest.count { longest = range }
        return longest
    }
}
