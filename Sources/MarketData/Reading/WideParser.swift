/// Parses a file with a timestamp column and one column of closes a symbol.
///
/// Rows in the usual form are read by a loop that writes straight into the row-major array and
/// gives up at the first byte it does not expect; the row is then read again by the general path,
/// which knows about quotes, spaces, empty cells and errors.
struct WideParser: RowParser {
    private let path: String
    private let symbols: [String]
    private let rule: CellRule
    private let repairs: RepairLog?
    private let isRead: [Bool]
    private let delimiter: UInt8
    private var timestamps: [Int64] = []
    private var closes: [Double] = []
    private var rows = 0
    private var missing = 0
    private var lines: LineNumbers
    private var cache = TimestampCache()

    /// A parser of the rows from `firstLine` on.
    init(
        path: String,
        symbols: [String],
        rule: CellRule,
        repairs: RepairLog? = nil,
        delimiter: UInt8,
        firstLine: Int
    ) {
        self.path = path
        self.symbols = symbols
        self.rule = rule
        self.repairs = repairs
        isRead = rule.reads(symbols)
        self.delimiter = delimiter
        lines = LineNumbers(firstLine: firstLine)
    }

    var nextLine: Int { lines.line(ofRow: rows) }

    mutating func consume(
        _ chunk: UnsafeBufferPointer<UInt8>,
        _ progress: ReadingProgress
    ) throws(MarketDataError) {
        let bound = countLines(chunk)
        timestamps.extend(rows: bound, width: 1, chunk: chunk.count, progress)
        closes.extend(rows: bound, width: symbols.count, chunk: chunk.count, progress)
        var cursor = chunk.baseAddress!
        let end = cursor + chunk.count
        while cursor < end {
            parsePlainRows(&cursor, end)
            if cursor < end { try parseRow(&cursor, end) }
        }
        timestamps.removeLast(timestamps.count - rows)
        closes.removeLast(closes.count - rows * symbols.count)
    }

    consuming func finish() throws(MarketDataError) -> SeriesBlock {
        guard rows > 0 else { throw .noBars(path: path) }
        return try SeriesBlock.wide(
            path: path,
            symbols: symbols,
            timestamps: timestamps,
            closes: closes,
            missing: missing,
            lines: lines,
            repairs: repairs
        )
    }

    /// Reads rows as long as they have the usual form.
    private mutating func parsePlainRows(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) {
        let (width, delimiter, powers) = (symbols.count, delimiter, PowersOfTen.table)
        var cache = cache
        let firstRow = rows
        var position = cursor
        let parsed = timestamps.withUnsafeMutableBufferPointer { timestamps in
            closes.withUnsafeMutableBufferPointer { closes in
                var times = timestamps.baseAddress! + firstRow
                var values = closes.baseAddress! + firstRow * width
                let firstTime = times
                rows: while position < end {
                    var byte = position
                    if let fast = cache.parse(&byte, delimiter: delimiter) {
                        times[0] = fast
                    } else if let slow = parseTimestamp(&byte, delimiter: delimiter) {
                        times[0] = slow
                    } else {
                        break rows
                    }
                    var column = 0
                    while true {
                        byte += 1
                        let close = DecimalParser.parsePlain(&byte, powers)
                        // Written so that NaN, the sign of an unusual number, fails.
                        guard close > 0 else { break rows }
                        values[column] = close
                        column += 1
                        if column == width { break }
                        guard byte[0] == delimiter else { break rows }
                    }
                    if byte[0] == UInt8(ascii: "\r") { byte += 1 }
                    guard byte[0] == UInt8(ascii: "\n") else { break rows }
                    position = byte + 1
                    times += 1
                    values += width
                }
                return times - firstTime
            }
        }
        rows += parsed
        cursor = position
        self.cache = cache
    }

    /// Reads one row of any form, or passes over a blank line.
    private mutating func parseRow(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) throws(MarketDataError) {
        let line = nextContentLine(&cursor, end)
        guard let line else {
            lines.skipLine(before: rows)
            return
        }
        let location = FileLocation(path: path, line: nextLine)
        let width = symbols.count
        var scanner = FieldScanner(line: line, delimiter: delimiter)
        let timestamp = try repaired(repairs) { () throws(MarketDataError) in
            try checkFieldCount(line, delimiter: delimiter, expected: width + 1, at: location)
            return try readTimestamp(scanner.next(), at: location.at(column: 1))
        }
        guard let timestamp else {
            lines.skipLine(before: rows)
            return
        }
        timestamps[rows] = timestamp
        for column in 0..<width {
            guard let field = scanner.next(), !field.isEmpty else {
                closes[rows * width + column] = .nan
                missing += 1
                continue
            }
            guard isRead[column] else {
                closes[rows * width + column] = .nan
                continue
            }
            let value = try repaired(repairs) { () throws(MarketDataError) in
                try rule.value(field, of: symbols[column], at: location.at(column: column + 2))
            }
            closes[rows * width + column] = value ?? .nan
            if value?.isNaN ?? true { missing += 1 }
        }
        rows += 1
    }
}
