/// What was measured with one batch size, or with one number of batches.
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
    /// How many times faster it was than on one thread; NaN where that was not measured.
    @Figure public private(set) var speedup: Double
    /// The speed-up over the number of threads; NaN where it was not measured.
    @Figure public private(set) var efficiency: Double

    /// What was measured with one batch size.
    ///
    /// - Parameters:
    ///   - batchSize: The number of items handled together.
    ///   - items: The number of items in the run.
    ///   - seconds: The duration of the run in seconds; NaN if it could not be measured.
    ///   - serialSeconds: The duration of the same run on one thread; NaN if it was not measured.
    ///   - threads: The number of threads of the run.
    public init(
        batchSize: Int,
        items: Int,
        seconds: Double,
        serialSeconds: Double = .nan,
        threads: Int = 1
    ) {
        kind = .measured
        self.batchSize = batchSize
        self.items = items
        self.seconds = seconds
        secondsPerItem = items > 0 ? seconds / Double(items) : .nan
        speedup = serialSeconds / seconds
        efficiency = serialSeconds / seconds / Double(threads)
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case batchSize = "batch_size"
        case items
        case seconds
        case secondsPerItem = "seconds_per_item"
        case speedup
        case efficiency
    }
}
