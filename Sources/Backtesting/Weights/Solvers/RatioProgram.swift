#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The best ratio of a gain to the portfolio's volatility within limits: the least
/// `F(w) = ln √(w'Cw) - ln(gain(w))` of all weights with `Σ w = 1` and `least ≤ w ≤ largest`.
///
/// The gain is concave and grows in proportion to the weights. For positive multiples `y` of the weights
/// `½ y'Cy - ln(gain(y))` is convex and its least value on the ray through `w` is `F(w)` but for a constant, so there
/// is one solution. It is found by sequential quadratic programming: each step is the solution of a
/// `QuadraticProgram` with the Hessian of that convex function, the length of `y` eliminated. Steps are
/// damped by halving until the decrease is a part of the predicted one; the last ones converge quadratically.
struct RatioProgram {
    /// What is divided by the volatility.
    enum Gain {
        /// The geometric mean of the weights.
        case geometricMean
        /// The weighted mean of the symbols' own volatilities.
        case meanVolatility
    }

    let covariance: CovarianceMatrix
    let gain: Gain
    let box: WeightBox

    private static let steps = 200
    /// Below this squared length of a step (in the metric of the Hessian) the next one would be rounding.
    private static let lastLength = 1e-20
    /// Below it differences of `F` are rounding, and steps are short enough to be taken in full.
    private static let surelyFull = 1e-10

    /// A step of Newton's method.
    private struct Step {
        let change: [Double]
        /// The square of its length in the metric of the Hessian.
        let length: Double
        /// By how much `F` falls at its beginning.
        let slope: Double
    }

    /// The solution, from a start within the limits whose gain is above 0.
    ///
    /// - Throws: ``BacktestError/noWeights(_:)`` when the steps do not converge.
    func solution(from start: [Double]) throws(BacktestError) -> [Double] {
        var weights = start
        var last = Double.infinity
        for _ in 0..<Self.steps {
            let step = try newtonStep(at: weights)
            if step.length <= Self.surelyFull {
                // Each step is far shorter than the one before, until what is left is rounding.
                if step.length > last / 4 { return weights }
                weights = moved(weights, by: step.change, part: 1)
                if step.length <= Self.lastLength { return weights }
                last = step.length
            } else {
                weights = try damped(weights, step)
                last = .infinity
            }
        }
        throw .noWeights("the weights did not converge in \(Self.steps) steps")
    }

    /// Weights after as much of a step as lets `F` fall.
    private func damped(_ weights: [Double], _ step: Step) throws(BacktestError) -> [Double] {
        let value = objective(weights) + rounding(weights)
        var part = 1.0
        while part > 1e-12 {
            let next = moved(weights, by: step.change, part: part)
            if objective(next) <= value - 1e-4 * part * step.slope { return next }
            part /= 2
        }
        throw .noWeights("the weights do not converge; check the covariances")
    }

    /// What `F` may be off by: rounding of the terms that the variance is the sum of.
    private func rounding(_ weights: [Double]) -> Double {
        var size = 0.0
        for row in weights.indices {
            for column in weights.indices {
                size += abs(covariance[row, column]) * weights[row] * weights[column]
            }
        }
        return 4 * Double.ulpOfOne * size / covariance.variance(of: weights)
    }

    private func objective(_ weights: [Double]) -> Double {
        let risk = log(covariance.variance(of: weights)) / 2
        switch gain {
        case .geometricMean:
            var sum = 0.0
            for weight in weights { sum += log(weight) }
            return risk - sum / Double(weights.count)
        case .meanVolatility: return risk - log(dot(covariance.deviations, weights))
        }
    }

    /// Weights after a part of a step; where the whole step ends at a limit they are that limit.
    private func moved(_ weights: [Double], by step: [Double], part: Double) -> [Double] {
        weights.indices.map { place in
            let (least, largest) = (box.least[place], box.largest[place])
            if part == 1 {
                if step[place] <= least - weights[place] { return least }
                if step[place] >= largest - weights[place] { return largest }
            }
            return min(largest, max(least, weights[place] + part * step[place]))
        }
    }

    private func newtonStep(at weights: [Double]) throws(BacktestError) -> Step {
        let count = weights.count
        let product = covariance.times(weights)
        let variance = dot(weights, product)
        let risk = product.map { $0 / variance }
        var hessian = covariance.values.map { $0 / variance }
        let (gains, lower): ([Double], [Double])
        switch gain {
        case .geometricMean:
            gains = weights.map { 1 / (Double(count) * $0) }
            for place in 0..<count {
                hessian[place * count + place] += gains[place] / weights[place]
            }
            // The logarithm ends at 0: a step keeps a tenth of each weight.
            lower = weights.indices.map {
                max(box.least[$0] - weights[$0], -0.9 * weights[$0])
            }
        case .meanVolatility:
            let deviations = covariance.deviations
            let mean = dot(deviations, weights)
            gains = deviations.map { $0 / mean }
            for row in 0..<count {
                for column in 0..<count {
                    hessian[row * count + column] += gains[row] * gains[column]
                }
            }
            lower = weights.indices.map { box.least[$0] - weights[$0] }
        }
        // Along the ray through the weights nothing curves any more; a constant makes up for it and
        // changes nothing, because steps sum to 0.
        var level = 0.0
        for place in 0..<count { level += hessian[place * count + place] }
        level /= Double(count)
        for row in 0..<count {
            for column in 0..<count {
                let both = (risk[row] + gains[row]) * (risk[column] + gains[column])
                hessian[row * count + column] += level - both / 2
            }
        }
        let gradient = zip(risk, gains).map { $0 - $1 }
        let change = try QuadraticProgram(
            hessian: hessian,
            linear: gradient,
            lower: lower,
            upper: weights.indices.map { box.largest[$0] - weights[$0] },
            total: 0
        )
        .solution(from: weights.map { _ in 0 })
        let curvature = CovarianceMatrix(unchecked: count, hessian).variance(of: change)
        return Step(change: change, length: curvature, slope: -dot(gradient, change))
    }
}
