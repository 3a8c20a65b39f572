import Validation

/// Fieller's interval for the ratio of two estimates with jointly normal errors.
///
/// It holds every `r` for which `u - r w` is not significantly different from 0:
/// `(u - r w)^2 <= t^2 Var(u - r w)`, a quadratic in `r`. E. C. Fieller, "Some problems in interval
/// estimation", Journal of the Royal Statistical Society B 16 (1954).
enum FiellerInterval {
    /// The interval of `intercept / value(at: 1)` of a line; nil unless it is finite.
    static func ofSerialFraction(_ line: LineFit, level: Double) -> ConfidenceInterval? {
        let t = StudentT.quantile(
            (1 + level) / 2,
            degreesOfFreedom: Double(line.count - 2)
        )
        let u = line.intercept
        let w = line.value(at: 1)
        // The quadratic a r^2 - 2 b r + c <= 0.
        let a = w * w - t * t * line.covariance(at: 1, 1)
        let b = u * w - t * t * line.covariance(at: 0, 1)
        let c = u * u - t * t * line.covariance(at: 0, 0)
        // Only a denominator that differs from 0 significantly bounds the ratio.
        guard a > 0 else { return nil }
        // Not below 0 but for rounding: u / w is in the interval.
        let root = max(0, b * b - a * c).squareRoot()
        let interval = ConfidenceInterval(
            lower: (b - root) / a,
            upper: (b + root) / a,
            level: level
        )
        return interval.lower.isFinite && interval.upper.isFinite ? interval : nil
    }
}
