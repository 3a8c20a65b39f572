/// Samples of equal shape: channels x time each.
public struct SampleBatch<Element: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable,
    Equatable
{
    /// Channels of each sample.
    public let channelCount: Int
    /// Values of each channel of a sample.
    public let length: Int
    /// The number of each sample in its data set, which its random numbers belong to.
    public let ids: [Int]
    /// Sample by sample, channel by channel, time by time.
    public let values: [Element]

    /// The number of samples.
    public var count: Int { ids.count }

    /// Makes a batch.
    ///
    /// - Parameters:
    ///   - values: Sample by sample, channel by channel, time by time.
    ///   - channelCount: Channels of each sample.
    ///   - length: Values of each channel of a sample.
    ///   - ids: The number of each sample in its data set; 0, 1, 2 and so on by default. A sample that has the
    ///     same number in two batches is augmented alike in both.
    /// - Throws: ``ForecastingError/empty(what:)`` for no samples,
    ///   ``ForecastingError/mismatch(what:expected:found:)`` if the values are not those of whole samples, one
    ///   for each number.
    public init(
        values: [Element],
        channelCount: Int,
        length: Int,
        ids: [Int]? = nil
    ) throws(ForecastingError) {
        for (name, value) in [("channels of a sample", channelCount), ("length", length)] {
            guard value >= 1 else {
                throw .invalidSetting(name: name, value: "\(value)", requirement: "is at least 1")
            }
        }
        guard !values.isEmpty else { throw .empty(what: "sample in the batch") }
        let width = channelCount * length
        let count = ids?.count ?? (values.count + width - 1) / width
        guard values.count == count * width else {
            throw .mismatch(
                what: "values of \(count) samples of \(channelCount) x \(length)",
                expected: count * width,
                found: values.count
            )
        }
        self.init(
            unchecked: values,
            channelCount: channelCount,
            length: length,
            ids: ids ?? Array(0..<count)
        )
    }

    init(unchecked values: [Element], channelCount: Int, length: Int, ids: [Int]) {
        self.values = values
        self.channelCount = channelCount
        self.length = length
        self.ids = ids
    }

    /// All values of a sample, channel by channel.
    public func sample(_ place: Int) -> ArraySlice<Element> {
        let width = channelCount * length
        return values[(place * width)..<((place + 1) * width)]
    }
}
