import DataParallel

/// Whether paired differences are plausibly zero: a t-test and a sign-flip permutation test.
public struct PairedTest: Sendable, Equatable {
    /// The number of pairs.
    public let pairs: Int
    /// The mean difference.
    public let meanDifference: Double
    /// The sample standard deviation of the differences (ddof 1); NaN for one pair.
    public let standardDeviation: Double
    /// `mean / (sd / sqrt(n))`; NaN for one pair or when all differences are zero.
    public let tStatistic: Double
    /// Two-sided p-value of the t-test, with n - 1 degrees of freedom.
    public let tTestP: Double
    /// Two-sided p-value under random signs of the differences.
    public let permutationP: Double
    /// Whether ``permutationP`` counts every sign pattern (up to 16 pairs) or a seeded sample.
    public let isExact: Bool

    static let exactPairs = 16
    static let sampledPatterns = 100_000

    /// Tests whether the mean of `differences` is zero.
    ///
    /// - Parameters:
    ///   - differences: One per pair, finite, at least one.
    ///   - seed: For the sample of sign patterns when there are more than 16 pairs; pattern `s`
    ///     draws from stream `s`, so the result depends on nothing else.
    public init(differences: [Double], seed: UInt64) {
        precondition(!differences.isEmpty, "a paired test needs at least one pair")
        let count = differences.count
        let mean = Moments.mean(differences)
        let deviation = Moments.standardDeviation(differences, ddof: 1)
        pairs = count
        meanDifference = mean
        standardDeviation = deviation
        tStatistic =
            mean == 0 && deviation == 0 ? .nan : mean / (deviation / Double(count).squareRoot())
        tTestP = StudentT.twoSidedP(statistic: tStatistic, degreesOfFreedom: Double(count - 1))
        isExact = count <= Self.exactPairs
        permutationP =
            isExact ? Self.exactP(differences) : Self.sampledP(differences, seed: seed)
    }

    /// The share of all 2^n sign patterns whose sum is at least as far from zero.
    private static func exactP(_ differences: [Double]) -> Double {
        let patterns = 1 << differences.count
        let reached = (0..<patterns).count { pattern in
            isAsExtreme(differences) { pattern >> $0 & 1 == 1 }
        }
        return Double(reached) / Double(patterns)
    }

    /// `(1 + reached) / (1 + patterns)`, so that it is never zero (Davison & Hinkley 1997, 4.11).
    private static func sampledP(_ differences: [Double], seed: UInt64) -> Double {
        let reached = (0..<sampledPatterns).count { pattern in
            var random = RandomStream(seed: seed, stream: UInt64(pattern))
            let signs = differences.map { _ in random.next() >> 63 == 1 }
            return isAsExtreme(differences) { signs[$0] }
        }
        return Double(1 + reached) / Double(1 + sampledPatterns)
    }

    private static func isAsExtreme(
        _ differences: [Double],
        flips: (Int) -> Bool
    ) -> Bool {
        var observed = 0.0
        var flipped = 0.0
        var scale = 0.0
        for (index, value) in differences.enumerated() {
            observed += value
            flipped += flips(index) ? -value : value
            scale += abs(value)
        }
        // Patterns that equal the observed one but for rounding count as reached.
        return abs(flipped) >= abs(observed) - scale * 1e-12
    }
}
