import Foundation

/// Prints the lines that table.py reads.
enum Lines {
    static func figure(
        _ model: String,
        _ batch: Int,
        _ mode: String,
        threads: Int,
        _ value: Double
    ) {
        write([model, "\(batch)", mode, "\(threads)", "\(value)"])
    }

    static func fact(_ name: String, _ value: String) { write(["#", name, value]) }

    private static func write(_ fields: [String]) {
        FileHandle.standardOutput.write(Data((fields.joined(separator: "\t") + "\n").utf8))
    }
}

/// How long something takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// The time since the system started this process, to a hundredth; nil where there is no proc(5).
func secondsSinceStart() -> Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
        let uptime = try? String(contentsOfFile: "/proc/uptime", encoding: .utf8),
        let end = status.lastIndex(of: ")"),
        let now = uptime.split(separator: " ").first.flatMap({ Double($0) })
    else { return nil }
    let fields = status[end...].split(separator: " ")
    guard fields.count > 20, let ticks = Double(fields[20]) else { return nil }
    return now - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
}
