import Synchronization

/// Keeps all requests to an exchange within its limit, whoever makes them.
final class RateLimiter: Sendable {
    private struct State {
        var bucket: TokenBucket
        /// No request before this time.
        var pausedUntil = -Double.infinity
    }

    private let limits: FeedLimits
    private let clock: any FeedClock
    private let state: Mutex<State>

    init(_ limits: FeedLimits, clock: any FeedClock) {
        self.limits = limits
        self.clock = clock
        let bucket = TokenBucket(
            capacity: limits.burst,
            perMinute: limits.weightPerMinute,
            at: clock.uptime
        )
        state = Mutex(State(bucket: bucket))
    }

    /// Waits for a request's turn; returns early when the task is cancelled.
    ///
    /// - Parameter waiting: Told the seconds before each wait.
    func acquire(waiting: (Double) -> Void = { _ in }) async {
        let now = clock.uptime
        let due = state.withLock { state in
            now + state.bucket.take(limits.requestWeight, at: now)
        }
        // A pause may be told while others wait.
        while !Task.isCancelled {
            let seconds = state.withLock { max(due, $0.pausedUntil) } - clock.uptime
            guard seconds > 0 else { return }
            waiting(seconds)
            await clock.sleep(seconds)
        }
    }

    /// Keeps all requests back for a while.
    func pause(seconds: Double) {
        let end = clock.uptime + seconds
        state.withLock { $0.pausedUntil = max($0.pausedUntil, end) }
    }

    /// Takes over what the exchange itself has counted in the current minute.
    func note(usedWeight: Double) {
        guard usedWeight.isFinite else { return }
        // A tenth is left to others who share the address. Whatever a server says: after two minutes its count is
        // another.
        let left = max(0.9 * limits.weightPerMinute - usedWeight, -2 * limits.weightPerMinute)
        let now = clock.uptime
        state.withLock { $0.bucket.limit(to: left, at: now) }
    }
}
