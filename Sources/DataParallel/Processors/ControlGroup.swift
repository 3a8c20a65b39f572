#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads the processor quota of the Linux control group the process runs in.
enum ControlGroup {
    /// Processors' worth of time the group may use; nil when there is no limit.
    static func processorQuota() -> Double? {
        #if os(Linux)
        let membership = readFile("/proc/self/cgroup") ?? ""
        return quotaVersion2(membership: membership) ?? quotaVersion1()
        #else
        return nil
        #endif
    }

    /// The tightest `cpu.max` between the process's group and the root of the hierarchy.
    static func quotaVersion2(
        membership: String,
        root: String = "/sys/fs/cgroup"
    ) -> Double? {
        guard let line = membership.split(separator: "\n").first(where: { $0.hasPrefix("0::") })
        else { return nil }
        var components = line.dropFirst(3).split(separator: "/").map(String.init)
        var tightest: Double?
        while true {
            let folder = ([root] + components).joined(separator: "/")
            if let quota = readFile(folder + "/cpu.max").flatMap(parseMaximum) {
                tightest = min(tightest ?? quota, quota)
            }
            guard !components.isEmpty else { return tightest }
            components.removeLast()
        }
    }

    /// Reads `cpu.max`: a quota (or `max`) and a period, both in microseconds.
    static func parseMaximum(_ text: String) -> Double? {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 2, let quota = Double(fields[0]), let period = Double(fields[1]),
            quota > 0, period > 0
        else { return nil }
        return quota / period
    }

    private static func quotaVersion1() -> Double? {
        guard let quota = readNumber("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), quota > 0,
            let period = readNumber("/sys/fs/cgroup/cpu/cpu.cfs_period_us"), period > 0
        else { return nil }
        return quota / period
    }

    private static func readNumber(_ path: String) -> Double? {
        readFile(path).flatMap { text in
            text.split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }
        }
    }

    /// The first 4,096 bytes of a file as text; nil when it cannot be read.
    private static func readFile(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
