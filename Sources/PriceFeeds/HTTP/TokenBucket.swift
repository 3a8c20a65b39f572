/// How much of a limit is left: a bucket that fills evenly up to its capacity.
///
/// Whoever takes from an empty bucket runs it into debt and waits until the debt is filled up, so that requests
/// go out in the order in which they came, one rate apart.
struct TokenBucket {
    private let capacity: Double
    private let perSecond: Double
    private var level: Double
    private var time: Double

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - capacity: What can be taken at once.
    ///   - perMinute: What flows in within a minute.
    ///   - time: Seconds, on any clock that only moves forward.
    init(capacity: Double, perMinute: Double, at time: Double) {
        precondition(capacity > 0 && perMinute > 0, "limits must be above 0")
        self.capacity = capacity
        perSecond = perMinute / 60
        level = capacity
        self.time = time
    }

    private mutating func fill(at now: Double) {
        level = min(capacity, level + max(0, now - time) * perSecond)
        time = max(time, now)
    }

    /// Takes an amount and says how many seconds to wait for it.
    mutating func take(_ amount: Double, at now: Double) -> Double {
        fill(at: now)
        level -= amount
        return level < 0 ? -level / perSecond : 0
    }

    /// Lowers what is left to at most an amount.
    mutating func limit(to amount: Double, at now: Double) {
        fill(at: now)
        level = min(level, amount)
    }
}
