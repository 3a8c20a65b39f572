extension BacktestOverfitting {
    /// How a candidate's performance over some of the periods is measured.
    public enum Performance: String, Sendable, CaseIterable {
        /// Mean over standard deviation (ddof 1) of the returns, not annualised; 0 where the
        /// returns do not vary, that is where their deviations are below 1e-5 of their size and so
        /// may be no more than rounding.
        case sharpe
        /// The mean return.
        case mean

        /// The least share of the sum of squares that counts as deviation and not as rounding.
        private static let leastDeviation = 1e-10

        /// The performance of eight candidates; NaN where the sums are.
        @inline(__always)
        func value(
            _ sums: (sum: CandidateLanes, squares: CandidateLanes),
            over length: SampleLength
        ) -> CandidateLanes {
            let mean = sums.sum * length.perPeriod
            guard self == .sharpe else { return mean }
            let deviations = sums.squares - sums.sum * mean
            let isFlat = deviations .<= sums.squares * Self.leastDeviation
            let variance = (deviations * length.perDegree).replacing(with: 1, where: isFlat)
            return (mean / variance.squareRoot()).replacing(with: 0, where: isFlat)
        }
    }

    /// Divides by a number of periods, as factors.
    struct SampleLength {
        let perPeriod: Double
        /// For a variance: one degree of freedom less.
        let perDegree: Double

        init(_ periods: Int) {
            perPeriod = 1 / Double(periods)
            perDegree = 1 / Double(periods - 1)
        }
    }
}
