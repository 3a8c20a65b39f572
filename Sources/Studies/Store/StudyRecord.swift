/// A study in a file, as it is listed.
public struct StudyRecord: Equatable, Sendable {
    /// How far a study is.
    public enum State: String, Sendable {
        /// It has not come to its end; it can be resumed.
        case unfinished
        /// It has come to its end.
        case complete
    }

    let studyID: Int64
    /// Its name in the file.
    public let name: String
    /// What it is made of.
    public let specification: StudySpecification
    /// How far it is.
    public let state: State
    /// When it was begun, in UTC.
    public let createdAt: String
    /// How many candidates, or items, are finished.
    public let finished: Int
    /// How many there are to be, where that is known.
    public let total: Int?
    /// The SHA-256 of its result file, once there is one.
    public let resultDigest: String?
    /// Its runs, in the order in which they began.
    public let runs: [Run]

    /// A run of a study: when, where, and how long.
    public struct Run: Equatable, Sendable {
        /// The process.
        public let process: Int
        /// The name of the machine.
        public let host: String
        /// How many workers it had.
        public let workers: Int
        /// When it began, in UTC.
        public let startedAt: String
        /// How long it took; nil while it goes on, or if it was killed.
        public let seconds: Double?
        /// How it ended; nil while it goes on, or if it was killed.
        public let outcome: String?
    }

    /// The seconds of all runs that ended by themselves.
    public var seconds: Double { runs.reduce(0) { $0 + ($1.seconds ?? 0) } }
}
