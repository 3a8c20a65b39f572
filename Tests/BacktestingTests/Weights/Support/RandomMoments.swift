import Backtesting
import TestSupport

/// Covariances and means made up from a seed: a few common factors and a risk of each symbol's own.
struct RandomMoments {
    let covariance: CovarianceMatrix
    let means: [Double]
    /// Limits that some weights keep.
    let limits: [WeightRange]

    init(seed: Int, symbols: ClosedRange<Int> = 2...12) throws {
        var random = SeededRandom(seed: UInt64(seed) &* 77)
        let count = Int.random(in: symbols, using: &random)
        let factors = Int.random(in: 1...3, using: &random)
        let loads = (0..<count).map { _ in
            (0..<factors).map { _ in Double.random(in: -0.3...1, using: &random) * 0.02 }
        }
        var values: [Double] = []
        let own = (0..<count).map { _ in Double.random(in: 0.002...0.04, using: &random) }
        for row in 0..<count {
            for column in 0..<count {
                let common = zip(loads[row], loads[column]).reduce(0) { $0 + $1.0 * $1.1 }
                values.append(common + (row == column ? own[row] * own[row] : 0))
            }
        }
        covariance = try CovarianceMatrix(count: count, values: values)
        means = (0..<count).map { _ in Double.random(in: -0.002...0.003, using: &random) }
        // A portfolio that keeps the limits, and room around it; every fifth symbol is fixed.
        let inside = Self.portfolio(of: count, &random)
        limits = try inside.map { weight in
            if Int.random(in: 0..<5, using: &random) == 0 {
                return try WeightRange(least: weight, largest: weight)
            }
            return try WeightRange(
                least: weight * Double.random(in: 0...1, using: &random),
                largest: weight + (1 - weight) * Double.random(in: 0...0.5, using: &random)
            )
        }
    }

    /// Weights that sum to 1.
    static func portfolio(of count: Int, _ random: inout SeededRandom) -> [Double] {
        let parts = (0..<count).map { _ in
            let part = Double.random(in: 0...1, using: &random)
            return part * part * part + 1e-3
        }
        let sum = parts.reduce(0, +)
        return parts.map { $0 / sum }
    }

    /// Moments of the same symbols in another order.
    func permuted(_ order: [Int]) throws -> (CovarianceMatrix, [Double], [WeightRange]) {
        let values = order.flatMap { row in order.map { covariance[row, $0] } }
        return (
            try CovarianceMatrix(count: order.count, values: values),
            order.map { means[$0] }, order.map { limits[$0] }
        )
    }

    /// How far weights are from the best ones: the most that a gradient points out of the limits, as a part of
    /// the size of its terms. At the best weights the gradients of weights between their limits are the same, not
    /// less at the least weight and not more at the largest (Karush, Kuhn, Tucker).
    static func residual(
        _ gradient: [Double],
        size: Double,
        _ weights: [Double],
        _ limits: [WeightRange]
    ) -> Double {
        // The multiplier is between the largest gradient that may fall and the least that may rise.
        var (falling, rising) = (-Double.infinity, Double.infinity)
        for place in weights.indices {
            if weights[place] > limits[place].least { falling = max(falling, gradient[place]) }
            if weights[place] < limits[place].largest { rising = min(rising, gradient[place]) }
        }
        return max(0, falling - rising) / size
    }
}

/// A matrix times a vector.
func product(_ matrix: CovarianceMatrix, _ vector: [Double]) -> [Double] {
    vector.indices.map { row in
        vector.indices.reduce(0) { $0 + matrix[row, $1] * vector[$1] }
    }
}

/// Whether all numbers are equal but for an error.
func areClose(_ values: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
    values.count == expected.count
        && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
}
