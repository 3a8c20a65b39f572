/// What keeps a study from being stored, found or continued.
public enum StudiesError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no study file.
    case noFile(path: String)
    /// A file is not one of studies.
    case notStudies(path: String, reason: String)
    /// A file was made by a later version of the program.
    case tooNew(path: String)
    /// A file has no study of that name.
    case noStudy(name: String, path: String, known: [String])
    /// A file has several studies, and none was named.
    case severalStudies(path: String, known: [String])
    /// A name cannot be given to a study.
    case invalidName(String)
    /// Another process runs the study.
    case inUse(name: String, path: String, process: Int32?)
    /// What a study is made of has changed since it was begun.
    case changed(name: String, differences: [StudySpecification.Difference])
    /// A file could not be read or written: no space, no permission, a damaged disk.
    case storage(path: String, reason: String)
    /// A shard's file, or a plan, cannot be used.
    case shard(path: String, reason: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .noFile(let path):
            return "\(path): there is no such file; apus optimize makes one where its results go"
        case .notStudies(let path, let reason):
            return "\(path): not a file of studies (\(reason))"
        case .tooNew(let path):
            return "\(path): made by a later version of apus; use that version"
        case .noStudy(let name, let path, let known):
            let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
            return "\(path): there is no study '\(name)'; \(list)"
        case .severalStudies(let path, let known):
            return "\(path): there are several studies; name one as \(path)#NAME:"
                + " \(known.joined(separator: ", "))"
        case .invalidName(let name):
            return "'\(name)' cannot be the name of a study; use letters, digits, '.', '-' and '_'"
        case .inUse(let name, let path, let process):
            let who = process.map { "process \($0)" } ?? "another process"
            return
                "\(path): the study '\(name)' is being run by \(who); wait until it ends, or watch it"
                + " with apus studies show --follow"
        case .changed(let name, let differences):
            let list = differences.map { "\n  \($0)" }.joined()
            return
                "the study '\(name)' was begun with something else:\(list)\nPut it back, or start"
                + " anew with --anew"
        case .storage(let path, let reason):
            return "\(path): \(reason)"
        case .shard(let path, let reason):
            return "\(path): \(reason)"
        }
    }
}
