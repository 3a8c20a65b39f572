#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Student's t distribution.
public enum StudentT {
    /// The probability that |t| is at least as large, `P(|T| >= |t|)`.
    ///
    /// - Parameters:
    ///   - statistic: The t statistic; NaN gives NaN.
    ///   - degreesOfFreedom: Above 0 and finite; anything else gives NaN.
    public static func twoSidedP(statistic: Double, degreesOfFreedom: Double) -> Double {
        guard !statistic.isNaN, degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return .nan }
        guard statistic.isFinite else { return 0 }
        let square = statistic * statistic
        return regularizedIncompleteBeta(
            degreesOfFreedom / (degreesOfFreedom + square),
            complement: 1 / (1 + degreesOfFreedom / square),
            degreesOfFreedom / 2,
            0.5
        )
    }

    /// `I_x(a, b)` by its continued fraction (Lentz's method; DLMF 8.17.22).
    ///
    /// `complement` is `1 - x`, given apart so that neither is rounded away beside the other. A
    /// result far below 1/2 keeps its digits, however small.
    static func regularizedIncompleteBeta(
        _ x: Double,
        complement: Double,
        _ a: Double,
        _ b: Double
    ) -> Double {
        if x <= 0 { return 0 }
        if complement <= 0 { return 1 }
        let logX = x < complement ? log(x) : log1p(-complement)
        let logComplement = complement < x ? log(complement) : log1p(-x)
        let front = exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * logX + b * logComplement
        )
        // The fraction converges fast below the mean; above it use the symmetry.
        if x < (a + 1) / (a + b + 2) {
            return front * continuedFraction(x, a, b) / a
        }
        return 1 - front * continuedFraction(complement, b, a) / b
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1), tiny)
        var result = d
        for step in 1...500 {
            let m = Double(step)
            for numerator in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / nonzero(1 + numerator * d, tiny)
                c = nonzero(1 + numerator / c, tiny)
                result *= d * c
            }
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }

    private static func nonzero(_ value: Double, _ tiny: Double) -> Double {
        abs(value) < tiny ? tiny : value
    }

    private static func logGamma(_ value: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(value, &sign)
    }
}
