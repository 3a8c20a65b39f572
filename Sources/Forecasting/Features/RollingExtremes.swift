/// The least or greatest value of a moving window in O(1) a row, on average.
///
/// A queue holds the rows that may still become the best: each is better than all behind it.
enum RollingExtremes {
    /// The best value of each window; NaN before the first whole one, and where a value is missing.
    static func column(
        _ values: [Double],
        window: Int,
        isBetter: (Double, Double) -> Bool
    ) -> [Double] {
        var column = Array(repeating: Double.nan, count: values.count)
        guard window <= values.count else { return column }
        var queue: [Int] = []
        var head = 0
        var wholeFrom = window - 1
        for (row, value) in values.enumerated() {
            guard value.isFinite else {
                // No window that reaches back behind this row has a value.
                queue.removeAll(keepingCapacity: true)
                head = 0
                wholeFrom = row + window
                continue
            }
            while queue.count > head, !isBetter(values[queue[queue.count - 1]], value) {
                queue.removeLast()
            }
            queue.append(row)
            if queue[head] <= row - window { head += 1 }
            if row >= wholeFrom { column[row] = values[queue[head]] }
        }
        return column
    }
}
