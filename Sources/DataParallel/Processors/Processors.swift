internal import _SystemShims

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The processors that this process may use.
public enum Processors {
    /// The number of processors the process may use: those of its affinity mask, or fewer when a
    /// control group's quota allows less time. At least 1.
    public static func available() -> Int {
        let affinity = Int(apus_affinity_processor_count())
        let allowed = affinity > 0 ? affinity : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        guard let quota = ControlGroup.processorQuota() else { return allowed }
        return max(1, min(allowed, Int(quota.rounded(.up))))
    }

    /// The value of `APUS_NUM_THREADS`, or nil when it is not set.
    ///
    /// - Throws: ``WorkerCountError`` when it is set to anything but a whole number of at least 1.
    public static func environmentOverride() throws(WorkerCountError) -> Int? {
        guard let raw = getenv(environmentVariable) else { return nil }
        let text = String(cString: raw)
        guard !text.isEmpty else { return nil }
        guard let count = Int(text), count >= 1 else {
            throw WorkerCountError(source: environmentVariable, value: text)
        }
        return count
    }

    static let environmentVariable = "APUS_NUM_THREADS"
}

/// A number of workers that cannot be used.
public struct WorkerCountError: Error, Equatable, CustomStringConvertible {
    /// What asked for it: an option or an environment variable.
    public let source: String
    /// The text that was given.
    public let value: String

    /// Creates an error for `value` given by `source`.
    public init(source: String, value: String) {
        self.source = source
        self.value = value
    }

    /// What is wrong and what to give instead.
    public var description: String {
        "\(source): '\(value)' is not a number of workers; give a whole number of at least 1"
            + " or 'auto'"
    }
}

/// The number of workers a run uses, and where the number comes from.
public enum WorkerCount: Sendable, Equatable {
    /// Every processor the process may use, unless `APUS_NUM_THREADS` says otherwise.
    case automatic
    /// Exactly this many.
    case fixed(Int)

    /// Reads `auto` or a whole number of at least 1.
    ///
    /// - Parameters:
    ///   - text: What was given.
    ///   - source: What to name in the error, for example `--workers`.
    public init(_ text: String, source: String) throws(WorkerCountError) {
        if text == "auto" {
            self = .automatic
        } else if let count = Int(text), count >= 1 {
            self = .fixed(count)
        } else {
            throw WorkerCountError(source: source, value: text)
        }
    }

    /// The number of workers to start.
    public func resolved() throws(WorkerCountError) -> Int {
        switch self {
        case .fixed(let count): return count
        case .automatic: return try Processors.environmentOverride() ?? Processors.available()
        }
    }
}
