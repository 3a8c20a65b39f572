extension WeightBox {
    /// What is left to estimate once symbols that no rule can weigh have theirs.
    struct Part {
        /// The places of the symbols.
        let places: [Int]
        /// Their limits as parts of ``total``.
        let box: WeightBox
        /// What they have together.
        let total: Double
    }

    /// Weights of which some are estimated.
    ///
    /// Symbols that cannot be weighed get their least weight; only where the largest weights of the others do
    /// not sum to what is left they share the rest in equal parts, as far as their limits allow.
    ///
    /// - Parameters:
    ///   - isWeighable: Which symbols have a risk.
    ///   - estimate: The weights of the part of them that the limits leave open, with the sum 1.
    func weights(
        where isWeighable: [Bool],
        _ estimate: (Part) throws(BacktestError) -> [Double]
    ) throws(BacktestError) -> [Double] {
        let places = least.indices.filter { isWeighable[$0] && largest[$0] > 0 }
        let others = least.indices.filter { !(isWeighable[$0] && largest[$0] > 0) }
        var (total, most, fewest) = (1.0, 0.0, 0.0)
        for place in others { total -= least[place] }
        for place in places {
            most += largest[place]
            fewest += least[place]
        }
        var weights = least
        if places.isEmpty || most <= total + Self.rounding {
            for place in places { weights[place] = largest[place] }
            // One who has to take everything cannot be weighed either.
            let rest = 1 - most
            if !others.isEmpty, rest > 0 {
                let box = WeightBox(
                    least: others.map { least[$0] / rest },
                    largest: others.map { largest[$0] / rest }
                )
                let shares = box.weights(inProportion: others.map { _ in 1 })
                for (place, share) in zip(others, shares) { weights[place] = share * rest }
            }
            return weights
        }
        guard total - fewest > Self.rounding else { return weights }
        let part = Part(
            places: places,
            box: WeightBox(
                least: places.map { least[$0] / total },
                largest: places.map { min(1, largest[$0] / total) }
            ),
            total: total
        )
        let shares = places.count == 1 ? [1] : try estimate(part)
        for (place, share) in zip(places, shares) {
            weights[place] = min(largest[place], max(least[place], share * total))
        }
        return weights
    }

    /// What sums of weights may be off.
    private static let rounding = 1e-12
}
