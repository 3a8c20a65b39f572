/// How far a sweep has come.
public struct SweepProgress: Sendable {
    /// Distinct candidates evaluated so far, failed ones included; of a search, trials of all splits.
    public let finished: Int
    /// Distinct candidates, or trials, in all.
    public let total: Int
    /// Of a search, the best training objective found so far in the last split.
    public let best: Double?

    init(finished: Int, total: Int, best: Double? = nil) {
        self.finished = finished
        self.total = total
        self.best = best
    }
}
