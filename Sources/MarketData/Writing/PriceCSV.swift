/// Prices as CSV text, the same bytes every time, which ``PriceLoader`` reads back to the same bits.
///
/// Times are ISO 8601 in UTC, dates alone if all bars start at midnight; closes have the fewest digits that
/// are read back as the same double; a missing close is an empty cell or no row. Lines end with a line feed.
struct PriceCSV {
    private let grid: PriceGrid

    init(_ grid: PriceGrid) { self.grid = grid }

    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")

    /// `timestamp` and one column a symbol.
    func wide() -> [UInt8] {
        var header = Array("timestamp".utf8)
        for symbol in grid.symbols { header += [Self.comma] + CSVField.bytes(symbol) }
        let cells = grid.barCount * (grid.symbolCount + 2)
        var rows = RowBuffer(header: header + [Self.newline], estimate: cells * 10)
        var times = TimestampWriter(for: grid.timestamps)
        grid.closes.withUnsafeBufferPointer { closes in
            var place = 0
            for timestamp in grid.timestamps {
                rows.write { times.write(timestamp, to: $0) }
                for _ in 0..<grid.symbolCount {
                    let close = closes[place]
                    place += 1
                    rows.write { target in
                        target.pointee = Self.comma
                        return close.isNaN ? target + 1 : DecimalWriter.write(close, to: target + 1)
                    }
                }
                rows.write(Self.newline)
            }
        }
        return rows.finish()
    }

    /// `timestamp,symbol,close`, bar by bar; symbol by symbol where bars are missing and symbols would
    /// otherwise first occur in another order than that of the columns, which is what readers go by.
    func long() -> [UInt8] {
        let names = grid.symbols.map { [Self.comma] + CSVField.bytes($0) + [Self.comma] }
        let nameLength = names.reduce(0) { $0 + $1.count } / names.count
        var rows = RowBuffer(
            header: Array("timestamp,symbol,close\n".utf8),
            estimate: grid.closes.count * (nameLength + 28)
        )
        var times = TimestampWriter(for: grid.timestamps)
        if isOrderedByFirstBar {
            for bar in 0..<grid.barCount {
                for column in 0..<grid.symbolCount {
                    write(bar, column, names[column], &times, &rows)
                }
            }
        } else {
            for column in 0..<grid.symbolCount {
                for bar in 0..<grid.barCount { write(bar, column, names[column], &times, &rows) }
            }
        }
        return rows.finish()
    }

    /// Writes a row of a close, unless it is missing, with what stands between its time and it.
    @inline(__always)
    private func write(
        _ bar: Int,
        _ column: Int,
        _ name: [UInt8],
        _ times: inout TimestampWriter,
        _ rows: inout RowBuffer
    ) {
        let close = grid[bar: bar, symbol: column]
        if close.isNaN { return }
        rows.write { times.write(grid.timestamps[bar], to: $0) }
        rows.write(name)
        rows.write { DecimalWriter.write(close, to: $0) }
        rows.write(Self.newline)
    }

    /// `timestamp,close` of one symbol.
    func single(_ column: Int) -> [UInt8] {
        var rows = RowBuffer(
            header: Array("timestamp,close\n".utf8),
            estimate: grid.barCount * 30
        )
        var times = TimestampWriter(for: grid.timestamps)
        for bar in 0..<grid.barCount {
            write(bar, column, [Self.comma], &times, &rows)
        }
        return rows.finish()
    }

    /// Whether reading bar by bar meets the symbols in the order of their columns.
    private var isOrderedByFirstBar: Bool {
        var latest = 0
        for column in 0..<grid.symbolCount {
            let first = (0..<grid.barCount).first { !grid[bar: $0, symbol: column].isNaN }
            guard let first else { continue }
            if first < latest { return false }
            latest = first
        }
        return true
    }
}
