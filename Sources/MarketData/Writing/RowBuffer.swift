/// The bytes of a text file while it is written: rows are put into a piece of memory and then added at once.
struct RowBuffer: ~Copyable {
    private(set) var bytes: [UInt8]
    private let row: UnsafeMutablePointer<UInt8>
    private var end: UnsafeMutablePointer<UInt8>
    private let limit: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - header: The first line, with its line feed.
    ///   - estimate: About how many bytes there will be.
    init(header: [UInt8], estimate: Int) {
        bytes = []
        bytes.reserveCapacity(header.count + estimate)
        bytes.append(contentsOf: header)
        row = .allocate(capacity: 1 << 16)
        end = row
        limit = row + (1 << 16) - 64
    }

    deinit { row.deallocate() }

    /// Writes at most 64 bytes: `body` is given their place and returns the end.
    @inline(__always)
    mutating func write(
        _ body: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) {
        if end > limit { flush() }
        end = body(end)
    }

    /// Writes one byte.
    @inline(__always)
    mutating func write(_ byte: UInt8) {
        if end > limit { flush() }
        end.pointee = byte
        end += 1
    }

    /// Writes text of any length.
    mutating func write(_ text: [UInt8]) {
        if limit - end <= text.count { flush() }
        // What is longer than a row's memory goes behind what has been flushed.
        guard text.count < limit - end else { return bytes.append(contentsOf: text) }
        text.withUnsafeBufferPointer { end.update(from: $0.baseAddress!, count: $0.count) }
        end += text.count
    }

    private mutating func flush() {
        bytes.append(contentsOf: UnsafeBufferPointer(start: row, count: end - row))
        end = row
    }

    /// All that was written.
    consuming func finish() -> [UInt8] {
        flush()
        return bytes
    }
}
