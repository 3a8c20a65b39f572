#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Files that are read whole, and written whole or not at all.
enum StoredFile {
    private static let chunk = 1 << 20

    /// Whether something is there.
    static func exists(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0
    }

    /// All bytes of a file.
    ///
    /// - Throws: ``ForecastingError/inaccessibleFile(path:reason:)``.
    static func read(_ path: String) throws(ForecastingError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { _ = close(file) }
        var information = stat()
        guard fstat(file, &information) == 0 else { throw failure(path) }
        guard information.st_mode & S_IFMT != S_IFDIR else { throw failure(path, EISDIR) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(information.st_size))
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = nextBytes(of: file, into: &buffer)
            if count == 0 { return bytes }
            if count > 0 {
                bytes.append(contentsOf: buffer[..<count])
            } else if errno != EINTR {
                throw failure(path)
            }
        }
    }

    /// Writes a file under a temporary name beside `path`, flushes it to the disk and renames it.
    ///
    /// - Throws: ``ForecastingError/inaccessibleFile(path:reason:)``; what was there before stays.
    static func write(_ bytes: [UInt8], to path: String) throws(ForecastingError) {
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
            throw .inaccessibleFile(path: path, reason: "it is not a plain file")
        }
        let (file, temporary) = try openBeside(path)
        do throws(ForecastingError) {
            do throws(ForecastingError) {
                try writeAll(bytes, to: file, path: path)
                guard fsync(file) == 0 else { throw failure(path) }
            } catch {
                close(file)
                throw error
            }
            guard close(file) == 0 else { throw failure(path) }
            guard rename(temporary, path) == 0 else { throw failure(path) }
        } catch {
            unlink(temporary)
            throw error
        }
        flushFolder(of: path)
    }

    /// Opens a file that nobody else has, in the same folder.
    private static func openBeside(
        _ path: String
    ) throws(ForecastingError) -> (file: Int32, path: String) {
        for number in 0..<1000 {
            let temporary = "\(path).\(getpid()).\(number).tmp"
            let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if file >= 0 { return (file, temporary) }
            guard errno == EEXIST else { throw failure(path) }
        }
        throw .inaccessibleFile(
            path: path,
            reason: "there are a thousand temporary files beside it; remove \(path).*.tmp"
        )
    }

    /// Makes the rename survive a power failure; some file systems cannot, and the file is whole all the
    /// same.
    private static func flushFolder(of path: String) {
        let folder = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func failure(_ path: String, _ code: Int32 = errno) -> ForecastingError {
        .inaccessibleFile(path: path, reason: String(cString: strerror(code)))
    }

    private static func nextBytes(of file: Int32, into buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { buffer in
            #if canImport(Darwin)
            Darwin.read(file, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            Musl.read(file, buffer.baseAddress, buffer.count)
            #else
            Glibc.read(file, buffer.baseAddress, buffer.count)
            #endif
        }
    }

    private static func writeAll(
        _ bytes: [UInt8],
        to file: Int32,
        path: String
    ) throws(ForecastingError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.write(file, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                Musl.write(file, buffer.baseAddress, buffer.count)
                #else
                Glibc.write(file, buffer.baseAddress, buffer.count)
                #endif
            }
            if written >= 0 {
                offset += written
            } else if errno != EINTR {
                throw failure(path)
            }
        }
    }
}
