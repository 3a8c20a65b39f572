/// What a look-ahead test has found.
public struct LookaheadReport: Sendable, Equatable {
    /// A value at or before a bar that depended on prices after it.
    public struct Finding: Sendable, Equatable {
        /// The candidate; nil for signals, which candidates share.
        public let candidate: Int?
        /// The candidate's policy, or the model.
        public let subject: String
        /// The last bar that was left as it is.
        public let bar: Int
        /// That bar's start in UTC seconds.
        public let timestamp: Int64
        /// The value, and what it was with the true future and with the other.
        public let difference: String
    }

    /// The bars after which prices were replaced, ascending.
    public let bars: [Int]
    /// The ids of the candidates that were run, ascending.
    public let candidates: [Int]
    /// The ids among them that failed with the true prices: nothing of them was compared.
    public let failedCandidates: [Int]
    /// The number of models whose signals were compared.
    public let modelCount: Int
    /// Numbers that were compared bit by bit.
    public let comparisons: Int
    /// The first difference of each candidate and model at each bar.
    public let findings: [Finding]
}
