#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is written under a temporary name and then renamed.
public struct AtomicFile {
    private let temporaryPath: String
    private let path: String

    /// Writes `bytes` to `path`: a reader sees the old file or the whole new one.
    ///
    /// Paths that are not plain files, such as a terminal or a pipe, are written to directly.
    ///
    /// - Throws: ``ReportingError/unwritableFile(path:reason:)``.
    public static func write(_ bytes: [UInt8], to path: String) throws(ReportingError) {
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
            let file = open(path, O_WRONLY)
            guard file >= 0 else { throw .unwritableFile(path: path, reason: reason(errno)) }
            defer { close(file) }
            return try writeAll(bytes, to: file, path: path)
        }
        try write(to: path) { (file) throws(ReportingError) in
            try writeAll(bytes, to: file, path: path)
        }
    }

    /// The same for what `body` writes to the file that it is given.
    static func write(
        to path: String,
        _ body: (Int32) throws(ReportingError) -> Void
    ) throws(ReportingError) {
        try stage(for: path, body).commit()
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        flushDirectory(folder)
    }

    /// Writes `bytes` beside `path` and flushes them to the disk.
    static func stage(_ bytes: [UInt8], for path: String) throws(ReportingError) -> AtomicFile {
        try stage(for: path) { (file) throws(ReportingError) in
            try writeAll(bytes, to: file, path: path)
        }
    }

    private static func stage(
        for path: String,
        _ body: (Int32) throws(ReportingError) -> Void
    ) throws(ReportingError) -> AtomicFile {
        let temporaryPath = "\(path).\(getpid()).tmp"
        let file = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .unwritableFile(path: path, reason: reason(errno)) }
        let staged = AtomicFile(temporaryPath: temporaryPath, path: path)
        do throws(ReportingError) {
            try body(file)
            guard fsync(file) == 0 else {
                throw .unwritableFile(path: path, reason: reason(errno))
            }
        } catch {
            close(file)
            staged.discard()
            throw error
        }
        guard close(file) == 0 else {
            let problem = reason(errno)
            staged.discard()
            throw .unwritableFile(path: path, reason: problem)
        }
        return staged
    }

    /// Makes sure that nothing but a file has the name already.
    func checkTarget() throws(ReportingError) {
        var information = stat()
        guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            return
        }
        throw .unwritableFile(path: path, reason: Self.reason(EISDIR))
    }

    func commit() throws(ReportingError) {
        guard rename(temporaryPath, path) == 0 else {
            let problem = Self.reason(errno)
            discard()
            throw .unwritableFile(path: path, reason: problem)
        }
    }

    func discard() { unlink(temporaryPath) }

    /// Makes renames in a directory survive a power failure; some file systems cannot, and the
    /// files are whole all the same.
    static func flushDirectory(_ path: String) {
        let folder = open(path, O_RDONLY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    static func writeAll(
        _ bytes: [UInt8],
        to file: Int32,
        path: String
    ) throws(ReportingError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #elseif canImport(Musl)
                Musl.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #else
                Glibc.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #endif
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw .unwritableFile(path: path, reason: reason(errno))
            }
            offset += written
        }
    }
}
