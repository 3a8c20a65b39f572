import Optimization
import Synchronization

/// A journal in memory, which gives back what was kept in another order, through bytes.
final class MemoryJournal: StudyJournal {
    private let entries: Mutex<[StudyEntry]>
    private let kept = Mutex<[StudyEntry]>([])

    init(_ entries: [StudyEntry] = []) { self.entries = Mutex(entries) }

    func finished() -> [StudyEntry] {
        entries.withLock { $0.reversed() }.compactMap { StudyEntry(bytes: $0.bytes) }
    }

    func keep(_ entry: StudyEntry) { kept.withLock { $0.append(entry) } }

    /// What was kept since it was made.
    var new: [StudyEntry] { kept.withLock { $0 } }
}
