/// A table in plain text: columns padded to their widest cell.
public struct TextTable {
    /// On which side a column's cells are padded.
    public enum Alignment: Sendable {
        /// Text: padded on the right.
        case left
        /// Numbers: padded on the left.
        case right
    }

    let header: [String]
    let alignments: [Alignment]
    private(set) var rows: [[String]] = []

    /// Creates a table with a header.
    public init(_ columns: [(title: String, alignment: Alignment)]) {
        header = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    /// Adds a row with one cell per column.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == header.count, "a row needs a cell for every column")
        rows.append(cells)
    }

    /// The lines: header, rule, rows.
    public func lines(indent: Int = 2) -> [String] {
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        let margin = String(repeating: " ", count: indent)
        func line(_ cells: [String]) -> String {
            var text = margin
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                text += alignments[column] == .left ? cell + padding : padding + cell
                if column + 1 < cells.count { text += "  " }
            }
            while text.last == " " { text.removeLast() }
            return text
        }
        let rule = margin + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return [line(header), rule] + rows.map(line)
    }
}

/// Breaks a paragraph into lines of at most `width` characters, the first led by `bullet`.
public func wrapped(_ text: String, width: Int = 78, bullet: String = "") -> [String] {
    let margin = String(repeating: " ", count: bullet.count)
    var lines: [String] = []
    var line = bullet
    var isEmpty = true
    for word in text.split(separator: " ") {
        if !isEmpty, line.count + 1 + word.count > width {
            lines.append(line)
            line = margin
            isEmpty = true
        }
        line += isEmpty ? String(word) : " \(word)"
        isEmpty = false
    }
    return lines + [line]
}
