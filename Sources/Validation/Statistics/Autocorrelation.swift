#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Whether values of a series follow from those before.
public struct Autocorrelation: Sendable, Equatable {
    /// The number of values.
    public let count: Int
    /// Of the lags 1, 2, and so on: `sum (x[t] - m)(x[t-k] - m) / sum (x[t] - m)^2`; NaN if all values are
    /// equal.
    public let correlations: [Double]

    /// Measures a series.
    ///
    /// - Parameters:
    ///   - series: In time order; all finite.
    ///   - lags: How many; fewer where the series is not longer.
    public init(of series: [Double], lags: Int) {
        count = series.count
        let mean = Moments.mean(series)
        let centered = series.map { $0 - mean }
        let squares = centered.reduce(0) { $0 + $1 * $1 }
        let most = max(0, min(lags, series.count - 1))
        correlations = (0..<most).map { place in
            var sum = 0.0
            for time in (place + 1)..<centered.count {
                sum += centered[time] * centered[time - place - 1]
            }
            return squares > 0 ? sum / squares : .nan
        }
    }

    /// Independent values have a correlation within this to either side of 0 in 95 of 100 series.
    public var bound: Double { 1.96 / Double(count).squareRoot() }

    /// The probability that independent values have correlations at least as far from 0:
    /// `Q = n (n + 2) sum r[k]^2 / (n - k)` against the chi-squared distribution with as many degrees of freedom
    /// as lags (Ljung & Box 1978, Biometrika 65(2)). NaN without correlations.
    public var ljungBox: Double {
        guard !correlations.isEmpty, correlations.allSatisfy(\.isFinite) else { return .nan }
        let n = Double(count)
        var sum = 0.0
        for (place, correlation) in correlations.enumerated() {
            sum += correlation * correlation / (n - Double(place + 1))
        }
        return ChiSquared.survival(n * (n + 2) * sum, degrees: correlations.count)
    }
}

/// The chi-squared distribution.
enum ChiSquared {
    /// The probability of a value above `value`.
    ///
    /// By the finite sums for whole degrees of freedom: `exp(-h) sum h^i / i!` for even ones, and for odd ones
    /// `erfc(sqrt h) + exp(-h) sum h^(i - 1/2) / Gamma(i + 1/2)`, with `h` half the value (Abramowitz & Stegun
    /// 26.4.4 and 26.4.5).
    static func survival(_ value: Double, degrees: Int) -> Double {
        guard value > 0 else { return 1 }
        let half = value / 2
        let isEven = degrees.isMultiple(of: 2)
        var term = isEven ? exp(-half) : exp(-half) * (half / Double.pi).squareRoot() * 2
        var sum = isEven ? term : erfc(half.squareRoot())
        var next = isEven ? 1.0 : 1.5
        for _ in 0..<(degrees - 1) / 2 {
            if isEven {
                term *= half / next
                sum += term
            } else {
                sum += term
                term *= half / next
            }
            next += 1
        }
        return min(sum, 1)
    }
}
