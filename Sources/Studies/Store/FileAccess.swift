#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the system says about files.
enum FileAccess {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Locks a file against all others; false, with `errno`, if that cannot be.
    ///
    /// Tries for half a second: whoever starts another program lends it the lock for a moment, and a process
    /// that was killed takes a moment to be gone.
    static func lock(_ file: Int32) -> Bool {
        for _ in 0..<25 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(20_000)
        }
        return flock(file, LOCK_EX | LOCK_NB) == 0
    }
}
