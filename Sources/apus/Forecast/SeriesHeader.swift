import Forecasting
import MarketData
import Reporting

/// What is worked on, for the terminal and reports.
enum SeriesHeader {
    static func lines(_ input: SeriesInput) -> [String] {
        let table = input.table
        let names = table.channels.prefix(5).joined(separator: ", ")
        let more = table.channelCount > 5 ? " and \(table.channelCount - 5) more" : ""
        var lines = [
            "data     \(input.source): \(Format.counted(table.count, "row")) x"
                + " \(table.channelCount) series, \(time(table, 0)) to \(time(table, table.count - 1))",
            "series   \(names)\(more)",
        ]
        for note in input.notes { lines += wrapped(note, bullet: "note     ") }
        return lines
    }

    /// When a row was observed; its number where that is not known.
    static func time(_ table: SeriesTable, _ row: Int) -> String {
        table.timestamps.map { Describe.time($0[row]) } ?? "row \(row + 1)"
    }
}
