import DataParallel

/// The correlations of every two of some candidates' returns.
struct CorrelationMatrix {
    /// The columns of the returns that vary, ascending.
    let columns: [Int]
    /// The number of columns left out because their returns do not vary.
    let constantColumns: Int
    /// Row by row; symmetric, and -infinity on the diagonal.
    var values: [Double]

    /// Correlates columns of returns.
    ///
    /// A returns' column counts as constant when its deviations are below 1e-12 of its size, which
    /// may be no more than rounding. Products are summed in eight lanes in time order, the lanes in
    /// a fixed tree, so the bits do not depend on threads.
    ///
    /// - Complexity: O(n^2 T) time for n columns and T periods, O(n^2) memory.
    init(_ returns: ReturnMatrix, columns candidates: [Int], on executor: some ParallelExecutor) {
        let scales = executor.slots(
            candidates.count,
            of: StandardScale(mean: 0, factor: 0),
            tasks: candidates.count
        ) { task, places in
            places[task] = StandardScale(returns, column: candidates[task])
        }
        let varying = candidates.indices.filter { scales[$0].factor > 0 }
        let columns = varying.map { candidates[$0] }
        let panelScales = varying.map { scales[$0] }
        let count = columns.count
        let tiles = (count + CorrelationTile.width - 1) / CorrelationTile.width
        var pairs: [(Int, Int)] = []
        for upper in 0..<tiles { for lower in 0...upper { pairs.append((lower, upper)) } }
        let (work, size) = (pairs, CorrelationTile.width)
        values = executor.slots(count * count, of: -.infinity, tasks: pairs.count) { task, places in
            let (left, right) = work[task]
            let tile = CorrelationTile()
            tile.fill(
                returns,
                columns: columns,
                scales: panelScales,
                left: left * size..<min((left + 1) * size, count),
                right: right * size..<min((right + 1) * size, count)
            ) { row, column, value in
                guard row != column else { return }
                places[row * count + column] = value
                places[column * count + row] = value
            }
        }
        self.columns = columns
        constantColumns = candidates.count - count
    }

    /// The mean of all correlations between two different columns; NaN for fewer than two.
    var mean: Double {
        let count = columns.count
        guard count > 1 else { return .nan }
        var sum = 0.0
        for row in 0..<count {
            for column in 0..<row { sum += values[row * count + column] }
        }
        return sum / Double(count * (count - 1) / 2)
    }
}

/// What makes a column's values have mean 0 and sum of squares 1.
struct StandardScale: Sendable {
    let mean: Double
    /// 0 for a constant column.
    let factor: Double

    init(mean: Double, factor: Double) {
        self.mean = mean
        self.factor = factor
    }

    init(_ returns: ReturnMatrix, column: Int) {
        let values = returns[column: column]
        let mean = values.reduce(0, +) / Double(values.count)
        var (squares, deviations) = (0.0, 0.0)
        for value in values {
            squares += value * value
            deviations += (value - mean) * (value - mean)
        }
        self.mean = mean
        factor = deviations > squares * 1e-24 ? 1 / deviations.squareRoot() : 0
    }
}
