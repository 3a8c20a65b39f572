#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads a file as runs of whole lines, a chunk at a time; the file is never in memory as a whole.
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
    /// The size of the file in bytes, or nil for a pipe.
    let size: Int?
    /// Bytes handed out so far.
    private(set) var consumed = 0
    private let descriptor: Int32
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The part of the buffer that has been handed out and the part that has been read.
    private var handedOut = 0
    private var filled = 0
    private var isAtEnd = false

    /// Opens a file.
    init(path: String) throws(MarketDataError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            let code = errno
            throw code == ENOENT || code == ENOTDIR
                ? .missingFile(path: path)
                : .unreadable(path: path, reason: String(cString: strerror(code)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .unreadable(path: path, reason: reason)
        }
        let type = status.st_mode & S_IFMT
        if type == S_IFDIR {
            close(descriptor)
            throw .directory(path: path)
        }
        self.path = path
        self.descriptor = descriptor
        size = type == S_IFREG ? Int(status.st_size) : nil
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
        while true {
            let received = read(descriptor, buffer + filled, capacity - filled)
            if received > 0 {
                filled += received
                return
            }
            if received == 0 {
                isAtEnd = true
                return
            }
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
