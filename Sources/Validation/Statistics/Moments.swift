/// Descriptive statistics of a sample. Sums run left to right, so results are reproducible.
public enum Moments {
    /// The arithmetic mean; NaN for an empty sample.
    public static func mean(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        return values.reduce(0, +) / Double(values.count)
    }

    /// The standard deviation with `ddof` degrees of freedom removed; NaN when too few values.
    public static func standardDeviation(_ values: [Double], ddof: Int) -> Double {
        guard values.count > ddof else { return .nan }
        let center = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        return (squares / Double(values.count - ddof)).squareRoot()
    }

    /// Population skewness, `m3 / m2^(3/2)`; NaN when all values are equal or there are none.
    public static func skewness(_ values: [Double]) -> Double {
        let center = mean(values)
        let count = Double(values.count)
        let second = values.reduce(0) { $0 + power($1 - center, 2) } / count
        let third = values.reduce(0) { $0 + power($1 - center, 3) } / count
        guard second > 0 else { return .nan }
        return third / (second * second.squareRoot())
    }

    /// Population kurtosis, `m4 / m2^2`, not in excess: 3 for a normal distribution. NaN when all
    /// values are equal or there are none.
    public static func kurtosis(_ values: [Double]) -> Double {
        let center = mean(values)
        let count = Double(values.count)
        let second = values.reduce(0) { $0 + power($1 - center, 2) } / count
        let fourth = values.reduce(0) { $0 + power($1 - center, 4) } / count
        guard second > 0 else { return .nan }
        return fourth / (second * second)
    }

    /// The percentile of a sorted sample by linear interpolation between closest ranks.
    ///
    /// - Parameters:
    ///   - percent: From 0 to 100.
    ///   - sorted: The sample in ascending order; NaN for an empty one.
    public static func percentile(_ percent: Double, ofSorted sorted: [Double]) -> Double {
        guard let last = sorted.last else { return .nan }
        let rank = percent / 100 * Double(sorted.count - 1)
        let lower = Int(rank.rounded(.down))
        guard lower + 1 < sorted.count else { return last }
        return sorted[lower] + (sorted[lower + 1] - sorted[lower]) * (rank - Double(lower))
    }

    /// The median: the middle value, or the mean of the middle two. NaN for an empty sample.
    public static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = base
        for _ in 1..<exponent { result *= base }
        return result
    }
}
