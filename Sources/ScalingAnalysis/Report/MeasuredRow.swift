/// What was measured at one number of threads, and the figures that follow from it directly.
public struct MeasuredRow: Sendable, Equatable, Codable {
    /// What kind of figures these are; coded, so that readers of a file cannot mistake them.
    public enum Kind: String, Sendable, Codable {
        /// From a clock.
        case measured
    }

    /// Work done in a second.
    public struct Rate: Sendable, Equatable, Codable {
        /// What is counted, in the plural.
        public let unit: String
        /// How many in a second of the median run; NaN if the amount is.
        @Figure public private(set) var perSecond: Double

        init(_ amount: ScalingReport.Workload.Amount, seconds: Double) {
            unit = amount.unit
            perSecond = amount.count / seconds
        }

        private enum CodingKeys: String, CodingKey {
            case unit
            case perSecond = "per_second"
        }
    }

    /// Always ``Kind/measured``.
    public let kind: Kind
    /// The number of threads.
    public let threads: Int
    /// Whether there were more threads than processors.
    public let isOversubscribed: Bool
    /// The duration of every run, in seconds.
    public let runSeconds: [Double]
    /// The middle one.
    @Figure public private(set) var medianSeconds: Double
    /// The shortest one.
    @Figure public private(set) var minimumSeconds: Double
    /// The interquartile range over the median; NaN for one run. See ``Timing/spread``.
    @Figure public private(set) var spread: Double
    /// The median on one thread over this one; NaN if one thread was not measured.
    @Figure public private(set) var speedup: Double
    /// The speed-up for each thread.
    @Figure public private(set) var efficiency: Double
    /// Work done in a second of the median run, one for each amount of the workload.
    public let rates: [Rate]
    /// The most memory the process held, in bytes; nil if it is not known.
    @Nullable public private(set) var peakMemoryBytes: Int?
    /// The digest of the results; nil if there is none.
    @Nullable public private(set) var digest: String?

    init(
        _ measurement: ScalingMeasurement,
        singleThreadSeconds: Double,
        amounts: [ScalingReport.Workload.Amount]
    ) {
        let timing = measurement.timing
        let median = timing.median
        kind = .measured
        threads = timing.threads
        isOversubscribed = timing.isOversubscribed
        runSeconds = timing.seconds
        medianSeconds = median
        minimumSeconds = timing.minimum
        spread = timing.spread
        speedup = singleThreadSeconds / median
        efficiency = singleThreadSeconds / median / Double(timing.threads)
        rates = amounts.map { Rate($0, seconds: median) }
        peakMemoryBytes = measurement.peakMemoryBytes
        digest = measurement.digest
    }

    /// Whether the runs differ too much to trust small differences between rows: by more than
    /// ``ScalingReport/noiseLimit``.
    public var isNoisy: Bool { spread > ScalingReport.noiseLimit }

    private enum CodingKeys: String, CodingKey {
        case kind
        case threads
        case isOversubscribed = "oversubscribed"
        case runSeconds = "run_seconds"
        case medianSeconds = "median_seconds"
        case minimumSeconds = "minimum_seconds"
        case spread
        case speedup
        case efficiency
        case rates
        case peakMemoryBytes = "peak_memory_bytes"
        case digest
    }
}
