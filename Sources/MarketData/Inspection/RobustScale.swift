/// Where values lie and how far they spread, hardly moved by a few that are wrong.
struct RobustScale {
    /// The median.
    let median: Double

    /// An estimate of the standard deviation of the normal values among all: 1.4826 times the median
    /// absolute deviation from the median. Where more than half of the values are equal this is 0, and
    /// 1.2533 times the mean absolute deviation takes its place (Iglewicz and Hoaglin, How to Detect and
    /// Handle Outliers, 1993).
    let deviation: Double

    /// Measures values, at least one; O(n log n).
    init(_ values: [Double]) {
        let median = Self.median(values)
        let distances = values.map { abs($0 - median) }
        let middle = 1.4826 * Self.median(distances)
        self.median = median
        deviation =
            middle > 0
            ? middle : 1.2533 * distances.reduce(0, +) / Double(distances.count)
    }

    /// The middle value, or the mean of the two in the middle.
    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
