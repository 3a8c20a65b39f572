/// The time a workload takes on a number of workers: what scaling laws are fitted to.
public struct ScalingPoint: Sendable, Equatable {
    /// The number of workers, at least 1.
    public let workers: Int
    /// The time in seconds, finite and above 0.
    public let seconds: Double

    /// Checks and keeps a point.
    ///
    /// - Parameters:
    ///   - workers: The number of workers, at least 1.
    ///   - seconds: The time in seconds; NaN, infinities and 0 are refused.
    public init(workers: Int, seconds: Double) throws(ScalingError) {
        guard workers >= 1 else { throw .countBelowOne(name: "workers", value: workers) }
        guard seconds > 0, seconds.isFinite else {
            throw .unusableDuration(name: "time on \(workers) workers", seconds: seconds)
        }
        self.workers = workers
        self.seconds = seconds
    }

    /// The median of repeated runs as one point.
    public init(_ timing: Timing) {
        workers = timing.threads
        seconds = timing.median
    }
}

extension [ScalingPoint] {
    /// How many different numbers of workers there are.
    var distinctCounts: Int { Set(map(\.workers)).count }
}
