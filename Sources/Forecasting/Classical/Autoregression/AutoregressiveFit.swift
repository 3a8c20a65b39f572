#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Least squares of a series on its own past.
struct AutoregressiveFit {
    let values: UnsafeBufferPointer<Double>
    /// The places in `values` to learn from; no others are looked at.
    let runs: [Range<Int>]
    let penalty: Double

    /// The order with the least AICc of a normal likelihood; the lower of equals.
    ///
    /// The lags are columns in order, so the Cholesky factor for the greatest order holds those for all
    /// lower ones: order p leaves what the projections on the first p columns do not explain.
    func bestOrder(upTo limit: Int?) -> Int {
        let usual = Int(10 * log10(Double(runs.reduce(0) { $0 + $1.count })))
        let greatest = min(limit ?? usual, runs.longest.count / 3)
        let equations = equations(order: greatest)
        let rows = Double(explained(order: greatest).reduce(0) { $0 + $1.count })
        var sum = equations.total
        let noise = 1e-26 * equations.scale
        var best = 0
        var bestCriterion = Double.infinity
        for order in 0...greatest {
            if order > 0 {
                let projection = equations.projections[order - 1]
                sum -= projection * projection
            }
            // Lags, intercept, variance.
            let k = Double(order + 2)
            guard rows - k - 1 > 0 else { break }
            let criterion =
                rows * log(max(sum, noise, .leastNormalMagnitude) / rows) + 2 * k
                + 2 * k * (k + 1) / (rows - k - 1)
            if criterion < bestCriterion { (best, bestCriterion) = (order, criterion) }
        }
        return best
    }

    /// The model of an order, fitted on all rows that have enough rows before them.
    func model(order: Int) -> AutoregressiveModel {
        let equations = equations(order: order)
        var coefficients = Array(repeating: 0.0, count: order)
        for i in (0..<order).reversed() where equations.factor[i * order + i] > 0 {
            var sum = equations.projections[i]
            for k in (i + 1)..<max(order, i + 1) {
                sum -= equations.factor[k * order + i] * coefficients[k]
            }
            coefficients[i] = sum / equations.factor[i * order + i]
        }
        var intercept = equations.mean
        for lag in 0..<order { intercept -= coefficients[lag] * equations.lagMeans[lag] }
        var squares = 0.0
        var count = 0
        for run in explained(order: order) {
            for row in run {
                var error = values[row] - intercept
                for lag in 0..<order { error -= coefficients[lag] * values[row - 1 - lag] }
                squares += error * error
            }
            count += run.count
        }
        let freedom = count - order - 1
        return AutoregressiveModel(
            intercept: intercept,
            coefficients: coefficients,
            variance: squares / Double(max(freedom, 1))
        )
    }

    /// The rows that have enough rows of their run before them.
    private func explained(order: Int) -> [Range<Int>] {
        runs.map { min($0.lowerBound + order, $0.upperBound)..<$0.upperBound }
    }

    private struct Equations {
        /// The mean of the values explained and of each lag.
        var mean: Double
        var lagMeans: [Double]
        /// The lower triangle of the Cholesky factor of the lags' products about their means.
        var factor: [Double]
        /// The values' projections on the columns of the factor.
        var projections: [Double]
        /// The values' sum of squares about their mean.
        var total: Double
        /// Their sum of squares about zero: the scale of rounding.
        var scale: Double
    }

    private func equations(order: Int) -> Equations {
        let explained = explained(order: order)
        let rows = explained.reduce(0) { $0 + $1.count }
        func mean(_ lag: Int) -> Double {
            var sum = 0.0
            for run in explained { for row in run { sum += values[row - lag] } }
            return sum / Double(rows)
        }
        let means = (0...order).map(mean)
        var centered: [Double] = []
        centered.reserveCapacity((order + 1) * rows)
        for lag in 0...order {
            for run in explained {
                for row in run { centered.append(values[row - lag] - means[lag]) }
            }
        }
        func product(_ i: Int, _ j: Int) -> Double {
            var sum = 0.0
            for row in 0..<rows { sum += centered[i * rows + row] * centered[j * rows + row] }
            return sum
        }
        var equations = Equations(
            mean: means[0],
            lagMeans: Array(means.dropFirst()),
            factor: Array(repeating: 0, count: order * order),
            projections: Array(repeating: 0, count: order),
            total: product(0, 0),
            scale: runs.joined().reduce(0) { $0 + values[$1] * values[$1] }
        )
        let diagonal = (0..<order).map { product($0 + 1, $0 + 1) }
        let ridge = order == 0 ? 0 : penalty * diagonal.reduce(0, +) / Double(order)
        for i in 0..<order {
            for j in 0...i {
                var sum = i == j ? diagonal[i] + ridge : product(i + 1, j + 1)
                for k in 0..<j {
                    sum -= equations.factor[i * order + k] * equations.factor[j * order + k]
                }
                if i == j {
                    // A lag that follows from those before it explains nothing more.
                    equations.factor[i * order + i] =
                        sum > 1e-12 * diagonal[i] && sum > 1e-26 * equations.scale
                        ? sum.squareRoot() : 0
                } else {
                    let pivot = equations.factor[j * order + j]
                    equations.factor[i * order + j] = pivot > 0 ? sum / pivot : 0
                }
            }
            let pivot = equations.factor[i * order + i]
            var sum = product(0, i + 1)
            for k in 0..<i {
                sum -= equations.factor[i * order + k] * equations.projections[k]
            }
            equations.projections[i] = pivot > 0 ? sum / pivot : 0
        }
        return equations
    }
}
