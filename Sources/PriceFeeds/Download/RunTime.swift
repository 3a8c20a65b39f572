import MarketData
import Synchronization

/// What time it is for a run: when it began by this machine's clock, or by the exchange's where the two disagree by
/// more than a bar.
final class RunTime: Sendable {
    private let clock: any FeedClock
    private let startedAt: Double
    private let interval: BarInterval
    private let offset = Mutex<Double?>(nil)

    init(_ clock: any FeedClock, interval: BarInterval) {
        self.clock = clock
        self.interval = interval
        startedAt = clock.now
    }

    /// When the run began, in UTC seconds; the same from call to call, unless a server corrects it.
    var now: Int64 { Int64((startedAt + (offset.withLock { $0 } ?? 0)).rounded(.down)) }

    /// The end of the last bar that was closed when the run began.
    var closedEnd: Int64 { interval.bucketStart(of: now) }

    /// Seconds that the server is ahead of this machine; nil if they agree.
    var correction: Double? { offset.withLock { $0 } }

    /// The time of an answer, in UTC seconds; compares clocks.
    func time(of answer: HTTPAnswer) -> Int64 {
        let ours = clock.now
        guard let server = answer.serverTime else {
            return Int64((ours + (correction ?? 0)).rounded(.down))
        }
        let difference = Double(server) - ours
        if abs(difference) > Double(interval.seconds) {
            // The first difference stays, so that the end of the range does not move again.
            offset.withLock { offset in if offset == nil { offset = difference } }
        }
        return server
    }
}
