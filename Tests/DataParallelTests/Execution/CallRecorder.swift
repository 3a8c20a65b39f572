import ConcurrencyTestSupport

/// Notes which pieces of work were run, from any thread.
final class CallRecorder: Sendable {
    private let state = Locked<[Int]>([])

    func note(_ index: Int) { state.withLock { $0.append(index) } }

    /// The indices in the order in which they were noted.
    var calls: [Int] { state.withLock { $0 } }
}
