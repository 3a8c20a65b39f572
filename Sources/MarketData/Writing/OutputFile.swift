#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is to be written.
public struct OutputFile: Sendable {
    /// Where it goes.
    public let path: String
    /// What it holds.
    public let bytes: [UInt8]

    /// Writes files so that none is ever half there: each under a temporary name beside its own, flushed to
    /// the disk, and then all are renamed. Existing files are replaced, folders that are missing are made.
    ///
    /// - Throws: ``MarketDataError/unwritable(path:reason:)``; unless a rename failed nothing has changed.
    public static func write(_ files: [OutputFile]) throws(MarketDataError) {
        var staged: [OutputFile] = []
        do throws(MarketDataError) {
            for file in files {
                try file.makeFolder()
                try file.refuseFolder()
                staged.append(file)
                try file.stage()
            }
            for file in files where rename(file.temporaryPath, file.path) != 0 {
                throw file.unwritable
            }
        } catch {
            for file in staged { unlink(file.temporaryPath) }
            throw error
        }
        for folder in Set(files.map(\.folder)) { Self.flush(folder: folder) }
    }

    private var temporaryPath: String { "\(path).\(getpid()).tmp" }

    private var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    /// The error that the system has just reported.
    private var unwritable: MarketDataError {
        .unwritable(path: path, reason: String(cString: strerror(errno)))
    }

    private func makeFolder() throws(MarketDataError) {
        var prefix = folder.hasPrefix("/") ? "/" : ""
        for component in folder.split(separator: "/") {
            prefix += component
            if mkdir(prefix, 0o777) != 0, errno != EEXIST, errno != EISDIR { throw unwritable }
            prefix += "/"
        }
    }

    private func refuseFolder() throws(MarketDataError) {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw .unwritable(path: path, reason: String(cString: strerror(EISDIR)))
        }
    }

    private func stage() throws(MarketDataError) {
        let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw unwritable }
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                Self.write(descriptor, $0.baseAddress! + offset, $0.count - offset)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else {
                let error = unwritable
                close(descriptor)
                throw error
            }
            offset += written
        }
        let isFlushed = fsync(descriptor) == 0
        let error = unwritable
        guard close(descriptor) == 0, isFlushed else { throw isFlushed ? unwritable : error }
    }

    private static func write(_ file: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Darwin)
        Darwin.write(file, start, count)
        #elseif canImport(Musl)
        Musl.write(file, start, count)
        #else
        Glibc.write(file, start, count)
        #endif
    }

    /// Makes renames survive a power failure; some file systems cannot, and the files are whole all the same.
    private static func flush(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
