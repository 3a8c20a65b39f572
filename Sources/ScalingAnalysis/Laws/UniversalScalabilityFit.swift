/// Gunther's universal scalability law fitted to times.
///
/// On the linearised form `n / C(n) - 1 = sigma (n - 1) + kappa n (n - 1)`, a regression through
/// the origin by least squares with `sigma, kappa >= 0` (Gunther 2007, chapter 5, there without the
/// bounds). `C(n)` is the mean time on one worker over the time on `n`.
public struct UniversalScalabilityFit: Sendable, Equatable, Codable {
    /// A coefficient of the law.
    public enum Coefficient: String, Sendable, Codable {
        /// `sigma`.
        case contention
        /// `kappa`.
        case coherency
    }

    /// The law with the fitted coefficients.
    public let law: UniversalScalabilityLaw
    /// The coefficients held at 0, because the best ones with both free, or the best with the
    /// other at 0, would be negative.
    public let activeBounds: [Coefficient]
    /// The law's ``UniversalScalabilityLaw/peakConcurrency``.
    @Figure public private(set) var peakConcurrency: Double
    /// The share of the variance of the speed-ups that the law explains, `1 - SSres / SStot`.
    ///
    /// In terms of the speed-ups of all points, not of the linearised form. Below 0 when their mean
    /// would do better; NaN when they are all equal.
    @Figure public private(set) var rSquared: Double
    /// Whether there are only two distinct counts besides 1: as many as coefficients, so that the
    /// law fits, if no bound is active, whether it holds or not.
    public let isSaturated: Bool
    /// How far each point is from the law, in the order of the points.
    public let residuals: [Residual]

    static let name = "the universal scalability law"

    /// Fits the law.
    ///
    /// - Parameter points: Times at 1 and at least two more distinct counts; of repeated ones each
    ///   counts.
    public init(points: [ScalingPoint]) throws(ScalingError) {
        let single = points.filter { $0.workers == 1 }.map(\.seconds)
        guard !single.isEmpty else { throw .noSingleWorker(law: Self.name) }
        let distinct = points.distinctCounts
        guard distinct >= 3 else {
            throw .tooFewCounts(law: Self.name, distinct: distinct, needed: 3)
        }
        let reference = single.reduce(0, +) / Double(single.count)
        let fit = NonNegativeFit(
            points.map { point in
                let n = Double(point.workers)
                return (n - 1, n * (n - 1), n * point.seconds / reference - 1)
            }
        )
        let law = UniversalScalabilityLaw(contention: fit.first, coherency: fit.second)
        self.law = law
        activeBounds =
            (fit.isFirstBounded ? [.contention] : []) + (fit.isSecondBounded ? [.coherency] : [])
        peakConcurrency = law.peakConcurrency
        rSquared = Self.explainedShare(points, reference: reference, law: law)
        isSaturated = distinct == 3
        residuals = points.map {
            Residual($0, fitted: reference / law.speedup(at: $0.workers))
        }
    }

    private static func explainedShare(
        _ points: [ScalingPoint],
        reference: Double,
        law: UniversalScalabilityLaw
    ) -> Double {
        let speedups = points.map { reference / $0.seconds }
        let mean = speedups.reduce(0, +) / Double(speedups.count)
        var total = 0.0
        var unexplained = 0.0
        for (point, speedup) in zip(points, speedups) {
            let residual = speedup - law.speedup(at: point.workers)
            unexplained += residual * residual
            total += (speedup - mean) * (speedup - mean)
        }
        return total > 0 ? 1 - unexplained / total : .nan
    }

    /// What to know before using the figures.
    public var notes: [String] {
        var notes: [String] = []
        for bound in activeBounds {
            notes.append(
                "The \(bound.rawValue) coefficient of \(Self.name) is held at 0; without that bound"
                    + " it would be negative."
            )
        }
        if isSaturated, activeBounds.isEmpty {
            notes.append(
                "As many thread counts as coefficients: \(Self.name) passes through the times"
                    + " whether it holds or not."
            )
        }
        return notes
    }

    private enum CodingKeys: String, CodingKey {
        case law
        case activeBounds = "active_bounds"
        case peakConcurrency = "peak_concurrency"
        case rSquared = "r_squared"
        case isSaturated = "saturated"
        case residuals
    }
}
