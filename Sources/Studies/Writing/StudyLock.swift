#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes sure that a study is run by one process at a time, by a lock on a file beside the studies' own.
///
/// The system gives the lock back when the process ends, however it ends.
final class StudyLock: Sendable {
    private let file: Int32
    private let path: String

    /// - Throws: ``StudiesError/inUse(name:path:process:)``, ``StudiesError/storage(path:reason:)``.
    init(studies: String, name: String) throws(StudiesError) {
        path = "\(studies)-\(name).lock"
        while true {
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard file >= 0 else {
                throw .storage(path: path, reason: String(cString: strerror(errno)))
            }
            guard FileAccess.lock(file) else {
                let problem = errno
                defer { close(file) }
                guard problem == EWOULDBLOCK else {
                    throw .storage(path: path, reason: String(cString: strerror(problem)))
                }
                throw .inUse(name: name, path: studies, process: Self.process(in: file))
            }
            // Whoever had it before may have removed the file after it was opened here.
            var (held, named) = (stat(), stat())
            guard fstat(file, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino
            else {
                close(file)
                continue
            }
            let text = Array("\(getpid())\n".utf8)
            _ = ftruncate(file, 0)
            _ = pwrite(file, text, text.count, 0)
            self.file = file
            return
        }
    }

    deinit {
        unlink(path)
        close(file)
    }

    /// The process that runs a study; nil when none does.
    static func process(studies: String, name: String) -> Int32? {
        let file = open("\(studies)-\(name).lock", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return process(in: file)
    }

    private static func process(in file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return Int32(text.prefix { $0.isNumber })
    }
}
