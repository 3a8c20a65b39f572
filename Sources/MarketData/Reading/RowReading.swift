// The general path, which the row parsers share: one field at a time, with an error for each
// thing that can be wrong with it.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The next line without its newline, or nil if it is blank; the cursor moves behind it.
func nextContentLine(
    _ cursor: inout UnsafePointer<UInt8>,
    _ end: UnsafePointer<UInt8>
) -> UnsafeBufferPointer<UInt8>? {
    let start = cursor
    let newline = memchr(start, 10, end - start)!.assumingMemoryBound(to: UInt8.self)
    cursor = UnsafePointer(newline) + 1
    var length = UnsafePointer(newline) - start
    if length > 0, start[length - 1] == UInt8(ascii: "\r") { length -= 1 }
    let line = UnsafeBufferPointer(start: start, count: length)
    let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return isBlank ? nil : line
}

/// Checks the quotes and the number of the fields of a row.
func checkFieldCount(
    _ line: UnsafeBufferPointer<UInt8>,
    delimiter: UInt8,
    expected: Int,
    at location: FileLocation
) throws(MarketDataError) {
    var scanner = FieldScanner(line: line, delimiter: delimiter)
    while !scanner.isAtEnd {
        if scanner.next() == nil { throw .badQuote(location.at(column: scanner.column)) }
    }
    if scanner.column != expected {
        throw .fieldCount(location, expected: expected, found: scanner.column)
    }
}

/// The timestamp in a field.
func readTimestamp(
    _ field: Field?,
    at location: FileLocation
) throws(MarketDataError) -> Int64 {
    guard let field else { throw .badQuote(location) }
    guard let timestamp = TimestampParser.parse(field.start, field.end) else {
        throw .badTimestamp(location, value: echo(field.bytes))
    }
    return timestamp
}

/// The close in a field, finite and > 0.
func readClose(
    _ field: Field,
    of symbol: String,
    at location: FileLocation
) throws(MarketDataError) -> Double {
    let problem: PriceProblem
    switch DecimalParser.parse(field.start, field.end) {
    case .number(let close) where close > 0: return close
    case .number: problem = .notPositive
    case .problem(let found): problem = found
    }
    throw .badPrice(location, symbol: symbol, value: echo(field.bytes), problem: problem)
}

/// Reads a timestamp of an unusual form up to a delimiter that must follow on the same line.
@inline(never)
func parseTimestamp(_ cursor: inout UnsafePointer<UInt8>, delimiter: UInt8) -> Int64? {
    var end = cursor
    while end[0] != delimiter, end[0] != UInt8(ascii: "\n") { end += 1 }
    guard end[0] == delimiter, let timestamp = TimestampParser.parse(cursor, end) else {
        return nil
    }
    cursor = end
    return timestamp
}
