/// Agglomerative clustering by average linkage, by chains of nearest neighbours.
///
/// Clusters whose members' mean similarity is highest are joined first, as long as it is at least a
/// limit. A chain from a cluster to its nearest neighbour, to that one's, and so on ends at two that
/// are each other's nearest; average linkage may join these at once without changing the outcome
/// (F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", Computer
/// Journal 26, 1983). A cluster whose nearest neighbour is below the limit is done: joining others
/// brings none nearer to it than the nearest of them was.
struct AverageLinkage {
    private let count: Int
    private let limit: Double
    private var similarities: [Double]
    private var sizes: [Int]
    /// The clusters that may still be joined.
    private var isOpen: [Bool]

    /// The sizes of the clusters, descending.
    ///
    /// - Parameters:
    ///   - similarities: Between each two items, row by row, symmetric, -infinity on the diagonal.
    ///   - count: The number of items.
    ///   - limit: The least mean similarity between the members of clusters that are joined.
    /// - Complexity: O(n^2) time and memory.
    static func clusterSizes(
        _ similarities: consuming [Double],
        count: Int,
        limit: Double
    ) -> [Int] {
        var clustering = AverageLinkage(similarities, count: count, limit: limit)
        clustering.run()
        return clustering.sizes.filter { $0 > 0 }.sorted(by: >)
    }

    private init(_ similarities: consuming [Double], count: Int, limit: Double) {
        self.count = count
        self.limit = limit
        self.similarities = similarities
        sizes = Array(repeating: 1, count: count)
        isOpen = Array(repeating: true, count: count)
    }

    private mutating func run() {
        var chain: [Int] = []
        var first = 0
        while true {
            guard let tip = chain.last else {
                while first < count, !isOpen[first] { first += 1 }
                guard first < count else { return }
                chain.append(first)
                continue
            }
            let previous = chain.dropLast().last
            let (nearest, similarity) = nearest(to: tip, preferring: previous)
            if similarity < limit {
                close(tip)
                chain.removeLast()
            } else if nearest == previous {
                join(min(tip, nearest), max(tip, nearest))
                chain.removeLast(2)
            } else if let place = chain.firstIndex(of: nearest) {
                // Only rounding of means leads back to the chain; follow the better neighbour.
                chain.removeSubrange((place + 1)...)
            } else {
                chain.append(nearest)
            }
        }
    }

    /// The most similar open cluster: of equals the preferred one, else the first one.
    private func nearest(to tip: Int, preferring preferred: Int?) -> (Int, Double) {
        similarities.withUnsafeBufferPointer { similarities in
            let row = UnsafeBufferPointer(rebasing: similarities[tip * count..<(tip + 1) * count])
            var best = preferred ?? tip
            var top = row[best]
            for index in 0..<count where row[index] > top { (best, top) = (index, row[index]) }
            return (best, top)
        }
    }

    /// Joins `gone` to `kept`: mean similarities weigh by the clusters' sizes.
    private mutating func join(_ kept: Int, _ gone: Int) {
        let (keptSize, goneSize) = (Double(sizes[kept]), Double(sizes[gone]))
        let share = 1 / (keptSize + goneSize)
        for index in 0..<count where isOpen[index] && index != kept && index != gone {
            let mean =
                (keptSize * similarities[kept * count + index]
                    + goneSize * similarities[gone * count + index]) * share
            similarities[kept * count + index] = mean
            similarities[index * count + kept] = mean
        }
        sizes[kept] += sizes[gone]
        sizes[gone] = 0
        close(gone)
    }

    /// Takes a cluster out of every row.
    private mutating func close(_ cluster: Int) {
        isOpen[cluster] = false
        for index in 0..<count { similarities[index * count + cluster] = -.infinity }
    }
}
