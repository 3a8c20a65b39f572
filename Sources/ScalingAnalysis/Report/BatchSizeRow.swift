/// What was measured with one batch size.
public struct BatchSizeRow: Sendable, Equatable, Codable {
    /// Always ``MeasuredRow/Kind/measured``.
    public let kind: MeasuredRow.Kind
    /// The number of items handled together.
    public let batchSize: Int
    /// The number of items in the run.
    public let items: Int
    /// The duration of the run in seconds.
    @Figure public private(set) var seconds: Double
    /// The duration for each item, in seconds; NaN without items.
    @Figure public private(set) var secondsPerItem: Double

    /// What was measured with one batch size.
    ///
    /// - Parameters:
    ///   - batchSize: The number of items handled together.
    ///   - items: The number of items in the run.
    ///   - seconds: The duration of the run in seconds; NaN if it could not be measured.
    public init(batchSize: Int, items: Int, seconds: Double) {
        kind = .measured
        self.batchSize = batchSize
        self.items = items
        self.seconds = seconds
        secondsPerItem = items > 0 ? seconds / Double(items) : .nan
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case batchSize = "batch_size"
        case items
        case seconds
        case secondsPerItem = "seconds_per_item"
    }
}
