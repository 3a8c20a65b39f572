/// The line of each row of a file, as runs of neighbouring lines.
///
/// Rows nearly always follow each other line by line, so that a blank line here and there costs a
/// few words instead of one number a row.
struct LineNumbers: Sendable {
    private var runs: [(row: Int, line: Int)]
    /// The line of every row, once the rows have been sorted.
    private var sorted: [Int32] = []

    /// Row 0 is on this line.
    init(firstLine: Int) {
        runs = [(0, firstLine)]
    }

    /// Notes that a line before `row`, the next one to come, holds no row.
    mutating func skipLine(before row: Int) {
        if runs[runs.count - 1].row == row {
            runs[runs.count - 1].line += 1
        } else {
            runs.append((row, line(ofRow: row) + 1))
        }
    }

    /// The line of a row, counted from 1; O(log runs).
    func line(ofRow row: Int) -> Int {
        if !sorted.isEmpty { return Int(sorted[row]) }
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].row <= row {
                low = middle
            } else {
                high = middle
            }
        }
        return runs[low].line + row - runs[low].row
    }

    /// The lines after the rows have been put in another order: row `i` was row `order[i]`.
    mutating func reorder(_ order: [Int]) {
        sorted = order.map { Int32(clamping: line(ofRow: $0)) }
    }
}
