import DataParallel
import Synchronization

/// What ends a sweep early, and who is told how far it is. Several loops in a row may share one.
final class SweepControl: Sendable {
    let cancellation: CancellationToken?
    /// When it is spent, blocks that have not begun are left out, but for the first.
    let budget: TimeBudget?
    private let total: Int
    private let progress: (@Sendable (SweepProgress) -> Void)?
    private let finished: Atomic<Int>

    /// - Parameter finished: How many distinct candidates are known already.
    init(
        total: Int,
        finished: Int = 0,
        cancellation: CancellationToken?,
        budget: TimeBudget?,
        progress: (@Sendable (SweepProgress) -> Void)?
    ) {
        self.total = total
        self.cancellation = cancellation
        self.budget = budget
        self.progress = progress
        self.finished = Atomic(finished)
    }

    var shouldStop: Bool { cancellation?.isCancelled == true || budget?.isSpent == true }

    /// Whether another loop may begin: however short the time is, something comes of it.
    var mayGoOn: Bool {
        cancellation?.isCancelled != true && (budget?.isSpent != true || !hasBegun)
    }

    /// Whether some block has been run, or was known.
    var hasBegun: Bool { finished.load(ordering: .relaxed) > 0 }

    /// Whether everything has been run, or was known.
    var isWhole: Bool { finished.load(ordering: .relaxed) == total }

    func add(_ count: Int) {
        let sum = finished.wrappingAdd(count, ordering: .relaxed).newValue
        progress?(SweepProgress(finished: sum, total: total))
    }
}

/// Blocks whose outcomes are known: as many bits as there are blocks up to the last of them.
struct DoneBlocks: Sendable {
    private var words: [UInt64] = []

    mutating func insert(_ block: Int) {
        if block / 64 >= words.count {
            words.append(contentsOf: repeatElement(0, count: block / 64 + 1 - words.count))
        }
        words[block / 64] |= 1 << (block % 64)
    }

    func contains(_ block: Int) -> Bool {
        block / 64 < words.count && words[block / 64] >> (block % 64) & 1 == 1
    }
}
