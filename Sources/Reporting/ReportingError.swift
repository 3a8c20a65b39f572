public import Optimization

/// What keeps results from being written or a configuration from being read.
public enum ReportingError: Error, Equatable, CustomStringConvertible {
    /// A directory that cannot be made or written to.
    case unusableDirectory(path: String, reason: String)
    /// A file that cannot be written; nothing of it is left behind.
    case unwritableFile(path: String, reason: String)
    /// A configuration file that cannot be opened.
    case unreadableFile(path: String, reason: String)
    /// A configuration file that does not say what it should.
    case configuration(ConfigurationError)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unusableDirectory(let path, let reason):
            "cannot write to the directory \(path): \(reason); choose another with --output"
        case .unwritableFile(let path, let reason):
            "cannot write \(path): \(reason); free some space or choose another place, then run"
                + " again (no half-written file was left)"
        case .unreadableFile(let path, let reason):
            "cannot read \(path): \(reason); check the path"
        case .configuration(let error): error.description
        }
    }
}
