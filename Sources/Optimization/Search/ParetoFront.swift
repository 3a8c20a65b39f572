/// Who is best when several objectives count: the vectors that no other one dominates.
///
/// One vector dominates another if it is nowhere smaller and somewhere larger. Equal vectors do not
/// dominate each other. A vector with a NaN (a failed candidate) dominates nothing and is on no
/// front.
public struct ParetoFront: Sendable, Equatable {
    /// The positions of the non-dominated vectors, in ascending order.
    public let indices: [Int]

    /// Finds the front.
    ///
    /// - Parameter objectives: Vectors of the same length; larger is better.
    /// - Complexity: O(n log n) for up to two objectives; with more, each vector is compared with the
    ///   front at most.
    public init(of objectives: [[Double]]) {
        var front: [Int] = []
        for index in Self.lexicographic(objectives) {
            if !Self.isDominated(objectives[index], by: front, of: objectives) {
                front.append(index)
            }
        }
        indices = front.sorted()
    }

    /// Whether the first vector dominates the second.
    public static func dominates(_ first: [Double], _ second: [Double]) -> Bool {
        precondition(first.count == second.count, "vectors of different numbers of objectives")
        var isLarger = false
        for (a, b) in zip(first, second) {
            // Written so that a NaN dominates nothing.
            guard a >= b else { return false }
            if a > b { isLarger = true }
        }
        return isLarger
    }

    /// Sorts vectors into fronts: the first is the front of all, each further one the front of what
    /// the earlier ones leave; vectors with a NaN or without objectives form the last.
    ///
    /// K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, "A fast and elitist multiobjective genetic
    /// algorithm: NSGA-II", IEEE Trans. Evol. Comput. 6, 2002; found by the sequential search of
    /// X. Zhang and others, "An efficient approach to nondominated sorting", ibid. 19, 2015. Each
    /// front is in ascending order of position.
    public static func fronts(of objectives: [[Double]]) -> [[Int]] {
        var fronts: [[Int]] = []
        for index in lexicographic(objectives) {
            let rank = fronts.firstIndex {
                !isDominated(objectives[index], by: $0, of: objectives)
            }
            if let rank { fronts[rank].append(index) } else { fronts.append([index]) }
        }
        let failed = objectives.indices.filter { isFailed(objectives[$0]) }
        return fronts.map { $0.sorted() } + (failed.isEmpty ? [] : [failed])
    }

    /// How lonely each member of a front is: the sum over the objectives of the gap between its two
    /// neighbours as a share of the front's range; infinite at the ends (Deb and others 2002).
    ///
    /// An objective without a finite range adds nothing. Equal values are ordered by position.
    ///
    /// - Parameters:
    ///   - front: Positions in `objectives`.
    ///   - objectives: All vectors.
    /// - Returns: One distance for each member of the front, in its order.
    public static func crowdingDistances(
        _ front: [Int],
        of objectives: [[Double]]
    ) -> [Double] {
        var distances = [Double](repeating: 0, count: front.count)
        guard let first = front.first, !front.contains(where: { isFailed(objectives[$0]) }) else {
            return distances
        }
        for objective in objectives[first].indices {
            let values = front.map { objectives[$0][objective] }
            let order = SearchOrder.bestFirst(values)
            let range = values[order[0]] - values[order[order.count - 1]]
            guard range > 0, range.isFinite else { continue }
            distances[order[0]] = .infinity
            distances[order[order.count - 1]] = .infinity
            for place in order.indices.dropFirst().dropLast() {
                distances[order[place]] +=
                    (values[order[place - 1]] - values[order[place + 1]]) / range
            }
        }
        return distances
    }

    /// The positions without failed vectors, the largest vector first: none is dominated by a later
    /// one. Equal vectors are ordered by position.
    private static func lexicographic(_ objectives: [[Double]]) -> [Int] {
        objectives.indices.filter { !isFailed(objectives[$0]) }.sorted { first, second in
            for (a, b) in zip(objectives[first], objectives[second]) where a != b { return a > b }
            return first < second
        }
    }

    /// Whether a member of a front, filled in lexicographic order, dominates a later vector.
    private static func isDominated(
        _ vector: [Double],
        by front: [Int],
        of objectives: [[Double]]
    ) -> Bool {
        // Of two objectives, the member added last has the front's largest second one.
        let rivals = vector.count <= 2 ? front.suffix(1) : front[...]
        return rivals.reversed().contains { dominates(objectives[$0], vector) }
    }

    private static func isFailed(_ vector: [Double]) -> Bool {
        vector.isEmpty || vector.contains(where: \.isNaN)
    }
}
