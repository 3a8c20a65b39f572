#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a file is, by its first bytes.
enum FileKind {
    /// Text, perhaps compressed; what is neither is told when it is read.
    case text
    /// A table as ``PriceTable/bytes`` gives it.
    case binaryTable
    /// Arrow's format of files or of streams.
    case arrow

    /// Looks at a file. What can be read but once, such as a pipe, is text.
    init(path: String) throws(MarketDataError) {
        self = .text
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        let descriptor = try FileDescriptor.open(path)
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 8)
        let count = pread(descriptor, &head, head.count, 0)
        guard count == head.count else { return }
        if head.withUnsafeBytes({ BinaryTable.isOne($0) }) {
            self = .binaryTable
        } else if head.starts(with: ArrowMessages.mark)
            || head.starts(with: ArrowMessages.streamMark)
        {
            self = .arrow
        }
    }
}
