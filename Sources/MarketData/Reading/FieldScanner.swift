/// One field of a line, without the spaces and quotes around it.
struct Field {
    /// The bytes of the field; doubled quotes are still doubled.
    var bytes: UnsafeBufferPointer<UInt8>
    /// Whether the bytes contain doubled quotes.
    var hasDoubledQuotes = false

    var start: UnsafePointer<UInt8> { bytes.baseAddress! }
    var end: UnsafePointer<UInt8> { start + bytes.count }
    var isEmpty: Bool { bytes.isEmpty }

    /// The text of the field, with invalid UTF-8 replaced.
    var text: String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard hasDoubledQuotes else { return text }
        var single = ""
        var isSecond = false
        for character in text.unicodeScalars {
            isSecond = character == "\"" && !isSecond
            if isSecond || character != "\"" { single.unicodeScalars.append(character) }
        }
        return single
    }
}

/// Splits one line into fields; the general and slow path, right for every form of CSV.
struct FieldScanner {
    private var cursor: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    private let delimiter: UInt8
    /// Fields returned so far, so the column of the last one counted from 1.
    private(set) var column = 0
    /// Whether the line has no more fields.
    private(set) var isAtEnd = false

    /// Scans a line without its newline.
    init(line: UnsafeBufferPointer<UInt8>, delimiter: UInt8) {
        cursor = line.baseAddress!
        end = cursor + line.count
        self.delimiter = delimiter
    }

    /// The next field, or nil if its quotes are wrong; at least one field is in every line.
    mutating func next() -> Field? {
        column += 1
        skipSpaces()
        if cursor < end, cursor[0] == UInt8(ascii: "\"") { return nextQuoted() }
        let start = cursor
        while cursor < end, cursor[0] != delimiter { cursor += 1 }
        var fieldEnd = cursor
        while fieldEnd > start, isSpace(fieldEnd[-1]) { fieldEnd -= 1 }
        step()
        return Field(bytes: UnsafeBufferPointer(start: start, count: fieldEnd - start))
    }

    private mutating func nextQuoted() -> Field? {
        cursor += 1
        let start = cursor
        var hasDoubledQuotes = false
        while cursor < end {
            if cursor[0] == UInt8(ascii: "\"") {
                guard cursor + 1 < end, cursor[1] == UInt8(ascii: "\"") else { break }
                hasDoubledQuotes = true
                cursor += 1
            }
            cursor += 1
        }
        guard cursor < end else { return nil }
        var bytes = UnsafeBufferPointer(start: start, count: cursor - start)
        cursor += 1
        skipSpaces()
        guard cursor == end || cursor[0] == delimiter else { return nil }
        step()
        // Spaces inside the quotes mean as little as those outside.
        while let last = bytes.last, isSpace(last) { bytes = .init(rebasing: bytes.dropLast()) }
        while let first = bytes.first, isSpace(first) { bytes = .init(rebasing: bytes.dropFirst()) }
        return Field(bytes: bytes, hasDoubledQuotes: hasDoubledQuotes)
    }

    /// Moves over the delimiter, or notes the end of the line.
    private mutating func step() {
        if cursor == end {
            isAtEnd = true
        } else {
            cursor += 1
        }
    }

    private mutating func skipSpaces() {
        while cursor < end, isSpace(cursor[0]) { cursor += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && delimiter != byte)
    }
}
