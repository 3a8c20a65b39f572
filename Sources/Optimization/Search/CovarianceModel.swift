import DataParallel

/// The normal distribution that a CMA-ES draws from, and how it follows the better points.
///
/// N. Hansen, "The CMA evolution strategy: a tutorial", arXiv 1604.00772, 2016, with the default
/// strategy parameters of its table 1 and positive weights: weighted recombination, cumulative
/// step-size adaptation, rank-one and rank-mu update of the full covariance matrix.
struct CovarianceModel: Sendable {
    private let count: Int
    private let weights: [Double]
    private let effectiveCount: Double
    private let stepRate: Double
    private let stepDamping: Double
    private let pathRate: Double
    private let rankOneRate: Double
    private let rankMuRate: Double
    /// The expected length of a standard normal vector.
    private let normalLength: Double

    /// The middle of the distribution.
    private(set) var mean: [Double]
    private var step: Double
    private var covariance: [Double]
    private var stepPath: [Double]
    private var covariancePath: [Double]
    private var updates = 0
    /// The square roots of the covariance matrix's eigenvalues, and its eigenvectors in columns.
    private var scales: [Double]
    private var axes: [Double]

    /// Creates an isotropic distribution.
    ///
    /// - Parameters:
    ///   - mean: Where it begins; at least one coordinate.
    ///   - step: Its standard deviation in each coordinate.
    ///   - population: Points of a generation, 4 or more.
    init(mean: [Double], step: Double, population: Int) {
        let n = Double(mean.count)
        count = mean.count
        let raw = (1...(population / 2)).map {
            SearchMath.log(Double(population + 1) / 2) - SearchMath.log(Double($0))
        }
        let total = raw.reduce(0, +)
        weights = raw.map { $0 / total }
        let mu = 1 / weights.reduce(0) { $0 + $1 * $1 }
        effectiveCount = mu
        stepRate = (mu + 2) / (n + mu + 5)
        stepDamping = 1 + 2 * max(0, ((mu - 1) / (n + 1)).squareRoot() - 1) + stepRate
        pathRate = (4 + mu / n) / (n + 4 + 2 * mu / n)
        rankOneRate = 2 / ((n + 1.3) * (n + 1.3) + mu)
        rankMuRate = min(1 - rankOneRate, 2 * (mu - 2 + 1 / mu) / ((n + 2) * (n + 2) + mu))
        normalLength = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        self.mean = mean
        self.step = step
        stepPath = [Double](repeating: 0, count: count)
        covariancePath = stepPath
        scales = [Double](repeating: 1, count: count)
        axes = [Double](repeating: 0, count: count * count)
        for index in 0..<count { axes[index * count + index] = 1 }
        covariance = axes
    }

    /// The standard deviation of each coordinate.
    var deviations: [Double] {
        (0..<count).map { step * covariance[$0 * count + $0].squareRoot() }
    }

    /// Whether the matrix is too ill-conditioned to go on with.
    var isDegenerate: Bool {
        let (least, largest) = (scales.min() ?? 1, scales.max() ?? 1)
        return !(step.isFinite && least > 0 && largest / least < 1e7)
    }

    /// Draws a point.
    func draw(_ random: inout RandomStream) -> [Double] {
        let normals = scales.map { $0 * random.nextNormal() }
        return (0..<count).map { row in
            var sum = 0.0
            for column in 0..<count { sum += axes[row * count + column] * normals[column] }
            return mean[row] + step * sum
        }
    }

    /// Moves towards the best points of a generation, given the best first; with fewer points than
    /// there are weights, the weights of those there are count alone.
    mutating func update(_ points: [[Double]]) {
        let used = min(points.count, weights.count)
        guard used > 0 else { return }
        let total = weights[..<used].reduce(0, +)
        let shares = weights[..<used].map { $0 / total }
        let moves = points[..<used].map { point in zip(point, mean).map { ($0 - $1) / step } }
        var move = [Double](repeating: 0, count: count)
        for (share, single) in zip(shares, moves) {
            for index in 0..<count { move[index] += share * single[index] }
        }
        for index in 0..<count { mean[index] += step * move[index] }
        updates += 1
        let isStalled = followPaths(move)
        adaptCovariance(moves, shares: shares, isStalled: isStalled)
        let surprise = Self.length(stepPath) / normalLength - 1
        step *= SearchMath.exp(min(1, stepRate / stepDamping * surprise))
        decompose()
        // Wider than the box would only be folded back into it.
        step = min(step, 1 / (scales.max() ?? 1))
    }

    /// Widens coordinates to a least standard deviation, keeping their correlations.
    mutating func widen(to least: [Double]) {
        let factors = zip(deviations, least).map { $0 < $1 ? $1 / $0 : 1 }
        guard factors.contains(where: { $0 > 1 }) else { return }
        for row in 0..<count {
            for column in 0..<count {
                covariance[row * count + column] *= factors[row] * factors[column]
            }
        }
        decompose()
    }

    /// Lengthens the two evolution paths by a move; whether the second is held back because the
    /// step is too small.
    private mutating func followPaths(_ move: [Double]) -> Bool {
        let whitened = whiten(move)
        let stepGain = (stepRate * (2 - stepRate) * effectiveCount).squareRoot()
        for index in 0..<count {
            stepPath[index] = (1 - stepRate) * stepPath[index] + stepGain * whitened[index]
        }
        let warmth = 1 - SearchMath.power(1 - stepRate, 2 * Double(updates))
        let bound = (1.4 + 2 / Double(count + 1)) * normalLength
        let isStalled = Self.length(stepPath) / warmth.squareRoot() >= bound
        let pathGain = isStalled ? 0 : (pathRate * (2 - pathRate) * effectiveCount).squareRoot()
        for index in 0..<count {
            covariancePath[index] = (1 - pathRate) * covariancePath[index] + pathGain * move[index]
        }
        return isStalled
    }

    private mutating func adaptCovariance(_ moves: [[Double]], shares: [Double], isStalled: Bool) {
        let correction = isStalled ? pathRate * (2 - pathRate) : 0
        let keep = 1 + rankOneRate * correction - rankOneRate - rankMuRate
        for row in 0..<count {
            for column in 0...row {
                var spread = 0.0
                for (share, move) in zip(shares, moves) {
                    spread += share * move[row] * move[column]
                }
                let value =
                    keep * covariance[row * count + column]
                    + rankOneRate * covariancePath[row] * covariancePath[column]
                    + rankMuRate * spread
                covariance[row * count + column] = value
                covariance[column * count + row] = value
            }
        }
    }

    private mutating func decompose() {
        let eigen = SymmetricEigen(covariance, count: count)
        scales = eigen.values.map { max($0, 0).squareRoot() }
        axes = eigen.vectors
    }

    /// The inverse square root of the covariance matrix times a vector.
    private func whiten(_ vector: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for axis in 0..<count {
            var along = 0.0
            for row in 0..<count { along += axes[row * count + axis] * vector[row] }
            along /= scales[axis]
            for row in 0..<count { result[row] += axes[row * count + axis] * along }
        }
        return result
    }

    private static func length(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
