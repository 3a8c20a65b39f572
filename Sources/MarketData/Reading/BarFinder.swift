/// Finds the line of a bar in a long file, whose lines are not kept when its series are laid side by side.
enum BarFinder {
    /// The line, counted from 1, of a symbol's row at a time; nil if it is not found.
    ///
    /// The file is read again: this is for messages.
    static func line(of symbol: String, at timestamp: Int64, in path: String) -> Int? {
        // What cannot be read again has no line.
        (try? find(symbol, timestamp, path)) ?? nil
    }

    private static func find(
        _ symbol: String,
        _ timestamp: Int64,
        _ path: String
    ) throws(MarketDataError) -> Int? {
        var chunks = try FileChunks(path: path)
        var line = 0
        var format: FileFormat?
        while let chunk = try chunks.nextLines(at: line + 1) {
            var cursor = chunk.baseAddress!
            let end = cursor + chunk.count
            while cursor < end {
                line += 1
                guard let content = nextContentLine(&cursor, end) else { continue }
                guard let format else {
                    let isComment = content.first == UInt8(ascii: "#")
                    let location = FileLocation(path: path, line: line)
                    if !isComment {
                        format = try FileFormat.detect(content, .price, at: location).format
                    }
                    continue
                }
                if isRow(content, format, symbol, timestamp) { return line }
            }
        }
        return nil
    }

    /// Whether a line is of a symbol and a time.
    private static func isRow(
        _ line: UnsafeBufferPointer<UInt8>,
        _ format: FileFormat,
        _ symbol: String,
        _ timestamp: Int64
    ) -> Bool {
        guard case .records(let columns) = format.columns, let symbolColumn = columns.symbol else {
            return false
        }
        var scanner = FieldScanner(line: line, delimiter: format.delimiter)
        var (isSymbol, isTime) = (false, false)
        var column = 0
        while !scanner.isAtEnd, let field = scanner.next() {
            if column == symbolColumn { isSymbol = field.text == symbol }
            if column == columns.timestamp {
                isTime = TimestampParser.parse(field.start, field.end) == timestamp
            }
            column += 1
        }
        return isSymbol && isTime
    }
}
