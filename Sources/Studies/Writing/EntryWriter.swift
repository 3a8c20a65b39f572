import Dispatch
import GRDB
import Optimization
import Synchronization

/// Puts entries into a file of studies while workers compute: they hand them over and go on, and one queue
/// writes all that has gathered in one transaction.
final class EntryWriter: Sendable {
    private let file: StudyFile
    private let studyID: Int64
    private let queue = DispatchQueue(label: "apus.studies.writer", qos: .utility)
    private let waiting = Mutex(Waiting())
    private let failed: @Sendable () -> Void

    private struct Waiting {
        var entries: [StudyEntry] = []
        var items: [(key: String, value: String)] = []
        var isScheduled = false
        var error: StudiesError?

        var isEmpty: Bool { entries.isEmpty && items.isEmpty }
    }

    /// What is gathered for so long is written together: a commit waits for the disk.
    private static let milliseconds = 100

    /// - Parameter failed: Called once, when something cannot be written: from then on nothing is.
    init(_ file: StudyFile, study: Int64, failed: @escaping @Sendable () -> Void) {
        self.file = file
        studyID = study
        self.failed = failed
    }

    func add(_ entry: StudyEntry) { add { $0.entries.append(entry) } }

    func add(key: String, value: String) { add { $0.items.append((key, value)) } }

    private func add(_ body: (inout Waiting) -> Void) {
        let isFirst = waiting.withLock { waiting in
            guard waiting.error == nil else { return false }
            body(&waiting)
            defer { waiting.isScheduled = true }
            return !waiting.isScheduled
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(Self.milliseconds)) { self.write() }
    }

    /// Writes all that was handed over.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)`` if that, or anything before, failed.
    func finish() throws(StudiesError) {
        queue.sync { write() }
        if let error = waiting.withLock({ $0.error }) { throw error }
    }

    private func write() {
        let batch = waiting.withLock { waiting in
            defer {
                waiting.entries = []
                waiting.items = []
                waiting.isScheduled = false
            }
            return waiting
        }
        guard !batch.isEmpty, batch.error == nil else { return }
        do throws(StudiesError) {
            try file.write { database in
                try StudyFile.insert(batch.entries, of: studyID, database)
                for item in batch.items {
                    try database.cachedStatement(
                        sql: "INSERT OR REPLACE INTO items VALUES (?, ?, ?)"
                    ).execute(arguments: [studyID, item.key, item.value])
                }
            }
        } catch {
            let isFirst = waiting.withLock { waiting in
                defer { waiting.error = error }
                return waiting.error == nil
            }
            if isFirst { failed() }
        }
    }
}
