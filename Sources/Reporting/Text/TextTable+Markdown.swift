extension TextTable {
    /// The lines of a Markdown table, padded so that they read well as they are, too.
    ///
    /// Vertical bars in cells are escaped.
    public var markdownLines: [String] {
        let cells = ([header] + rows).map { row in
            row.map { $0.split(separator: "|", omittingEmptySubsequences: false) }
                .map { $0.joined(separator: "\\|") }
        }
        let widths = header.indices.map { column in
            max(2, cells.map { $0[column].count }.max() ?? 0)
        }
        func line(_ row: [String]) -> String {
            let padded = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return alignments[column] == .left ? row[column] + padding : padding + row[column]
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = header.indices.map { column in
            let dashes = String(repeating: "-", count: widths[column] - 1)
            return alignments[column] == .left ? ":" + dashes : dashes + ":"
        }
        return [line(cells[0]), "| " + rule.joined(separator: " | ") + " |"]
            + cells.dropFirst().map(line)
    }
}
