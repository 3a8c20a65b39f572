#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the program writes: results to standard output, everything about the run to standard
/// error.
enum Console {
    /// Writes a line to standard output.
    static func print(_ line: String = "") { write(line + "\n", to: STDOUT_FILENO) }

    /// Writes text that ends its own lines to standard output.
    static func printRaw(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes lines to standard output.
    static func print(_ lines: [String]) {
        if !lines.isEmpty { print(lines.joined(separator: "\n")) }
    }

    /// Writes a line to standard error.
    static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Writes to standard error as it is.
    static func rawError(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Shows a line on a terminal until the next one takes its place; nil takes it away.
    static func progress(_ line: String?) {
        if isInteractive { rawError("\r\u{1B}[K\(line.map { "  " + $0 } ?? "")") }
    }

    /// Whether standard error is a terminal that understands cursor movement.
    static var isInteractive: Bool {
        guard isatty(STDERR_FILENO) == 1 else { return false }
        return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
    }

    /// Seconds of a clock that only moves forward.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// What all threads have worked since the program began, in seconds.
    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Writes all of `text`; a reader that has gone away is not an error worth reporting.
    private static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                Darwin.write(file, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                Musl.write(file, buffer.baseAddress, buffer.count)
                #else
                Glibc.write(file, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
