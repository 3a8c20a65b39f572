import MarketData
import Reporting

/// Price files in words, for the terminal.
enum DataLines {
    /// Bars, symbols, interval and span.
    static func prices(_ table: PriceTable) -> String {
        "\(Format.counted(table.barCount, "bar")) x"
            + " \(Format.counted(table.symbolCount, "symbol")), \(Describe.interval(table)),"
            + " \(Describe.time(table.timestamps[0])) to"
            + " \(Describe.time(table.timestamps[table.barCount - 1]))"
    }

    /// The same for prices with holes.
    static func prices(_ grid: PriceGrid) -> String {
        let missing = grid.missingCount
        return "\(Format.counted(grid.barCount, "bar")) x"
            + " \(Format.counted(grid.symbolCount, "symbol")),"
            + " \(Describe.time(grid.timestamps[0])) to"
            + " \(Describe.time(grid.timestamps[grid.barCount - 1]))"
            + (missing > 0 ? ", \(Format.counted(missing, "close")) missing" : "")
    }

    /// A file's name, or the first one's and how many more there are.
    static func source(_ paths: [String]) -> String {
        let name = paths[0].split(separator: "/").last.map(String.init) ?? paths[0]
        return paths.count == 1 ? name : "\(name) and \(paths.count - 1) more"
    }

    /// Notes, each a paragraph.
    static func notes(_ notes: [String]) -> [String] {
        notes.flatMap { wrapped($0, bullet: "note     ") }
    }
}
