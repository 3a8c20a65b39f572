import MarketData
internal import Yams

/// What is wrong in a YAML file, and where.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The line, from 1, when the problem is in one place.
    public let line: Int?
    /// What is wrong and what to do.
    public let problem: String

    package init(path: String, line: Int?, problem: String) {
        self.path = path
        self.line = line
        self.problem = problem
    }

    /// `path:line: problem`.
    public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}

/// A mapping of a YAML file, read strictly: a key nobody knows is an error that names the nearest
/// known one, and every problem names its line.
package struct ConfigurationSection {
    package let path: String
    package let name: String
    private let mapping: Node.Mapping
    private let line: Int?

    /// Reads the mapping at the top of a YAML text.
    package init(yaml: String, path: String) throws(ConfigurationError) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw ConfigurationError(path: path, line: error.line, problem: error.problem)
        } catch {
            throw ConfigurationError(path: path, line: nil, problem: "\(error)")
        }
        guard let node else {
            throw ConfigurationError(path: path, line: nil, problem: "the file is empty")
        }
        guard let mapping = node.mapping else {
            throw ConfigurationError(
                path: path,
                line: node.mark?.line,
                problem: "expected 'key: value' lines at the top of the file"
            )
        }
        self.init(path: path, name: "", mapping: mapping, line: node.mark?.line)
    }

    private init(path: String, name: String, mapping: Node.Mapping, line: Int?) {
        self.path = path
        self.name = name
        self.mapping = mapping
        self.line = line
    }

    /// The keys in file order, as text.
    package var keys: [String] { mapping.keys.map { $0.scalar?.string ?? "" } }

    package func contains(_ key: String) -> Bool { node(key) != nil }

    /// Refuses keys that are not among `known`.
    package func allow(_ known: [String]) throws(ConfigurationError) {
        for (key, _) in mapping {
            let text = key.scalar?.string ?? ""
            guard !known.contains(text) else { continue }
            let nearest = Nearest.match(text, among: known)
            let hint =
                nearest.map { "did you mean '\($0)'?" }
                ?? "known here: \(known.joined(separator: ", "))"
            throw ConfigurationError(
                path: path,
                line: key.mark?.line,
                problem: "unknown key '\(text)'\(place); \(hint)"
            )
        }
    }

    package func section(_ key: String) throws(ConfigurationError) -> ConfigurationSection? {
        guard let node = node(key) else { return nil }
        guard let mapping = node.mapping else { throw wrong(key, node, "a block of keys") }
        return ConfigurationSection(
            path: path,
            name: full(key),
            mapping: mapping,
            line: node.mark?.line
        )
    }

    /// Whether a key is there and holds a block of keys.
    package func isSection(_ key: String) -> Bool { node(key)?.mapping != nil }

    package func sections(_ key: String) throws(ConfigurationError) -> [ConfigurationSection]? {
        guard let node = node(key) else { return nil }
        guard let sequence = node.sequence else { throw wrong(key, node, "a list") }
        var result: [ConfigurationSection] = []
        for item in sequence {
            guard let mapping = item.mapping else { throw wrong(key, item, "a list of blocks") }
            result.append(
                ConfigurationSection(
                    path: path,
                    name: full(key),
                    mapping: mapping,
                    line: item.mark?.line
                )
            )
        }
        return result
    }

    package func string(_ key: String) throws(ConfigurationError) -> String? {
        guard let node = node(key) else { return nil }
        guard let value = Self.scalar(node) else { throw wrong(key, node, "text") }
        return value
    }

    package func double(_ key: String) throws(ConfigurationError) -> Double? {
        guard let node = node(key) else { return nil }
        guard let value = Self.double(node) else { throw wrong(key, node, "a number") }
        return value
    }

    package func integer(_ key: String) throws(ConfigurationError) -> Int? {
        guard let node = node(key) else { return nil }
        guard let value = Self.scalar(node).flatMap({ Int($0) }) else {
            throw wrong(key, node, "a whole number")
        }
        return value
    }

    package func boolean(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let node = node(key) else { return nil }
        guard let value = Self.boolean(node) else { throw wrong(key, node, "true or false") }
        return value
    }

    package func strings(_ key: String) throws(ConfigurationError) -> [String]? {
        try list(key, "a list of words") { Self.scalar($0) }
    }

    package func doubles(_ key: String) throws(ConfigurationError) -> [Double]? {
        try list(key, "a list of numbers") { Self.double($0) }
    }

    package func integers(_ key: String) throws(ConfigurationError) -> [Int]? {
        try list(key, "a list of whole numbers") { Self.scalar($0).flatMap { Int($0) } }
    }

    package func booleans(_ key: String) throws(ConfigurationError) -> [Bool]? {
        try list(key, "a list of true and false") { Self.boolean($0) }
    }

    package func stringLists(_ key: String) throws(ConfigurationError) -> [[String]]? {
        try list(key, "a list of lists of words") { Self.items($0) { Self.scalar($0) } }
    }

    package func doubleLists(_ key: String) throws(ConfigurationError) -> [[Double]]? {
        try list(key, "a list of lists of numbers") { Self.items($0) { Self.double($0) } }
    }

    /// An error about this section as a whole, or about one of its keys.
    package func problem(_ text: String, at key: String? = nil) -> ConfigurationError {
        let mark = key.flatMap { node($0)?.mark?.line }
        return ConfigurationError(path: path, line: mark ?? line, problem: text)
    }

    private func list<Value>(
        _ key: String,
        _ expected: String,
        _ read: (Node) -> Value?
    ) throws(ConfigurationError) -> [Value]? {
        guard let node = node(key) else { return nil }
        guard node.sequence != nil else {
            // One value stands for a list of one.
            if let value = read(node) { return [value] }
            throw wrong(key, node, expected)
        }
        guard let values = Self.items(node, read) else { throw wrong(key, node, expected) }
        return values
    }

    private static func items<Value>(_ node: Node, _ read: (Node) -> Value?) -> [Value]? {
        guard let sequence = node.sequence else { return nil }
        let values = sequence.compactMap(read)
        return values.count == sequence.count ? values : nil
    }

    private func node(_ key: String) -> Node? {
        mapping.first { $0.key.scalar?.string == key }?.value
    }

    private func wrong(_ key: String, _ node: Node, _ expected: String) -> ConfigurationError {
        let found = Self.scalar(node).map { ", not '\($0)'" } ?? ""
        return ConfigurationError(
            path: path,
            line: node.mark?.line,
            problem: "'\(full(key))' must be \(expected)\(found)"
        )
    }

    private func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
    private var place: String { name.isEmpty ? "" : " in '\(name)'" }

    private static func scalar(_ node: Node) -> String? { node.scalar?.string }

    private static func double(_ node: Node) -> Double? {
        scalar(node).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }

    private static func boolean(_ node: Node) -> Bool? {
        switch scalar(node)?.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        // Of keys that are no words, which comes first differs from run to run.
        case .duplicatedKeysInMapping(let keys, let context):
            keys.contains("<uncovertable>") ? nil : context.mark.line
        default: nil
        }
    }

    fileprivate var problem: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            "not valid YAML: \(problem)"
        case .duplicatedKeysInMapping(let keys, _):
            // They come in an order that differs from run to run.
            "a key is there twice: \(keys.sorted().joined(separator: ", "))"
        default: "not valid YAML: \(self)"
        }
    }
}
