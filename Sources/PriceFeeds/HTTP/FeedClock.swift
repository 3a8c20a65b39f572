import Foundation

/// Time, and waiting for it to pass.
public protocol FeedClock: Sendable {
    /// The present time in UTC seconds, as this machine believes.
    var now: Double { get }
    /// Seconds that only move forward.
    var uptime: Double { get }
    /// Waits; returns early, without an error, when the task is cancelled.
    func sleep(_ seconds: Double) async
}

/// The system's clocks.
public struct SystemClock: FeedClock {
    private let start = ContinuousClock.now

    /// The clocks; ``uptime`` is counted from here.
    public init() {}

    /// The present time in UTC seconds.
    public var now: Double { Date().timeIntervalSince1970 }

    /// Seconds since the clock was made.
    public var uptime: Double {
        let passed = ContinuousClock.now - start
        return Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
    }

    /// Waits, unless the task is cancelled.
    public func sleep(_ seconds: Double) async {
        try? await Task.sleep(for: .seconds(seconds))
    }
}
