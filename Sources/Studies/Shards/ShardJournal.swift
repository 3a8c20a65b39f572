import MarketData
public import Optimization
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Keeps what a shard has finished in a file that only grows, so that a shard that was killed goes on where it
/// was: each entry with its length and a checksum. What was being written when it was killed is cut off.
public final class ShardJournal: StudyJournal, Sendable {
    /// The path of the file.
    public let path: String
    private let known: [StudyEntry]
    private let state: Mutex<State>

    private struct State {
        let file: Int32
        var entries: [StudyEntry]
        var error: StudiesError?
    }

    /// Opens the file, or makes it.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - planDigest: The plan's; what was found for another plan is thrown away.
    /// - Throws: ``StudiesError/storage(path:reason:)``, ``StudiesError/inUse(name:path:process:)`` when
    ///   another process runs the shard.
    public init(path: String, planDigest: String) throws(StudiesError) {
        self.path = path
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Self.problem(path) }
        guard FileAccess.lock(file) else {
            let isHeld = errno == EWOULDBLOCK
            let problem = Self.problem(path)
            close(file)
            throw isHeld ? .inUse(name: "shard", path: path, process: nil) : problem
        }
        let bytes = Self.read(file)
        var header = ByteWriter()
        header.write(raw: Array("APUSPART1".utf8))
        header.write(planDigest)
        var entries: [StudyEntry] = []
        var end = 0
        if bytes.starts(with: header.bytes) {
            (entries, end) = Self.entries(of: bytes, from: header.bytes.count)
        }
        guard ftruncate(file, off_t(end)) == 0, lseek(file, 0, SEEK_END) >= 0 else {
            let problem = Self.problem(path)
            close(file)
            throw problem
        }
        if end == 0, let problem = Self.write(header.bytes, to: file, path) {
            close(file)
            throw problem
        }
        known = entries
        state = Mutex(State(file: file, entries: entries))
    }

    deinit { state.withLock { _ = close($0.file) } }

    /// What earlier runs of the shard finished.
    public func finished() -> [StudyEntry] { known }

    /// Keeps what was just finished, in the system's memory: only ``flush()`` waits for the disk.
    public func keep(_ entry: StudyEntry) {
        var record = ByteWriter()
        let bytes = entry.bytes
        record.write(UInt64(bytes.count))
        record.write(raw: bytes)
        record.write(CRC64.checksum(bytes))
        // Into the system's memory: only ``flush()`` waits for the disk.
        state.withLock { state in
            state.entries.append(entry)
            guard state.error == nil else { return }
            state.error = Self.write(record.bytes, to: state.file, path)
        }
    }

    /// Everything that was kept, now and before.
    public var entries: [StudyEntry] { state.withLock { $0.entries } }

    /// Waits until everything is on the disk.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)`` if that, or a write before, failed.
    public func flush() throws(StudiesError) {
        let error = state.withLock { (state) -> StudiesError? in
            if let error = state.error { return error }
            return fsync(state.file) == 0 ? nil : Self.problem(path)
        }
        if let error { throw error }
    }

    /// Removes the file: the result is elsewhere.
    public func remove() { unlink(path) }

    /// The whole entries of a file, and where they end.
    private static func entries(
        of bytes: [UInt8],
        from start: Int
    ) -> ([StudyEntry], end: Int) {
        var entries: [StudyEntry] = []
        var end = start
        var reader = ByteReader(Array(bytes[start...]))
        do throws(ByteReader.Problem) {
            while reader.remaining > 0 {
                let size = try reader.count("bytes", bytesEach: 1)
                let raw = try reader.raw(size, "entry")
                guard try reader.integer(UInt64.self, "checksum") == CRC64.checksum(raw),
                    let entry = StudyEntry(bytes: raw)
                else { break }
                entries.append(entry)
                end += 16 + size
            }
        } catch {
            // What was being written when the process died; it is found again.
        }
        return (entries, end)
    }

    private static func read(_ file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            #if canImport(Glibc)
            let count = Glibc.read(file, &buffer, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(file, &buffer, buffer.count)
            #else
            let count = Darwin.read(file, &buffer, buffer.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ path: String) -> StudiesError? {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                Glibc.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #elseif canImport(Musl)
                Musl.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #else
                Darwin.write(file, buffer.baseAddress! + offset, buffer.count - offset)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                return problem(path)
            }
            offset += count
        }
        return nil
    }

    private static func problem(_ path: String) -> StudiesError {
        .storage(path: path, reason: String(cString: strerror(errno)))
    }
}
