import Validation

/// The durations of repeated runs of one workload on one number of threads.
public struct Timing: Sendable, Equatable {
    /// The number of threads that worked, at least 1.
    public let threads: Int
    /// The number of processors the process could run on, at least 1.
    public let processors: Int
    /// The duration of every run in seconds, in the order of the runs; finite and above 0.
    public let seconds: [Double]

    /// Checks and keeps the durations.
    ///
    /// - Parameters:
    ///   - threads: The number of threads, at least 1.
    ///   - processors: The number of processors the process could run on, at least 1.
    ///   - seconds: One duration a run, at least one; NaN, infinities and 0 are refused.
    public init(threads: Int, processors: Int, seconds: [Double]) throws(ScalingError) {
        guard threads >= 1 else { throw .countBelowOne(name: "threads", value: threads) }
        guard processors >= 1 else { throw .countBelowOne(name: "processors", value: processors) }
        guard !seconds.isEmpty else { throw .noRuns(threads: threads) }
        for (index, value) in seconds.enumerated() where !(value > 0 && value.isFinite) {
            throw .unusableDuration(
                name: "run \(index + 1) with \(threads) threads",
                seconds: value
            )
        }
        self.threads = threads
        self.processors = processors
        self.seconds = seconds
    }

    /// The middle duration in seconds: what fits and speed-ups are about.
    public var median: Double { Moments.median(seconds) }

    /// The shortest duration in seconds: the one least disturbed by whatever else ran.
    public var minimum: Double { seconds.reduce(.infinity, min) }

    /// The interquartile range over the median: `(q75 - q25) / q50`, 0.05 for 5 %.
    ///
    /// Quartiles are interpolated linearly between closest ranks. NaN for one run, which says
    /// nothing about the next.
    public var spread: Double {
        guard seconds.count > 1 else { return .nan }
        let sorted = seconds.sorted()
        let range =
            Moments.percentile(75, ofSorted: sorted) - Moments.percentile(25, ofSorted: sorted)
        return range / median
    }

    /// Whether there were more threads than processors, so that some had to take turns.
    ///
    /// Such times say how the program behaves under that load, not how it scales.
    public var isOversubscribed: Bool { threads > processors }
}
