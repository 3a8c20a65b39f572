#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The block length with which a block bootstrap estimates the variance of a mean best.
public enum BlockLength {
    /// The optimal mean block length of the stationary bootstrap and the optimal length of the
    /// circular one.
    ///
    /// `b = (2 G^2 / D)^(1/3) n^(1/3)` with autocovariances `R(k)` (divided by n) and the flat-top
    /// window `w(k) = 1` up to M/2, `2 (1 - k/M)` up to M: `G = sum_{|k| <= M} w(k) |k| R(k)`,
    /// `g(0) = sum_{|k| <= M} w(k) R(k)`, `D = 2 g(0)^2` (stationary), `4/3 g(0)^2` (circular).
    /// M is twice the lag that begins the first run of `K = max(5, ceil(sqrt(log10 n)))` lags whose
    /// correlations are all below `2 sqrt(log10(n) / n)`, and at most `ceil(sqrt n) + K`; b is at
    /// most `ceil(min(3 sqrt n, n / 3))`. Politis & White 2004, Econometric Reviews 23(1), with the
    /// correction of Patton, Politis & White 2009, Econometric Reviews 28(4).
    ///
    /// As `optimal_block_length` of the Python package arch, two of whose details are not in the
    /// paper: M starts from the first lag of the run, not the one before it, and the correlation at
    /// lag k is divided by the root of both parts' sums of squares, each one value short. (Its K is
    /// another one above a million values.)
    ///
    /// - Parameter series: In time order. Both lengths are NaN where the values are all equal,
    ///   where there are fewer than two, and where one is not finite.
    /// - Returns: Lengths in periods; below 1 where there is next to no dependence.
    /// - Complexity: O(n^1.5). Sums are in a fixed order.
    public static func optimal(
        of series: some Collection<Double>
    ) -> (stationary: Double, circular: Double) {
        let values = Array(series)
        let mean = Moments.mean(values)
        guard let first = values.first, values.contains(where: { $0 != first }) else {
            return (.nan, .nan)
        }
        return optimal(ofCentered: values.map { $0 - mean })
    }

    private static func optimal(
        ofCentered values: [Double]
    ) -> (stationary: Double, circular: Double) {
        let count = Double(values.count)
        let run = max(5, Int(log10(count).squareRoot().rounded(.up)))
        let most = Int(count.squareRoot().rounded(.up)) + run
        let significant = 2 * (log10(count) / count).squareRoot()
        var covariances: [Double] = []
        var insignificant = 0
        var bandwidth: Int?
        var (early, late) = (0.0, 0.0)
        for value in values { early += value * value }
        late = early
        for lag in 0...most {
            // Sums of squares without the last and without the first lag + 1 values.
            if lag < values.count {
                early -= square(values[values.count - 1 - lag])
                late -= square(values[lag])
            }
            let product = laggedProduct(values, lag)
            covariances.append(product / count)
            let correlation =
                lag + 1 < values.count ? abs(product) / (early * late).squareRoot() : .nan
            // The run of lags before this one.
            if insignificant >= run, bandwidth == nil { bandwidth = 2 * max(lag - run, 1) }
            insignificant = correlation < significant ? insignificant + 1 : 0
        }
        let lags = min(bandwidth ?? most, most)
        var (weighted, spectrum) = (0.0, covariances[0])
        for lag in 1...lags {
            let share = Double(lag) / Double(lags)
            let window = share <= 0.5 ? 1 : 2 * (1 - share)
            weighted += 2 * window * Double(lag) * covariances[lag]
            spectrum += 2 * window * covariances[lag]
        }
        let limit = min(3 * count.squareRoot(), count / 3).rounded(.up)
        func length(_ factor: Double) -> Double {
            let length = cbrt(2 * square(weighted) / (factor * square(spectrum)) * count)
            return length.isNaN ? .nan : min(length, limit)
        }
        return (length(2), length(4.0 / 3))
    }

    private static func square(_ value: Double) -> Double { value * value }

    /// `sum x[t] x[t + lag]` in eight interleaved sums, added up in a fixed tree.
    private static func laggedProduct(_ values: [Double], _ lag: Int) -> Double {
        guard lag < values.count else { return 0 }
        return values.withUnsafeBufferPointer { values in
            let pairs = values.count - lag
            let (first, second) = (
                UnsafeRawBufferPointer(values),
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: values[lag...]))
            )
            var sums = SIMD8<Double>.zero
            let whole = pairs / 8 * 8
            for place in stride(from: 0, to: whole, by: 8) {
                let offset = place * MemoryLayout<Double>.stride
                sums +=
                    first.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                    * second.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
            }
            let four = sums.lowHalf + sums.highHalf
            let two = four.lowHalf + four.highHalf
            var sum = two.x + two.y
            for place in whole..<pairs { sum += values[place] * values[place + lag] }
            return sum
        }
    }
}
