import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A large file that is written in several parts at a time and appears whole: no part is ever in memory.
///
/// Each part may be written by one thread at a time, and different ones at once. Parts lie on the file's disk
/// without a name, so that nothing is left of them when the program is killed, until ``commit(as:)`` or
/// ``discard()``, one of which must be called.
public final class PartedFile: Sendable {
    private struct State {
        var parts: [Int32]
        var error: ReportingError?
    }

    private let directory: OutputDirectory
    private let name: String
    private let state: Mutex<State>

    /// Begins a file.
    ///
    /// - Throws: ``ReportingError/unwritableFile(path:reason:)``.
    public init(
        _ name: String,
        parts: Int,
        in directory: OutputDirectory
    ) throws(ReportingError) {
        self.directory = directory
        self.name = name
        var files: [Int32] = []
        for part in 0..<parts {
            let path = directory.path(of: "\(name).\(getpid()).\(part).tmp")
            let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard file >= 0 else {
                let reason = AtomicFile.reason(errno)
                for open in files { close(open) }
                throw .unwritableFile(path: directory.path(of: name), reason: reason)
            }
            unlink(path)
            files.append(file)
        }
        state = Mutex(State(parts: files))
    }

    /// What went wrong while parts were written, if anything did.
    public var error: ReportingError? { state.withLock { $0.error } }

    /// Adds to the end of a part; an error is kept for ``commit(as:)``, and nothing is written after one.
    public func append(_ bytes: [UInt8], to part: Int) {
        guard let file = state.withLock({ $0.error == nil ? $0.parts[part] : nil }) else { return }
        do throws(ReportingError) {
            try AtomicFile.writeAll(bytes, to: file, path: directory.path(of: name))
        } catch {
            state.withLock { if $0.error == nil { $0.error = error } }
        }
    }

    /// Puts the parts together, in order, under a name.
    ///
    /// - Throws: ``ReportingError/unwritableFile(path:reason:)``; nothing is left behind then.
    public func commit(as name: String) throws(ReportingError) {
        defer { discard() }
        if let error { throw error }
        let parts = state.withLock { $0.parts }
        let path = directory.path(of: name)
        try AtomicFile.write(to: path) { (file) throws(ReportingError) in
            for part in parts { try Self.copy(part, to: file, path) }
        }
    }

    /// Takes the parts away.
    public func discard() {
        let parts = state.withLock { state in
            defer { state.parts = [] }
            return state.parts
        }
        for file in parts { close(file) }
    }

    private static func copy(
        _ source: Int32,
        to target: Int32,
        _ path: String
    ) throws(ReportingError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var place: off_t = 0
        while true {
            let count = pread(source, &buffer, buffer.count, place)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .unwritableFile(path: path, reason: AtomicFile.reason(errno))
            }
            if count == 0 { return }
            try AtomicFile.writeAll(Array(buffer[..<count]), to: target, path: path)
            place += off_t(count)
        }
    }
}
