#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A directory whose files appear whole or not at all.
public struct OutputDirectory: Sendable {
    /// The path as it was given.
    public let path: String

    /// Opens a directory, making it and its parents where they are missing, and checks that files
    /// can be written there.
    ///
    /// - Throws: ``ReportingError/unusableDirectory(path:reason:)``.
    public init(path: String) throws(ReportingError) {
        self.path = path
        guard !path.isEmpty else {
            throw .unusableDirectory(path: path, reason: "the path is empty")
        }
        try Self.make(path)
        // Tried, since permissions do not tell all; gone at once, whatever becomes of the program.
        let probe = self.path(of: ".apus-\(getpid())")
        let file = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        let problem = errno
        unlink(probe)
        guard file >= 0 else {
            throw .unusableDirectory(path: path, reason: AtomicFile.reason(problem))
        }
        close(file)
    }

    /// The path of a file in the directory.
    public func path(of name: String) -> String {
        path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// Writes several files so that all appear, or, when one cannot be written, none.
    ///
    /// Each is written under a temporary name and flushed to the disk; when all are there they
    /// get their names. Existing files are replaced.
    ///
    /// - Throws: ``ReportingError/unwritableFile(path:reason:)``.
    public func write(_ files: [(name: String, bytes: [UInt8])]) throws(ReportingError) {
        var staged: [AtomicFile] = []
        do {
            for file in files {
                staged.append(try AtomicFile.stage(file.bytes, for: path(of: file.name)))
            }
            // What would refuse a rename is found before the first one.
            for file in staged { try file.checkTarget() }
            for file in staged { try file.commit() }
        } catch {
            for file in staged { file.discard() }
            throw error
        }
        AtomicFile.flushDirectory(path)
    }

    private static func make(_ path: String) throws(ReportingError) {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            prefix += component
            defer { prefix += "/" }
            var information = stat()
            if stat(prefix, &information) == 0 {
                guard information.st_mode & S_IFMT == S_IFDIR else {
                    throw .unusableDirectory(path: path, reason: "\(prefix) is not a directory")
                }
                continue
            }
            guard mkdir(prefix, 0o777) == 0 || errno == EEXIST else {
                throw .unusableDirectory(path: path, reason: AtomicFile.reason(errno))
            }
        }
    }
}
