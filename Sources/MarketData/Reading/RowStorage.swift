/// The reading position of a file as a whole, from which a parser sizes its arrays.
struct ReadingProgress {
    /// Bytes of the file in front of the rows being parsed.
    let bytesBefore: Int
    /// The size of the file in bytes, or nil if unknown.
    let fileSize: Int?
}

/// A parser of the rows of one layout.
protocol RowParser {
    /// The line after the last one parsed, counted from 1.
    var nextLine: Int { get }

    /// Parses whole lines, each ending with a newline.
    mutating func consume(
        _ lines: UnsafeBufferPointer<UInt8>,
        _ progress: ReadingProgress
    ) throws(MarketDataError)

    /// The rows parsed, in time order.
    consuming func finish() throws(MarketDataError) -> SeriesBlock
}

/// An upper bound of the rows in some lines: the number of newlines.
func countLines(_ lines: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for byte in lines { count &+= byte == UInt8(ascii: "\n") ? 1 : 0 }
    return count
}

extension Array where Element: Numeric {
    /// Appends zeros for the rows of a chunk, to be overwritten in place by the parser.
    ///
    /// The first time the array is too small, it is given room for the whole file, estimated from
    /// the bytes a row has taken so far; without that, growing would copy it again and again and
    /// need up to three times its memory.
    ///
    /// - Parameters:
    ///   - rows: Rows to add.
    ///   - width: Elements of a row.
    ///   - chunk: Bytes of the rows to add.
    ///   - progress: Where the file is being read.
    mutating func extend(rows: Int, width: Int, chunk: Int, _ progress: ReadingProgress) {
        let needed = count + rows * width
        if needed > capacity, let fileSize = progress.fileSize {
            let bytesSoFar = Double(Swift.max(progress.bytesBefore + chunk, 1))
            let bytesLeft = Double(Swift.max(0, fileSize - progress.bytesBefore - chunk))
            let rowsLeft = Double(needed / width + 1) * bytesLeft / bytesSoFar * 1.02
            reserveCapacity(needed + (bytesLeft > 0 ? (Int(rowsLeft) + 64) * width : 0))
        }
        append(contentsOf: repeatElement(0, count: rows * width))
    }
}
