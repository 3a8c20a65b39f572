import Foundation

/// The command line, the same for every peer program.
public struct Options: Sendable {
    public var threads = 2
    public var repeats = 7
    /// Steps of ``spin(_:_:)`` in a microsecond.
    public var spin = 600.0
    public var quick = false
    public var only: [String] = []

    public init(_ arguments: [String] = CommandLine.arguments) {
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            if argument == "--quick" {
                quick = true
                continue
            }
            let value = rest.popFirst() ?? ""
            let number = Double(value).flatMap { $0 >= 1 ? $0 : nil }
            switch (argument, number) {
            case ("--threads", let number?): threads = Int(number)
            case ("--repeats", let number?): repeats = Int(number)
            case ("--spin", let number?): spin = number
            case ("--only", _) where !value.isEmpty:
                only = value.split(separator: ",").map(String.init)
            default:
                let usage =
                    "usage: [--threads N] [--repeats N] [--spin X] [--only A,B] [--quick]\n"
                FileHandle.standardError.write(Data(usage.utf8))
                exit(64)
            }
        }
    }

    /// Whether a case is asked for: its name starts with one of `--only`.
    public func wants(_ name: String) -> Bool {
        only.isEmpty || only.contains { name.hasPrefix($0) }
    }

    public var sizes: [Int] { quick ? [1_000_000] : [1_000_000, 10_000_000] }
}
