import MarketData
import TestSupport

/// Writes tables as CSV in the forms that the reader has to understand.
struct TableText {
    private let table: PriceTable
    private var delimiter = ","
    private var lineEnd = "\n"
    private var timeForm = 0
    private var quotesAll = false
    private var hasBlankLines = false

    init(_ table: PriceTable) { self.table = table }

    /// Picks a delimiter, line ends, timestamps, quotes and blank lines.
    mutating func randomizeForm(using random: inout SeededRandom) {
        delimiter = [",", ";", "\t"].randomElement(using: &random)!
        lineEnd = ["\n", "\r\n"].randomElement(using: &random)!
        timeForm = Int.random(in: 0...5, using: &random)
        quotesAll = Bool.random(using: &random)
        hasBlankLines = Bool.random(using: &random)
    }

    /// One column a symbol, rows in time order.
    func wide() -> String { text(header: ["time"] + table.symbols, rows: wideRows) }

    /// One column a symbol, rows in any order.
    func wide(shuffled random: inout SeededRandom) -> String {
        text(header: ["time"] + table.symbols, rows: wideRows.shuffled(using: &random))
    }

    /// One row a bar and symbol, rows in any order.
    func long(shuffled random: inout SeededRandom) -> String {
        var rows: [[String]] = []
        for bar in 0..<table.barCount {
            for column in 0..<table.symbolCount {
                rows.append([
                    table.symbols[column], time(bar), "\(table[bar: bar, symbol: column])",
                ])
            }
        }
        return text(header: ["Symbol", "Date", "Close"], rows: rows.shuffled(using: &random))
    }

    /// Open, high, low, close and volume of one symbol, rows in any order.
    func bars(column: Int, shuffled random: inout SeededRandom) -> String {
        let rows = (0..<table.barCount).map { bar in
            [time(bar), "1", "2.5", "0", "\(table[bar: bar, symbol: column])", "100"]
        }
        return text(
            header: ["open_time", "open", "high", "low", "close", "volume"],
            rows: rows.shuffled(using: &random)
        )
    }

    private var wideRows: [[String]] {
        (0..<table.barCount).map { bar in
            [time(bar)] + (0..<table.symbolCount).map { "\(table[bar: bar, symbol: $0])" }
        }
    }

    private func text(header: [String], rows: [[String]]) -> String {
        let lines = ([header] + rows).map { fields in
            fields.map(field).joined(separator: delimiter) + lineEnd
        }
        return lines.joined(separator: hasBlankLines ? lineEnd : "")
    }

    private func field(_ value: String) -> String {
        let needsQuotes = value.contains(delimiter) || value.contains("\"")
        guard quotesAll || needsQuotes else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }

    private func time(_ bar: Int) -> String {
        let timestamp = table.timestamps[bar]
        let iso = UTCTime.format(timestamp)
        switch timeForm {
        case 1: return iso.replacing("T", with: " ").replacing("Z", with: "")
        case 2: return "\(timestamp)"
        case 3: return "\(timestamp)000"
        case 4: return "\(timestamp).0"
        case 5:
            let local = UTCTime.format(timestamp + 19_800)
            return local.utf8.count == 10
                ? local + " 00:00:00+05:30" : local.replacing("Z", with: "+05:30")
        default: return iso
        }
    }
}
