import Reporting

/// Rows of a name, some figures and a sparkline; without sparklines where these cannot be shown.
struct SparklineTable {
    private var table: TextTable

    /// - Parameters:
    ///   - title: What the rows are, above their names.
    ///   - figures: The titles of the figures.
    ///   - line: What the sparkline is of.
    init(_ title: String, figures: [String], line: String) {
        table = TextTable(
            [(title, .left)] + figures.map { ($0, .right) } + (Style.isUTF8 ? [(line, .left)] : [])
        )
    }

    /// Adds a row.
    mutating func add(_ name: String, _ figures: [String], _ sparkline: String) {
        table.add([name] + figures + (Style.isUTF8 ? [sparkline] : []))
    }

    /// The lines: header and rule dimmed, rows as they are.
    func lines(indent: Int = 2) -> [String] {
        table.lines(indent: indent).enumerated().map { place, line in
            place < 2 ? Style.text(line, .dim) : line
        }
    }
}
