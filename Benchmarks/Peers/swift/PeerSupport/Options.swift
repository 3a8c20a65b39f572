import Foundation

/// The command line, the same for every peer program.
package struct Options: Sendable {
    package var threads = 2
    package var repeats = 7
    /// Steps of ``spin(_:_:)`` in a microsecond.
    package var spin = 600.0
    package var quick = false
    package var only: [String] = []

    package init(_ arguments: [String] = CommandLine.arguments) {
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
    package func wants(_ name: String) -> Bool {
        only.isEmpty || only.contains { name.hasPrefix($0) }
    }

    package var sizes: [Int] { quick ? [1_000_000] : [1_000_000, 10_000_000] }
}
