/// Symbols joined into clusters, nearest first.
///
/// The distance of two symbols is the Euclidean distance between their columns of the matrix of
/// `√((1 - ρ) / 2)`, that of two clusters the least of their symbols' (single linkage): M. López de Prado,
/// "Building diversified portfolios that outperform out of sample", Journal of Portfolio Management 42 (2016). Of
/// clusters at equal distances those with the lowest numbers are joined, a cluster of several being numbered
/// behind all before it.
struct CorrelationTree {
    /// The symbols from left to right; in each cluster the part with the lower number comes first.
    let order: [Int]

    /// - Complexity: O(N³).
    init(_ correlations: CovarianceMatrix) {
        let distances = Self.distances(correlations)
        var clusters = (0..<correlations.count).map { [$0] }
        // Numbers of clusters that have not been joined, ascending.
        var open = Array(clusters.indices)
        var nearest = distances
        while open.count > 1 {
            var best = (first: open[0], second: open[1])
            for (place, first) in open.enumerated() {
                for second in open[(place + 1)...]
                where nearest[second][first] < nearest[best.second][best.first] {
                    best = (first, second)
                }
            }
            open.removeAll { $0 == best.first || $0 == best.second }
            func distance(_ one: Int, _ other: Int) -> Double {
                nearest[max(one, other)][min(one, other)]
            }
            var row = [Double](repeating: .infinity, count: clusters.count)
            for other in open {
                row[other] = min(distance(best.first, other), distance(best.second, other))
            }
            open.append(clusters.count)
            nearest.append(row)
            clusters.append(clusters[best.first] + clusters[best.second])
        }
        order = clusters[clusters.count - 1]
    }

    /// Distances between the columns of the distances: a triangle, row `i` having those to `j < i`.
    private static func distances(_ correlations: CovarianceMatrix) -> [[Double]] {
        let columns = (0..<correlations.count).map { row in
            (0..<correlations.count).map { column in
                max(0, (1 - correlations[row, column]) / 2).squareRoot()
            }
        }
        return columns.indices.map { row in
            (0..<row).map { column in
                var sum = 0.0
                for (one, other) in zip(columns[row], columns[column]) {
                    sum += (one - other) * (one - other)
                }
                return sum.squareRoot()
            }
        }
    }
}
