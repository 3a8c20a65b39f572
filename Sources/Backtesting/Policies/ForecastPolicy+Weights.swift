#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension ForecastPolicy {
    /// Weights tilted towards higher scores: proportional to `w exp(strength (z - max z))`, none above `cap`.
    ///
    /// Of all weights that sum to 1 these have the most `strength Σ w' z` less the relative entropy
    /// `Σ w' ln(w' / w)` to the weights they come from. What is above the cap is shared among the others in
    /// proportion to their weights, in equal parts if these are 0, until none is above it. A cap below
    /// `1 / n` acts as `1 / n`. Sums run left to right.
    ///
    /// - Parameters:
    ///   - weights: At least 0, with the sum 1.
    ///   - scores: Finite, one for each weight.
    ///   - strength: At least 0; 0 leaves the weights as they are, apart from the cap.
    ///   - cap: Above 0.
    /// - Returns: Weights that sum to 1, but for rounding.
    public static func tilted(
        _ weights: [Double],
        scores: [Double],
        strength: Double,
        cap: Double
    ) -> [Double] {
        var tilted = weights
        // Scores of symbols that are not held do not count.
        var highest = -Double.infinity
        for (weight, score) in zip(weights, scores) where weight > 0 {
            highest = max(highest, score)
        }
        var sum = 0.0
        for place in tilted.indices {
            if weights[place] > 0 { tilted[place] *= exp(strength * (scores[place] - highest)) }
            sum += tilted[place]
        }
        for place in tilted.indices { tilted[place] /= sum }
        limit(&tilted, to: cap)
        return tilted
    }

    /// Weights of the `k` symbols with the highest forecast returns, the earlier of equals, in the
    /// proportions of the allocation; in equal parts if it holds none of them.
    ///
    /// - Parameters:
    ///   - weights: At least 0, with the sum 1.
    ///   - returns: Finite, one for each weight.
    ///   - k: At least 1; all are held if there are no more.
    /// - Returns: Weights that sum to 1, but for rounding.
    public static func best(_ k: Int, of weights: [Double], returns: [Double]) -> [Double] {
        guard k < weights.count else { return weights }
        var chosen = [Double](repeating: 0, count: weights.count)
        var isChosen = Array(repeating: false, count: weights.count)
        var sum = 0.0
        for _ in 0..<k {
            var best: Int?
            for place in returns.indices where !isChosen[place] {
                if let known = best, returns[place] <= returns[known] { continue }
                best = place
            }
            if let best { isChosen[best] = true }
        }
        for place in weights.indices where isChosen[place] { sum += weights[place] }
        for place in weights.indices where isChosen[place] {
            chosen[place] = sum > 0 ? weights[place] / sum : 1 / Double(k)
        }
        return chosen
    }

    private static func limit(_ weights: inout [Double], to cap: Double) {
        let cap = max(cap, 1 / Double(weights.count))
        var isFull = Array(repeating: false, count: weights.count)
        while true {
            var found = false
            for place in weights.indices where !isFull[place] && weights[place] > cap {
                isFull[place] = true
                found = true
            }
            guard found else { return }
            var (free, count, full) = (0.0, 0, 0)
            for place in weights.indices {
                if isFull[place] {
                    full += 1
                } else {
                    free += weights[place]
                    count += 1
                }
            }
            let rest = 1 - Double(full) * cap
            for place in weights.indices {
                if isFull[place] {
                    weights[place] = cap
                } else {
                    weights[place] =
                        free > 0 ? weights[place] * (rest / free) : rest / Double(count)
                }
            }
        }
    }
}
