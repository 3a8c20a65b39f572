extension FileFormat {
    /// Recognises the format of a file by its first line that is neither blank nor a comment.
    ///
    /// - Parameters:
    ///   - line: The line, without its newline.
    ///   - rule: What the cells may hold.
    ///   - location: The line in the file, for errors.
    /// - Returns: The format, and whether the line is a header or already a bar.
    static func detect(
        _ line: UnsafeBufferPointer<UInt8>,
        _ rule: CellRule,
        at location: FileLocation
    ) throws(MarketDataError) -> (format: FileFormat, isHeader: Bool) {
        let delimiter = mostFrequentDelimiter(of: line)
        var names: [String] = []
        var scanner = FieldScanner(line: line, delimiter: delimiter)
        var numbers = 0
        var startsWithTimestamp = false
        while !scanner.isAtEnd {
            guard let field = scanner.next() else {
                throw .badQuote(location.at(column: scanner.column))
            }
            if names.isEmpty {
                startsWithTimestamp = TimestampParser.parse(field.start, field.end) != nil
            }
            if case .number = DecimalParser.parse(field.start, field.end) { numbers += 1 }
            guard String(validating: field.bytes, as: UTF8.self) != nil else {
                throw .notUTF8(location.at(column: scanner.column))
            }
            names.append(field.text)
        }
        if startsWithTimestamp {
            guard names.count == 12, numbers == 12 else { throw .badHeader(location, .absent) }
            let records = Records(
                timestamp: 0,
                close: 4,
                symbol: nil,
                width: 12,
                fields: [.open: 1, .high: 2, .low: 3, .close: 4, .volume: 5]
            )
            let format = FileFormat(
                layout: .kline,
                columns: .records(records),
                delimiter: delimiter
            )
            return (format, false)
        }
        if numbers == names.count { throw .badHeader(location, .absent) }
        let (layout, columns) = try HeaderReader(names: names, location: location).columns(rule)
        return (FileFormat(layout: layout, columns: columns, delimiter: delimiter), true)
    }

    /// Comma, semicolon or tab, whichever is most frequent outside quotes.
    private static func mostFrequentDelimiter(of line: UnsafeBufferPointer<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, let index = candidates.firstIndex(of: byte) {
                counts[index] += 1
            }
        }
        let most = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
        return candidates[most]
    }
}

extension FileLocation {
    /// The field of this line in a column counted from 1.
    func at(column: Int) -> FileLocation {
        FileLocation(path: path, line: line, column: column)
    }
}
