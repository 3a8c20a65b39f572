/// Numbers as a row of blocks of eight heights: ▁▂▃▄▅▆▇█.
public enum Sparkline {
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    /// The row: a block for each number, or for each mean of an equal part of them where there are more than
    /// `width`.
    ///
    /// - Parameters:
    ///   - values: What is not finite is a gap.
    ///   - width: The most blocks, at least 1.
    ///   - range: What the lowest and the highest block stand for; what lies beyond is drawn as them. That of
    ///     the numbers themselves without it.
    /// - Returns: Nothing for no numbers; blocks of middle height where all are equal.
    public static func text(
        _ values: some RandomAccessCollection<Double>,
        width: Int = 40,
        range: ClosedRange<Double>? = nil
    ) -> String {
        precondition(width >= 1, "a row has a width of at least 1")
        let means = means(Array(values), width)
        let finite = means.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max() else {
            return String(repeating: " ", count: means.count)
        }
        let range = range ?? least...most
        // Halves: the difference of two large numbers may not be a number.
        let height = range.upperBound / 2 - range.lowerBound / 2
        return String(
            means.map { value in
                guard value.isFinite else { return " " }
                guard height > 0 else { return blocks[3] }
                let share = (value / 2 - range.lowerBound / 2) / height
                return blocks[Int(min(max(share * 8, 0), 7))]
            }
        )
    }

    /// The mean of the finite numbers of each part; NaN where there are none.
    private static func means(_ values: [Double], _ width: Int) -> [Double] {
        guard values.count > width else { return values }
        return (0..<width).map { column in
            let part = values[
                (column * values.count / width)..<((column + 1) * values.count / width)
            ]
            .filter(\.isFinite)
            let count = Double(part.count)
            return part.isEmpty ? .nan : part.reduce(0) { $0 + $1 / count }
        }
    }
}
