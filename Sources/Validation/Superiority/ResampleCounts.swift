import DataParallel

/// How often each period occurs in each resample, in tiles of eight resamples.
struct ResampleCounts: Sendable {
    /// Resamples of a tile.
    static let height = 8

    let periods: Int
    let resamples: Int
    /// Of each tile the eight counts of every period side by side. Resamples that fill up the last
    /// tile are empty.
    let tiles: [[Int32]]

    init(_ bootstrap: StationaryBootstrap, resamples: Int, on executor: some ParallelExecutor) {
        self.init(periods: bootstrap.count, resamples: resamples, on: executor) { resample, count in
            bootstrap.forEachPeriod(ofResample: resample, count)
        }
    }

    /// - Parameter indices: The periods of each resample, as many as there are periods.
    init(
        periods: Int,
        indices: [[Int]],
        on executor: some ParallelExecutor
    ) throws(ValidationError) {
        for (resample, indices) in indices.enumerated() {
            guard indices.count == periods, indices.allSatisfy((0..<periods).contains) else {
                throw .resampleMismatch(resample: resample, periods: periods)
            }
        }
        self.init(periods: periods, resamples: indices.count, on: executor) { resample, count in
            indices[resample].forEach(count)
        }
    }

    private init(
        periods: Int,
        resamples: Int,
        on executor: some ParallelExecutor,
        _ forEachPeriod: @Sendable (_ resample: Int, _ count: (Int) -> Void) -> Void
    ) {
        self.periods = periods
        self.resamples = resamples
        let height = Self.height
        tiles = executor.slots(count: (resamples + height - 1) / height) { tile in
            var counts = [Int32](repeating: 0, count: periods * height)
            counts.withUnsafeMutableBufferPointer { counts in
                for row in 0..<min(height, resamples - tile * height) {
                    forEachPeriod(tile * height + row) { counts[$0 * height + row] += 1 }
                }
            }
            return counts
        }
    }
}
