/// Reads one price file of any layout.
enum PriceFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - symbol: The symbol of a file that does not name it; by default taken from the path.
    ///   - rule: What its cells may hold.
    ///   - field: What is read in place of closes; a file that lacks it gives a block without bars.
    ///   - repairs: Where what is wrong is noted and passed over; nil makes it an error.
    ///   - shouldStop: Asked before every chunk.
    static func read(
        path: String,
        symbol: String? = nil,
        rule: CellRule = .price,
        field: CandleField? = nil,
        repairs: RepairLog? = nil,
        shouldStop: (@Sendable () -> Bool)? = nil
    ) throws(MarketDataError) -> SeriesBlock {
        switch try FileKind(path: path) {
        case .binaryTable:
            guard field == nil else { return .empty(path: path, layout: .wide) }
            return SeriesBlock(try PriceTable(binaryFile: path), path: path)
        case .arrow:
            guard field == nil else { return .empty(path: path, layout: .wide) }
            return try ArrowFile.read(path: path, symbol: symbol, rule: rule, repairs: repairs)
        case .text:
            return try readText(
                path: path,
                symbol: symbol,
                rule: rule,
                field: field,
                repairs: repairs,
                shouldStop: shouldStop
            )
        }
    }

    private static func readText(
        path: String,
        symbol: String?,
        rule: CellRule,
        field: CandleField?,
        repairs: RepairLog?,
        shouldStop: (@Sendable () -> Bool)?
    ) throws(MarketDataError) -> SeriesBlock {
        var chunks = try FileChunks(path: path)
        var line = 1
        while let chunk = try chunks.nextLines(at: line) {
            if shouldStop?() == true { throw .cancelled }
            var cursor = chunk.baseAddress!
            let end = cursor + chunk.count
            if line == 1 { cursor += try signatureLength(of: chunk, path: path) }
            while cursor < end {
                let start = cursor
                guard let content = nextContentLine(&cursor, end), !isComment(content) else {
                    line += 1
                    continue
                }
                let location = FileLocation(path: path, line: line)
                let (format, isHeader) = try FileFormat.detect(
                    content,
                    field == nil ? rule : .price,
                    at: location
                )
                if isHeader {
                    line += 1
                } else {
                    cursor = start
                }
                let rest = UnsafeBufferPointer(start: cursor, count: end - cursor)
                switch format.columns {
                case .wide(let symbols):
                    guard field == nil else { return .empty(path: path, layout: .wide) }
                    let parser = WideParser(
                        path: path,
                        symbols: symbols,
                        rule: rule,
                        repairs: repairs,
                        delimiter: format.delimiter,
                        firstLine: line
                    )
                    return try parse(rest, &chunks, parser, shouldStop)
                case .records(var records):
                    if let field {
                        guard let column = records.fields[field] else {
                            return .empty(path: path, layout: format.layout)
                        }
                        records.close = column
                    }
                    let single = symbol ?? SymbolFileName.symbol(ofPath: path)
                    let parser = RecordParser(
                        path: path,
                        layout: format.layout,
                        columns: records,
                        symbol: records.symbol == nil ? single : nil,
                        rule: rule,
                        repairs: repairs,
                        delimiter: format.delimiter,
                        firstLine: line
                    )
                    return try parse(rest, &chunks, parser, shouldStop)
                }
            }
        }
        throw .emptyFile(path: path)
    }

    /// Parses the rest of the first chunk and all others.
    private static func parse(
        _ rest: UnsafeBufferPointer<UInt8>,
        _ chunks: inout FileChunks,
        _ parser: consuming some RowParser,
        _ shouldStop: (@Sendable () -> Bool)?
    ) throws(MarketDataError) -> SeriesBlock {
        let progress = ReadingProgress(
            bytesBefore: chunks.consumed - rest.count,
            fileSize: chunks.size
        )
        try parser.consume(rest, progress)
        while true {
            let before = chunks.consumed
            guard let chunk = try chunks.nextLines(at: parser.nextLine) else { break }
            if shouldStop?() == true { throw .cancelled }
            try parser.consume(
                chunk,
                ReadingProgress(bytesBefore: before, fileSize: chunks.size)
            )
        }
        return try parser.finish()
    }

    private static func isComment(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
    }

    /// The length of a UTF-8 byte order mark, after refusing files that are not plain text.
    private static func signatureLength(
        of head: UnsafeBufferPointer<UInt8>,
        path: String
    ) throws(MarketDataError) -> Int {
        let signatures: [([UInt8], String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"),
            ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard-compressed data"),
            ([0xFD, 0x37, 0x7A, 0x58], "xz-compressed data"),
            ([0x42, 0x5A, 0x68], "bzip2-compressed data"),
            ([0x50, 0x41, 0x52, 0x31], "a Parquet file"),
            ([0xFF, 0xFE], "UTF-16 text"),
            ([0xFE, 0xFF], "UTF-16 text"),
        ]
        for (bytes, format) in signatures where head.starts(with: bytes) {
            throw .notText(path: path, format: format)
        }
        if head.prefix(4096).contains(0) { throw .notText(path: path, format: "binary data") }
        return head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
