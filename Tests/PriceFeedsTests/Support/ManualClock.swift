import PriceFeeds
import Synchronization

/// A clock that moves when somebody sleeps by it.
final class ManualClock: FeedClock {
    private struct State {
        var now: Double
        var uptime = 0.0
        var sleeps: [Double] = []
    }

    private let state: Mutex<State>

    init(now: Double = 0) { state = Mutex(State(now: now)) }

    var now: Double { state.withLock { $0.now } }
    var uptime: Double { state.withLock { $0.uptime } }

    /// All times that were slept, in seconds.
    var sleeps: [Double] { state.withLock { $0.sleeps } }

    func sleep(_ seconds: Double) async {
        state.withLock { state in
            state.sleeps.append(seconds)
            state.now += seconds
            state.uptime += seconds
        }
    }

    func advance(_ seconds: Double) {
        state.withLock { state in
            state.now += seconds
            state.uptime += seconds
        }
    }
}
