#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads small text files.
public enum TextFile {
    /// The whole file as text; bytes that are not UTF-8 are replaced.
    ///
    /// - Throws: ``ReportingError/unreadableFile(path:reason:)``.
    public static func contents(of path: String) throws(ReportingError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw .unreadableFile(path: path, reason: AtomicFile.reason(errno))
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = next(from: file, into: &buffer)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadableFile(path: path, reason: AtomicFile.reason(errno))
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private static func next(from file: Int32, into buffer: inout [UInt8]) -> Int {
        read(file, &buffer, buffer.count)
    }
}
