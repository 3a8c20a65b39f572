import DataParallel

/// What is known of the columns before they are resampled.
struct DifferentialColumns: Sendable {
    /// Whether a column's values are all equal.
    let isConstant: [Bool]
    /// The column with the largest mean; of equals the first.
    private let best: Int

    private struct Summary: Sendable {
        var mean: Double
        var isConstant: Bool
        var firstBad: Int?
    }

    init(
        _ differentials: ReturnMatrix,
        on executor: some ParallelExecutor
    ) throws(ValidationError) {
        guard differentials.columns >= 1 else { throw .noCandidates }
        guard differentials.periods >= SuperiorityTest.minimumPeriods else {
            throw .tooFewReturns(
                count: differentials.periods,
                minimum: SuperiorityTest.minimumPeriods
            )
        }
        let summaries = executor.slots(count: differentials.columns) { column in
            Self.summary(differentials[column: column])
        }
        for (column, summary) in summaries.enumerated() {
            guard let period = summary.firstBad else { continue }
            throw .returnNotUsable(
                candidate: column,
                period: period,
                value: differentials[column: column][column * differentials.periods + period]
            )
        }
        var best = 0
        for column in summaries.indices where summaries[column].mean > summaries[best].mean {
            best = column
        }
        self.best = best
        isConstant = summaries.map(\.isConstant)
    }

    /// The larger of the best column's optimal block length and the median over columns.
    func blockLength(_ differentials: ReturnMatrix, on executor: some ParallelExecutor) -> Double {
        let columns = differentials.columns
        let sampled = min(columns, SuperiorityTest.sampledColumns)
        let lengths = executor.slots(count: sampled + 1) { place in
            let column = place == sampled ? best : place * columns / sampled
            return BlockLength.optimal(of: differentials[column: column]).stationary
        }
        let median = Moments.median(lengths[..<sampled].filter { !$0.isNaN })
        return BootstrapIntervals.usable(
            max(BootstrapIntervals.usable(median), BootstrapIntervals.usable(lengths[sampled]))
        )
    }

    private static func summary(_ values: ArraySlice<Double>) -> Summary {
        values.withUnsafeBufferPointer { values in
            var sum = 0.0
            var isConstant = true
            for value in values {
                sum += value
                if value != values[0] { isConstant = false }
            }
            // A sum of finite numbers can overflow, which would make nonsense of the column, too.
            let firstBad =
                sum.isFinite ? nil : values.firstIndex { !$0.isFinite } ?? values.count - 1
            return Summary(
                mean: isConstant ? 0 : sum / Double(values.count),
                isConstant: isConstant,
                firstBad: firstBad
            )
        }
    }
}
