/// Arguments of a command, without those that its results do not depend on.
enum StudyArguments {
    private static let options: Set = [
        "--output", "-o", "--workers", "-w", "--study", "--time-budget", "--shards",
    ]
    private static let flags: Set = [
        "--serial", "--anew", "--no-study", "--estimate", "--json", "--quiet", "-q",
    ]

    /// What makes the same study, wherever its results go and whoever computes them.
    static func ofResults(_ arguments: [String]) -> [String] {
        var kept: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if options.contains(argument) {
                _ = rest.popFirst()
            } else if !flags.contains(argument),
                !options.contains(where: { argument.hasPrefix("\($0)=") })
            {
                kept.append(argument)
            }
        }
        return kept
    }

    /// The same as a command for a shell.
    static func command(_ name: String, _ arguments: [String]) -> String {
        (["apus \(name)"] + ofResults(arguments).map(ShellWord.quoted)).joined(separator: " ")
    }
}
