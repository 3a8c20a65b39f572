import DataParallel

/// One number of each of eight candidates.
typealias CandidateLanes = SIMD8<Double>

/// The sums of returns and of their squares over each block of periods, eight candidates side by
/// side.
///
/// Lanes beyond the last candidate hold NaN: they are neither above nor below anything.
struct BlockSums: Sendable {
    /// The number of candidates.
    let columns: Int
    /// The number of blocks.
    let blocks: Int
    /// The number of groups of eight candidates.
    let groups: Int
    /// Sum and sum of squares of each block of each group.
    let values: [CandidateLanes]

    /// Sums up; a candidate's sums run in time order.
    ///
    /// - Complexity: O(periods x columns) time; 16 bytes for each block of each candidate.
    init(_ returns: ReturnMatrix, bounds: [Int], on executor: some ParallelExecutor) {
        let (columns, blocks) = (returns.columns, bounds.count - 1)
        let groups = (columns + 7) / 8
        self.columns = columns
        self.blocks = blocks
        self.groups = groups
        values = executor.slots(groups * blocks * 2, of: .zero, tasks: groups) { group, places in
            returns.values.withUnsafeBufferPointer { values in
                Self.sum(
                    columns: group * 8..<min(group * 8 + 8, columns),
                    of: values,
                    periods: returns.periods,
                    bounds: bounds,
                    into: places + group * blocks * 2
                )
            }
        }
    }

    private static func sum(
        columns: Range<Int>,
        of values: UnsafeBufferPointer<Double>,
        periods: Int,
        bounds: [Int],
        into sums: UnsafeMutablePointer<CandidateLanes>
    ) {
        guard let first = values.baseAddress else { return }
        func start(_ lane: Int) -> UnsafePointer<Double> {
            first + min(columns.lowerBound + lane, columns.upperBound - 1) * periods
        }
        let (a, b, c, d) = (start(0), start(1), start(2), start(3))
        let (e, f, g, h) = (start(4), start(5), start(6), start(7))
        for block in 0..<bounds.count - 1 {
            var sum = CandidateLanes.zero
            var squares = CandidateLanes.zero
            for t in bounds[block]..<bounds[block + 1] {
                let value = CandidateLanes(a[t], b[t], c[t], d[t], e[t], f[t], g[t], h[t])
                sum += value
                squares += value * value
            }
            for lane in columns.count..<8 {
                sum[lane] = .nan
                squares[lane] = .nan
            }
            sums[2 * block] = sum
            sums[2 * block + 1] = squares
        }
    }
}
