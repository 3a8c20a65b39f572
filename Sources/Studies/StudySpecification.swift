/// What a study is made of: all that its results follow from, and the command that runs it again.
public struct StudySpecification: Codable, Equatable, Sendable {
    /// The command, such as `optimize`.
    public let command: String
    /// The arguments of the command, as they were given.
    public let arguments: [String]
    /// The folder that paths among the arguments start from.
    public let directory: String
    /// What the results follow from, in the order in which it is shown.
    public let parts: [Part]

    /// One thing that the results follow from.
    public struct Part: Codable, Equatable, Sendable {
        /// What it is, such as `prices` or `seed`.
        public let name: String
        /// Its value in words, or its digest.
        public let value: String

        /// Creates a part.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A part that is not what it was.
    public struct Difference: Equatable, Sendable, CustomStringConvertible {
        /// The name of the part.
        public let name: String
        /// What it was; nil if it was not there.
        public let old: String?
        /// What it is now; nil if it is not there.
        public let new: String?

        /// For example `seed: 0, now 7`.
        public var description: String { "\(name): \(old ?? "none"), now \(new ?? "none")" }
    }

    /// Creates a specification.
    public init(command: String, arguments: [String], directory: String, parts: [Part]) {
        self.command = command
        self.arguments = arguments
        self.directory = directory
        self.parts = parts
    }

    /// What is different in a later specification: nothing when its results have the same bits.
    public func differences(from later: StudySpecification) -> [Difference] {
        var differences: [Difference] = []
        if command != later.command {
            differences.append(Difference(name: "command", old: command, new: later.command))
        }
        let new = Dictionary(later.parts.map { ($0.name, $0.value) }) { first, _ in first }
        let old = Dictionary(parts.map { ($0.name, $0.value) }) { first, _ in first }
        for part in parts where new[part.name] != part.value {
            differences.append(
                Difference(name: part.name, old: part.value, new: new[part.name])
            )
        }
        for part in later.parts where old[part.name] == nil {
            differences.append(Difference(name: part.name, old: nil, new: part.value))
        }
        return differences
    }
}
