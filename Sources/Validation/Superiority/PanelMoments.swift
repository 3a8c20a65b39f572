/// Means and long-run variances of eight columns side by side.
struct PanelMoments {
    typealias Lanes = SIMD8<Double>

    /// The columns' means.
    let means: Lanes
    /// The variance of `sqrt(n) x mean` under the stationary bootstrap.
    let variances: Lanes

    /// With the autocovariances `R(i)` (divided by n), `q = 1 - 1/b` and block length b, the
    /// variance is `R(0) + 2 sum_{i < n} k(i) R(i)`,
    /// `k(i) = (1 - i/n) q^i + (i/n) q^(n - i)`: Politis & Romano 1994, Lemma 1; Hansen 2005.
    ///
    /// In O(n): summed over both of its parts it is that of circular autocovariances with weights
    /// `(1 - i/n) q^i`, and the sums of `q^i x[t - i]` and `i q^i x[t - i]` over all earlier periods
    /// of the circle follow from those of the period before.
    ///
    /// - Parameters:
    ///   - values: Of each period the values of eight columns side by side.
    ///   - blockLength: From 1 to `periods`.
    init(_ values: UnsafePointer<Double>, periods: Int, blockLength: Double) {
        let count = Double(periods)
        var sum = Lanes.zero
        for period in 0..<periods { sum += CountProducts.lanes(values, period) }
        let means = sum / count
        let keep = 1 - 1 / blockLength
        let keepAll = Self.power(keep, periods)

        // Once around from nothing gives what the sums are on the closed circle.
        var first = Lanes.zero
        var second = Lanes.zero
        for period in 0..<periods {
            let value = CountProducts.lanes(values, period) - means
            first = (first + value) * keep
            second = second * keep + first
        }
        first /= 1 - keepAll
        second = (second + first * (count * keepAll)) / (1 - keepAll)
        let fading = (1 - keepAll) / count
        var squares = Lanes.zero
        var products = Lanes.zero
        for period in 0..<periods {
            let value = CountProducts.lanes(values, period) - means
            squares += value * value
            products += value * (first - second * fading)
            first = (first + value) * keep
            second = second * keep + first
        }
        self.means = means
        variances = (squares + products * 2) / count
    }

    /// By repeated squaring: the same on every system.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, factor, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }
}
