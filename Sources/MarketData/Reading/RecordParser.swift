/// Parses a file with one close a row: a file of a single symbol, or a long file with a column of
/// symbols.
///
/// As in ``WideParser``, rows in the usual form take a short cut and all others the general path.
struct RecordParser: RowParser {
    private let path: String
    private let layout: FileLayout
    private let columns: FileFormat.Records
    private let delimiter: UInt8
    private let rule: CellRule
    private let repairs: RepairLog?
    private var names: SymbolInterner
    private var timestamps: [Int64] = []
    private var closes: [Double] = []
    /// The symbol of each row by number; empty if there is a single symbol.
    private var owners: [Int32] = []
    private var missing = 0
    private var rows = 0
    private var lines: LineNumbers
    private var cache = TimestampCache()

    /// A parser of the rows from `firstLine` on.
    ///
    /// - Parameters:
    ///   - path: The file, for errors.
    ///   - layout: The layout to report.
    ///   - columns: Which columns hold what.
    ///   - symbol: The name of the single symbol; nil if a column names them.
    ///   - rule: What its cells may hold.
    ///   - repairs: Where what is wrong is noted and passed over; nil makes it an error.
    ///   - delimiter: The byte between fields.
    ///   - firstLine: The line of the first row, counted from 1.
    init(
        path: String,
        layout: FileLayout,
        columns: FileFormat.Records,
        symbol: String?,
        rule: CellRule,
        repairs: RepairLog? = nil,
        delimiter: UInt8,
        firstLine: Int
    ) {
        self.path = path
        self.layout = layout
        self.columns = columns
        self.delimiter = delimiter
        self.rule = rule
        self.repairs = repairs
        names = symbol.map { SymbolInterner($0) } ?? SymbolInterner()
        lines = LineNumbers(firstLine: firstLine)
    }

    var nextLine: Int { lines.line(ofRow: rows) }

    mutating func consume(
        _ chunk: UnsafeBufferPointer<UInt8>,
        _ progress: ReadingProgress
    ) throws(MarketDataError) {
        let bound = countLines(chunk)
        timestamps.extend(rows: bound, width: 1, chunk: chunk.count, progress)
        closes.extend(rows: bound, width: 1, chunk: chunk.count, progress)
        if columns.symbol != nil {
            owners.extend(rows: bound, width: 1, chunk: chunk.count, progress)
        }
        var cursor = chunk.baseAddress!
        let end = cursor + chunk.count
        while cursor < end {
            parsePlainRows(&cursor, end)
            if cursor < end { try parseRow(&cursor, end) }
        }
        timestamps.removeLast(timestamps.count - rows)
        closes.removeLast(closes.count - rows)
        if columns.symbol != nil { owners.removeLast(owners.count - rows) }
    }

    consuming func finish() throws(MarketDataError) -> SeriesBlock {
        guard rows > 0 else { throw .noBars(path: path) }
        let records = SeriesRecords(
            path: path,
            layout: layout,
            symbols: names.names,
            timestamps: timestamps,
            closes: closes,
            owners: owners,
            missing: missing,
            lines: lines
        )
        return try columns.symbol == nil ? records.series(repairs) : records.pivoted(repairs)
    }

    /// Reads rows as long as they have the usual form.
    private mutating func parsePlainRows(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) {
        let (columns, delimiter, powers) = (columns, delimiter, PowersOfTen.table)
        let symbolColumn = columns.symbol ?? -1
        var (cache, names) = (cache, take(&self.names))
        defer { self.names = names }
        let firstRow = rows
        var position = cursor
        var row = firstRow
        timestamps.withUnsafeMutableBufferPointer { timestamps in
            closes.withUnsafeMutableBufferPointer { closes in
                owners.withUnsafeMutableBufferPointer { owners in
                    rows: while position < end {
                        var byte = position
                        for column in 0..<columns.width {
                            if column > 0 {
                                guard byte[0] == delimiter else { break rows }
                                byte += 1
                            }
                            let isLast = column == columns.width - 1
                            if column == columns.timestamp {
                                let fast =
                                    isLast ? nil : cache.parse(&byte, delimiter: delimiter)
                                guard
                                    let timestamp = fast
                                        ?? parseTimestamp(&byte, delimiter: delimiter)
                                else { break rows }
                                timestamps[row] = timestamp
                            } else if column == columns.close {
                                let close = DecimalParser.parsePlain(&byte, powers)
                                guard close > 0 else { break rows }
                                closes[row] = close
                            } else {
                                let start = byte
                                while byte[0] != delimiter, byte[0] > UInt8(ascii: "\r"),
                                    byte[0] != UInt8(ascii: "\"")
                                {
                                    byte += 1
                                }
                                if column == symbolColumn {
                                    guard byte > start, start[0] != UInt8(ascii: " "),
                                        byte[-1] != UInt8(ascii: " ")
                                    else { break rows }
                                    let name = UnsafeBufferPointer(
                                        start: start,
                                        count: byte - start
                                    )
                                    guard let owner = names.number(of: name) else { break rows }
                                    owners[row] = owner
                                }
                            }
                        }
                        if byte[0] == UInt8(ascii: "\r") { byte += 1 }
                        guard byte[0] == UInt8(ascii: "\n") else { break rows }
                        position = byte + 1
                        row += 1
                    }
                }
            }
        }
        rows = row
        cursor = position
        self.cache = cache
    }

    /// Reads one row of any form, or passes over a blank line.
    private mutating func parseRow(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>
    ) throws(MarketDataError) {
        guard let line = nextContentLine(&cursor, end) else {
            lines.skipLine(before: rows)
            return
        }
        let location = FileLocation(path: path, line: nextLine)
        var fields: [Field] = []
        let row = try repaired(repairs) { () throws(MarketDataError) -> (Int64, Int32) in
            try checkFieldCount(line, delimiter: delimiter, expected: columns.width, at: location)
            var scanner = FieldScanner(line: line, delimiter: delimiter)
            while !scanner.isAtEnd, let field = scanner.next() { fields.append(field) }
            let timestamp = try readTimestamp(
                fields[columns.timestamp],
                at: location.at(column: columns.timestamp + 1)
            )
            guard let column = columns.symbol else { return (timestamp, 0) }
            guard !fields[column].isEmpty else {
                throw .missingSymbol(location.at(column: column + 1))
            }
            guard let owner = names.number(ofField: fields[column]) else {
                throw .notUTF8(location.at(column: column + 1))
            }
            return (timestamp, owner)
        }
        guard let (timestamp, owner) = row else {
            lines.skipLine(before: rows)
            return
        }
        timestamps[rows] = timestamp
        if columns.symbol != nil { owners[rows] = owner }
        let value = try repaired(repairs) { () throws(MarketDataError) in
            try rule.value(
                fields[columns.close],
                of: names.names[Int(owner)],
                at: location.at(column: columns.close + 1)
            )
        }
        closes[rows] = value ?? .nan
        if value?.isNaN ?? true { missing += 1 }
        rows += 1
    }
}

/// Takes a value out of a variable for a while, so that changing it copies nothing.
private func take(_ names: inout SymbolInterner) -> SymbolInterner {
    let taken = names
    names = SymbolInterner()
    return taken
}
