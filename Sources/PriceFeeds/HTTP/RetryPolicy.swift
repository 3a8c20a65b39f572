/// How often a page is asked for again, and how long is waited before.
public struct RetryPolicy: Sendable, Equatable {
    /// The number of attempts in all, at least 1.
    public let attempts: Int
    /// Seconds before the second attempt, doubled before every further one.
    public let firstWait: Double
    /// The most seconds that are waited without being told to.
    public let longestWait: Double
    /// The most seconds that an exchange may ask to wait; for longer ones the run ends.
    public let longestRequestedWait: Double

    /// A policy; 6 attempts with waits of about 1, 2, 4, 8 and 16 s by default.
    public init(
        attempts: Int = 6,
        firstWait: Double = 1,
        longestWait: Double = 60,
        longestRequestedWait: Double = 600
    ) {
        precondition(attempts >= 1, "there is at least one attempt")
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.longestRequestedWait = longestRequestedWait
    }

    /// Seconds to wait after a failed attempt.
    ///
    /// Doubled from attempt to attempt, then multiplied by a number from 0.5 to 1 that follows from the key alone:
    /// clients that failed together do not come back together.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that failed, from 1.
    ///   - key: What was asked for.
    func wait(afterAttempt attempt: Int, key: String) -> Double {
        var wait = firstWait
        for _ in 1..<max(attempt, 1) where wait < longestWait { wait *= 2 }
        // FNV-1a, then a mixer, since the last bytes differ most.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(key.utf8) + [UInt8(truncatingIfNeeded: attempt)] {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        let fraction = Double(hash >> 11) / Double(UInt64(1) << 53)
        return min(wait, longestWait) * (0.5 + 0.5 * fraction)
    }
}
