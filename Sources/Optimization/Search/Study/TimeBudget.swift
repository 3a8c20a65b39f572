/// Tells a run when its time is up: then nothing more is begun, and what has been found is kept.
///
/// How far a run comes in a given time depends on the machine: only without a budget is a study
/// reproducible.
public struct TimeBudget: Sendable {
    private let spent: @Sendable () -> Bool

    /// A budget that is spent once `seconds` have passed from now on.
    public init(seconds: Double) {
        precondition(seconds > 0)
        let end = ContinuousClock.now + .seconds(seconds)
        spent = { ContinuousClock.now >= end }
    }

    /// A budget that is spent when the closure, called from any worker, says so.
    public init(isSpent: @escaping @Sendable () -> Bool) { spent = isSpent }

    /// Whether the time is up.
    public var isSpent: Bool { spent() }
}
