/// Amdahl's law fitted to times by ordinary least squares.
///
/// `T(n) = a + b / n` with `a = T(1) s` and `b = T(1) (1 - s)` is a straight line in `1 / n`, so
/// `s = a / (a + b)`. Nothing is clamped: a serial fraction outside 0...1 is reported as it is.
public struct AmdahlFit: Sendable, Equatable, Codable {
    /// The serial fraction `s`, raw: below 0 when the times shrink faster than `1 / n`, above 1
    /// when they grow with the number of workers.
    @Figure public private(set) var serialFraction: Double
    /// Whether the serial fraction is from 0 to 1, so that the law can mean what it says.
    public let isInRange: Bool
    /// The 95 % confidence interval of the serial fraction.
    ///
    /// Fieller's, exact for a ratio of normal estimates (E. C. Fieller 1954), with Student's t and
    /// as many degrees of freedom as points less 2. Nil for two distinct counts, where the law has
    /// to fit and nothing is left to judge it by, and when the times are so scattered that no
    /// finite interval has the level. The ends are raw, too.
    @Nullable public private(set) var interval: ConfidenceInterval?
    /// The fitted time on one worker, `a + b`, in seconds.
    @Figure public private(set) var singleWorkerSeconds: Double
    /// Whether there are only two distinct counts: the law then passes through their means, as
    /// ``AmdahlLaw/parallelFraction(speedup:workers:)`` has it, whether it holds or not.
    public let isSaturated: Bool
    /// How far each point is from the law, in the order of the points.
    public let residuals: [Residual]

    /// The level of the interval.
    public static let level = 0.95

    /// Fits the law.
    ///
    /// - Parameter points: Times at two or more distinct counts; of repeated ones each counts.
    public init(points: [ScalingPoint]) throws(ScalingError) {
        let distinct = points.distinctCounts
        guard distinct >= 2 else {
            throw .tooFewCounts(law: "Amdahl's law", distinct: distinct, needed: 2)
        }
        let line = LineFit(points.map { (1 / Double($0.workers), $0.seconds) })
        let fraction = line.intercept / line.value(at: 1)
        serialFraction = fraction
        isInRange = (0...1).contains(fraction)
        interval =
            distinct > 2 ? FiellerInterval.ofSerialFraction(line, level: Self.level) : nil
        singleWorkerSeconds = line.value(at: 1)
        isSaturated = distinct == 2
        residuals = points.map { Residual($0, fitted: line.value(at: 1 / Double($0.workers))) }
    }

    /// The law with the fitted serial fraction.
    public var law: AmdahlLaw { AmdahlLaw(serialFraction: serialFraction) }

    /// What to know before using the figures.
    public var notes: [String] {
        var notes: [String] = []
        if !isInRange {
            let reason =
                serialFraction < 0 && singleWorkerSeconds > 0
                ? "below 0: the times shrink faster than the number of threads grows"
                : "not from 0 to 1: the times do not shrink with the number of threads"
            notes.append(
                "Amdahl's serial fraction is out of range, \(reason). The raw value is given, not a"
                    + " clamped one."
            )
        }
        if isSaturated {
            notes.append(
                "Amdahl's law passes through the times at two thread counts whether it holds or"
                    + " not: there is no confidence interval."
            )
        } else if interval == nil {
            notes.append(
                "The times are too scattered for a finite confidence interval of Amdahl's serial"
                    + " fraction."
            )
        }
        return notes
    }

    private enum CodingKeys: String, CodingKey {
        case serialFraction = "serial_fraction"
        case isInRange = "in_range"
        case interval = "confidence_interval"
        case singleWorkerSeconds = "single_worker_seconds"
        case isSaturated = "saturated"
        case residuals
    }
}
