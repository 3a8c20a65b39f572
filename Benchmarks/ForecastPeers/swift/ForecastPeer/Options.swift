import Foundation

/// What the program was asked for.
struct Options {
    var threads = ProcessInfo.processInfo.activeProcessorCount
    var models: [String] = []
    /// Of a case, its warm-up apart, and in how many parts.
    var seconds = 2.1
    var repeats = 7
    /// Where reference values lie that are to be compared with.
    var check: String?

    private static let usage = """
        usage: forecast-peer [--threads N] [--models A,B] [--seconds S] [--quick]
               forecast-peer --check DIR [--models A,B]
        """

    init(_ arguments: ArraySlice<String>) {
        var rest = arguments
        var isQuick = false
        while let name = rest.popFirst() {
            if name == "--quick" {
                isQuick = true
                continue
            }
            guard let value = rest.popFirst() else { Self.fail(Self.usage) }
            switch name {
            case "--threads": threads = Int(value) ?? 0
            case "--models": models = value.split(separator: ",").map(String.init)
            case "--seconds": seconds = Double(value) ?? 0
            case "--check": check = value
            default: Self.fail(Self.usage)
            }
        }
        if threads < 1 || !(seconds > 0) {
            Self.fail("--threads and --seconds are positive numbers")
        }
        if isQuick { (seconds, repeats) = (seconds / 3, 3) }
    }

    func wants(_ name: String) -> Bool { models.isEmpty || models.contains(name) }

    static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(64)
    }
}
