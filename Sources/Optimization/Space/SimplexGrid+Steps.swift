/// A grid of weights as a cube: a weighting is `size - 1` coordinates in `0..<1`.
///
/// Coordinate `k` says how much of what the earlier symbols have left goes to symbol `k`: it is the
/// quantile of that weight among all weightings of the grid that begin in the same way. So a uniform
/// point of the cube is a uniform weighting of the grid, and neighbours in the cube are neighbours in
/// weights.
extension SimplexGrid {
    /// The steps of each weight of weighting `index`.
    ///
    /// - Complexity: O(size^2 log(parts)).
    func steps(of index: Int) -> [Int] {
        precondition(0..<count ~= index)
        var rest = index
        var free = parts - size * least
        var steps: [Int] = []
        for place in 0..<size - 1 {
            let whole = Self.compositions(of: free, into: size - place) ?? .max
            // Of all weightings, so many begin with fewer steps than `taken`: ascending in `taken`.
            func before(_ taken: Int) -> Int {
                whole - (Self.compositions(of: free - taken, into: size - place) ?? .max)
            }
            var (low, high) = (0, free)
            while low < high {
                let middle = (low + high + 1) / 2
                if before(middle) <= rest { low = middle } else { high = middle - 1 }
            }
            rest -= before(low)
            free -= low
            steps.append(least + low)
        }
        steps.append(least + free)
        return steps
    }

    /// The index of the weighting with these steps: the inverse of ``steps(of:)``.
    func index(of steps: [Int]) -> Int {
        precondition(steps.count == size && steps.reduce(0, +) == parts)
        precondition(steps.allSatisfy { $0 >= least })
        var index = 0
        var free = parts - size * least
        for place in 0..<size - 1 {
            let taken = steps[place] - least
            index += Self.compositions(of: free, into: size - place) ?? .max
            free -= taken
            index -= Self.compositions(of: free, into: size - place) ?? .max
        }
        return index
    }

    /// The steps at a point of the cube; further coordinates are not looked at.
    func steps(at point: some Collection<Double>) -> [Int] {
        precondition(point.count >= size - 1)
        var free = parts - size * least
        var steps: [Int] = []
        for (place, coordinate) in point.prefix(size - 1).enumerated() {
            let others = size - 1 - place
            // The first number of steps that leaves less above it than the coordinate does.
            let above = 1 - min(max(coordinate, 0), 1 - 0x1p-53)
            var (low, high) = (0, free)
            while low < high {
                let middle = (low + high) / 2
                if Self.shareAbove(middle, of: free, others) < above {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            steps.append(least + low)
            free -= low
        }
        steps.append(least + free)
        return steps
    }

    /// The middle of the cell of a weighting: ``steps(at:)`` leads back to it, where a cell is not
    /// narrower than a coordinate can tell, about `1e-16`.
    func point(of steps: [Int]) -> [Double] {
        var free = parts - size * least
        return (0..<size - 1).map { place in
            let taken = steps[place] - least
            let others = size - 1 - place
            let below = taken == 0 ? 1 : Self.shareAbove(taken - 1, of: free, others)
            let above = Self.shareAbove(taken, of: free, others)
            free -= taken
            return 1 - (below + above) / 2
        }
    }

    /// The share of the ways to divide `free` steps among a symbol and some others in which the symbol
    /// has more than `taken`: `C(free - taken - 1 + m, m) / C(free + m, m)` with `m` others.
    private static func shareAbove(_ taken: Int, of free: Int, _ others: Int) -> Double {
        guard taken < free else { return 0 }
        var share = 1.0
        for other in 1...others {
            share *= Double(free - taken - 1 + other) / Double(free + other)
        }
        return share
    }
}
