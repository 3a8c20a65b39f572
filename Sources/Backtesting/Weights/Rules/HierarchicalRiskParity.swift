/// Hierarchical risk parity: symbols in the order of a tree of correlations are halved again and again, and each
/// half gets the other's part of both variances.
///
/// M. López de Prado, "Building diversified portfolios that outperform out of sample", Journal of Portfolio
/// Management 42 (2016): distances of distances, single linkage (see `CorrelationTree`), the left half being the
/// smaller one, variances of halves under inverse-variance weights. It is skfolio's `HierarchicalRiskParity`
/// with these distances, single linkage and no optimal ordering; limits bound each split, as there: a half gets no
/// less than its least weights and no more than its largest ones together. Which symbols stand side by side
/// depends on their order where several are joined at once, so weights may, too.
enum HierarchicalRiskParity {
    static func weights(_ covariance: CovarianceMatrix, in box: WeightBox) -> [Double] {
        let order = CorrelationTree(covariance.correlations).order
        var weights = [Double](repeating: 1, count: covariance.count)
        var halves = [order[...]]
        while let cluster = halves.popLast() {
            guard cluster.count > 1 else { continue }
            let middle = cluster.startIndex + cluster.count / 2
            let (left, right) = (cluster[..<middle], cluster[middle...])
            let (leftRisk, rightRisk) = (
                variance(left, covariance), variance(right, covariance)
            )
            let both = leftRisk + rightRisk
            let share = limited(
                both > 0 ? 1 - leftRisk / both : 0.5,
                of: weights[cluster[cluster.startIndex]],
                left,
                right,
                box
            )
            for symbol in left { weights[symbol] *= share }
            for symbol in right { weights[symbol] *= 1 - share }
            halves += [left, right]
        }
        return weights.indices.map { min(box.largest[$0], max(box.least[$0], weights[$0])) }
    }

    /// The variance of symbols weighted by their inverse variances.
    private static func variance(
        _ cluster: ArraySlice<Int>,
        _ covariance: CovarianceMatrix
    ) -> Double {
        let places = Array(cluster)
        let part = covariance.selecting(places)
        let inverse = places.indices.map { 1 / part[$0, $0] }
        var sum = 0.0
        for value in inverse { sum += value }
        return part.variance(of: inverse.map { $0 / sum })
    }

    /// The left half's share of a cluster's weight within the limits of both halves.
    private static func limited(
        _ share: Double,
        of weight: Double,
        _ left: ArraySlice<Int>,
        _ right: ArraySlice<Int>,
        _ box: WeightBox
    ) -> Double {
        guard weight > 0 else { return share }
        func sum(_ limits: [Double], _ half: ArraySlice<Int>) -> Double {
            var sum = 0.0
            for symbol in half { sum += limits[symbol] }
            return sum / weight
        }
        let bounded = min(sum(box.largest, left), max(sum(box.least, left), share))
        return 1 - min(sum(box.largest, right), max(sum(box.least, right), 1 - bounded))
    }
}
