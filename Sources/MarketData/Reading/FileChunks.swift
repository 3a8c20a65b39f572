#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads a file, plain or compressed with gzip, as runs of whole lines, a chunk at a time; the file is never in
/// memory as a whole.
///
/// Every run ends with a newline, one is added to the last line if need be, so that scanners stop
/// there without looking at an end pointer, and at least ``padding`` bytes behind it can be read.
struct FileChunks: ~Copyable {
    /// Bytes read at a time.
    static let chunkSize = 1 << 20
    /// The longest line accepted, in bytes.
    static let lineLimit = 1 << 26
    /// Readable bytes behind the lines, for loads of whole words.
    static let padding = 64

    let path: String
    /// The size of the text in bytes, or nil for a pipe or compressed data, whose text may have any.
    private(set) var size: Int?
    /// Bytes handed out so far.
    private(set) var consumed = 0
    private let descriptor: Int32
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The part of the buffer that has been handed out and the part that has been read.
    private var handedOut = 0
    private var filled = 0
    private var isAtEnd = false
    private var hasBegun = false
    /// What takes compressed data apart.
    private var gzip: GzipReader?

    /// Opens a file.
    init(path: String) throws(MarketDataError) {
        let descriptor = try FileDescriptor.open(path)
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        self.path = path
        self.descriptor = descriptor
        size = isFile ? Int(status.st_size) : nil
        // A small file needs no more than itself and the space to see that it has ended.
        capacity = min(Self.chunkSize, (size ?? Self.chunkSize) + 4096)
        buffer = .allocate(capacity: capacity + Self.padding)
        buffer.initialize(repeating: 0, count: capacity + Self.padding)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// The next run of whole lines, valid until the next call, or nil at the end of the file.
    ///
    /// - Parameter line: The number of the first line, for the error about a line too long.
    mutating func nextLines(
        at line: Int
    ) throws(MarketDataError) -> UnsafeBufferPointer<UInt8>? {
        let carried = filled - handedOut
        if carried > 0 { memmove(buffer, buffer + handedOut, carried) }
        filled = carried
        handedOut = 0
        var searched = 0
        while true {
            if isAtEnd {
                guard filled > 0 else { return nil }
                buffer[filled] = UInt8(ascii: "\n")
                handedOut = filled
                consumed += filled
                return UnsafeBufferPointer(start: buffer, count: filled + 1)
            }
            if filled == capacity { try grow(line) }
            try fill()
            if let end = lastNewline(from: searched) {
                handedOut = end + 1
                consumed += handedOut
                return UnsafeBufferPointer(start: buffer, count: handedOut)
            }
            searched = filled
        }
    }

    /// Reads once into the free part of the buffer.
    private mutating func fill() throws(MarketDataError) {
        let room = UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled)
        let received: Int
        if let gzip {
            let (descriptor, path) = (descriptor, path)
            received = try gzip.read(into: room) { (input) throws(MarketDataError) in
                try Self.read(descriptor, into: input, path)
            }
        } else {
            received = try Self.read(descriptor, into: room, path)
        }
        filled += received
        if received == 0 { isAtEnd = true }
        if !hasBegun {
            hasBegun = true
            try unpackIfCompressed()
        }
    }

    /// Sees whether what was read first is the beginning of compressed data, and starts anew with its text.
    private mutating func unpackIfCompressed() throws(MarketDataError) {
        let first = UnsafeRawBufferPointer(start: buffer, count: filled)
        guard first.starts(with: GzipReader.mark) else { return }
        gzip = try GzipReader(path: path, first: first, capacity: capacity)
        size = nil
        filled = 0
        isAtEnd = false
        while capacity < Self.chunkSize { try grow(1) }
        try fill()
    }

    private static func read(
        _ descriptor: Int32,
        into room: UnsafeMutableRawBufferPointer,
        _ path: String
    ) throws(MarketDataError) -> Int {
        while true {
            #if canImport(Glibc)
            let received = Glibc.read(descriptor, room.baseAddress, room.count)
            #elseif canImport(Musl)
            let received = Musl.read(descriptor, room.baseAddress, room.count)
            #else
            let received = Darwin.read(descriptor, room.baseAddress, room.count)
            #endif
            if received >= 0 { return received }
            if errno == EINTR { continue }
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
    }

    private func lastNewline(from start: Int) -> Int? {
        var index = filled - 1
        while index >= start {
            if buffer[index] == UInt8(ascii: "\n") { return index }
            index -= 1
        }
        return nil
    }

    private mutating func grow(_ line: Int) throws(MarketDataError) {
        guard capacity < Self.lineLimit else {
            throw .lineTooLong(FileLocation(path: path, line: line), limit: Self.lineLimit)
        }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + Self.padding)
        larger.initialize(repeating: 0, count: 2 * capacity + Self.padding)
        memcpy(larger, buffer, filled)
        buffer.deallocate()
        buffer = larger
        capacity *= 2
    }
}
