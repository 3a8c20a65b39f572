/// Limits of weights that sum to 1, by place: what the rules compute with.
struct WeightBox {
    let least: [Double]
    let largest: [Double]

    init(least: [Double], largest: [Double]) {
        self.least = least
        self.largest = largest
    }

    /// The limits of some symbols.
    ///
    /// - Throws: ``BacktestError/invalidAllocation(symbols:reason:)`` when no weights keep them.
    init(_ limits: WeightLimits, symbols: [String]) throws(BacktestError) {
        if let reason = limits.problem(for: symbols) {
            throw .invalidAllocation(symbols: symbols, reason: reason)
        }
        least = symbols.map { limits[$0].least }
        largest = symbols.map { limits[$0].largest }
    }

    /// Whether weights keep the limits.
    func contains(_ weights: [Double]) -> Bool {
        weights.indices.allSatisfy { least[$0] <= weights[$0] && weights[$0] <= largest[$0] }
    }

    /// Weights in given proportions as far as the limits allow: `min(max(k p, least), largest)` with the
    /// one `k` for which they sum to 1. So weights between their limits keep their proportions.
    ///
    /// - Parameter proportions: Above 0.
    func weights(inProportion proportions: [Double]) -> [Double] {
        let bends =
            (zip(least, proportions).map { $0 / $1 }
            + zip(largest, proportions).map { $0 / $1 }).sorted()
        // The sum grows with k in straight lines between these points.
        let after = bends.first { total(of: clipped(proportions, times: $0)) >= 1 }
        guard let after else { return largest }
        let before = bends.last { $0 < after } ?? 0
        var (bound, free) = (0.0, 0.0)
        for place in proportions.indices {
            let middle = (before + (after - before) / 2) * proportions[place]
            if middle <= least[place] {
                bound += least[place]
            } else if middle >= largest[place] {
                bound += largest[place]
            } else {
                free += proportions[place]
            }
        }
        let factor = free > 0 ? min(after, max(before, (1 - bound) / free)) : after
        return clipped(proportions, times: factor)
    }

    private func clipped(_ proportions: [Double], times factor: Double) -> [Double] {
        proportions.indices.map {
            min(largest[$0], max(least[$0], factor * proportions[$0]))
        }
    }

    private func total(of weights: [Double]) -> Double {
        var sum = 0.0
        for weight in weights { sum += weight }
        return sum
    }
}
