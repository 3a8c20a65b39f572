public import Validation

/// The best candidate against the median one, test window by test window.
public struct Comparison: Sendable {
    /// The candidate with the best mean test objective.
    public let best: Candidate
    /// The candidate in the middle of the ranking.
    public let median: Candidate
    /// The best's test objective in each test window, less the median's. A window that several splits
    /// test counts once: counted more often, it would look like more evidence than there is.
    public let differences: [Double]
    /// Whether the mean difference is plausibly zero. The best was chosen on these very windows, so
    /// the test is too kind to it; a large p-value is telling, a small one is not proof. Nil when the objective is undefined in every split.
    public let test: PairedTest?
}
