/// What was measured at one thread count.
public struct ScalingMeasurement: Sendable, Equatable {
    /// The durations of the runs.
    public let timing: Timing
    /// The most memory the process held during the runs, in bytes; nil if it is not known.
    public let peakMemoryBytes: Int?
    /// The digest of the results; nil if there is none.
    public let digest: String?

    /// Puts together what was measured at one thread count.
    ///
    /// - Parameters:
    ///   - timing: The durations of the runs.
    ///   - peakMemoryBytes: The most memory the process held; nil if it is not known.
    ///   - digest: The digest of the results, the same in all runs; nil if there is none.
    public init(timing: Timing, peakMemoryBytes: Int? = nil, digest: String? = nil) {
        self.timing = timing
        self.peakMemoryBytes = peakMemoryBytes
        self.digest = digest
    }
}
