#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension BacktestOverfitting {
    /// What came of choosing the best candidate in sample, in one split.
    public struct Selection: Sendable, Equatable {
        /// The candidate that was best in sample; of equals the first one.
        public let column: Int
        /// Its performance in sample.
        public let inSample: Double
        /// Its performance out of sample.
        public let outOfSample: Double
        /// Its rank out of sample among N candidates, from 1 for the worst to N for the best: one
        /// more than the number of those strictly below, and half of the others that are equal.
        public let rank: Double
        /// `log(omega / (1 - omega))` with `omega = rank / (N + 1)`: below 0 when more than half of
        /// the candidates do better out of sample.
        public let logit: Double

        init(column: Int, inSample: Double, outOfSample: Double, rank: Double, candidates: Int) {
            self.column = column
            self.inSample = inSample
            self.outOfSample = outOfSample
            self.rank = rank
            // omega / (1 - omega) without rounding omega first.
            logit = log(rank / (Double(candidates + 1) - rank))
        }
    }

    /// How performance out of sample follows that in sample, over the winners of all splits: the
    /// regression line `outOfSample = intercept + slope * inSample` by least squares.
    ///
    /// A slope below zero says that the better a choice looks, the worse it does.
    public struct Degradation: Sendable, Equatable {
        /// NaN when all winners have the same performance in sample.
        public let slope: Double
        /// NaN when all winners have the same performance in sample.
        public let intercept: Double
        /// The share of the variance that the line explains; NaN when either side has none.
        public let rSquared: Double

        /// Fits the line; sums run in the order of the splits.
        init(_ selections: [Selection]) {
            let x = selections.map(\.inSample)
            let y = selections.map(\.outOfSample)
            let (centerX, centerY) = (Moments.mean(x), Moments.mean(y))
            var (xx, xy, yy) = (0.0, 0.0, 0.0)
            for (x, y) in zip(x, y) {
                xx += (x - centerX) * (x - centerX)
                xy += (x - centerX) * (y - centerY)
                yy += (y - centerY) * (y - centerY)
            }
            // Equal values may leave a rest of rounding.
            let isFlatX = x.allSatisfy { $0 == x[0] }
            let isFlatY = y.allSatisfy { $0 == y[0] }
            slope = isFlatX ? .nan : xy / xx
            intercept = centerY - slope * centerX
            rSquared = isFlatX || isFlatY ? .nan : xy / xx * (xy / yy)
        }
    }

    /// How many splits have a logit in each of several intervals of the same width.
    public struct Histogram: Sendable, Equatable {
        /// The borders of the intervals, ascending; one more than ``counts``. An interval holds its
        /// lower border, the last one the upper border as well.
        public let edges: [Double]
        /// The number of values in each interval.
        public let counts: [Int]

        /// Counts finite values; when all are equal the intervals reach 0.5 to either side.
        init(_ values: [Double], bins: Int) {
            var lower = values.min() ?? 0
            var upper = values.max() ?? 0
            if lower == upper {
                lower -= 0.5
                upper += 0.5
            }
            let width = (upper - lower) / Double(bins)
            let edges = (0...bins).map { $0 == bins ? upper : lower + Double($0) * width }
            var counts = Array(repeating: 0, count: bins)
            for value in values {
                var bin = min(bins - 1, max(0, Int((value - lower) / width)))
                // Rounding of the quotient must not move a value across a border.
                while bin > 0, value < edges[bin] { bin -= 1 }
                while bin < bins - 1, value >= edges[bin + 1] { bin += 1 }
                counts[bin] += 1
            }
            self.edges = edges
            self.counts = counts
        }
    }
}
