#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file in memory without having been read: the system brings in the pages that are looked at.
final class MappedFile: @unchecked Sendable {
    // Safe to share: the pages are mapped once, for reading alone, and go with the last owner.

    /// The file's bytes, at an address that is a multiple of the page size.
    let bytes: UnsafeRawBufferPointer

    /// Maps a whole file.
    ///
    /// Whoever shortens a mapped file ends the programs that look at it: files of tables are replaced
    /// by renaming, never written in place.
    ///
    /// - Parameter isWholeWanted: Whether all of it will be looked at at once.
    init(path: String, isWholeWanted: Bool) throws(MarketDataError) {
        let descriptor = try FileDescriptor.open(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        let count = Int(status.st_size)
        guard count > 0 else { throw .emptyFile(path: path) }
        var flags = MAP_PRIVATE
        #if os(Linux)
        if isWholeWanted { flags |= Int32(MAP_POPULATE) }
        #endif
        guard let start = mmap(nil, count, PROT_READ, flags, descriptor, 0), start != MAP_FAILED
        else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}

/// Opening files with errors for a person.
enum FileDescriptor {
    /// Opens a file for reading; the caller closes it. Directories are refused.
    static func open(_ path: String) throws(MarketDataError) -> Int32 {
        #if canImport(Glibc)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #elseif canImport(Musl)
        let descriptor = Musl.open(path, O_RDONLY | O_CLOEXEC)
        #else
        let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
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
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw .directory(path: path)
        }
        return descriptor
    }
}
