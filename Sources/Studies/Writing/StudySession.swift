import Foundation
import GRDB
public import Optimization

/// A run of a study that is stored: from the moment it is the only one to its end.
public final class StudySession: StudyJournal, Sendable {
    /// The study, as it was when the run began.
    public let study: StudyRecord
    /// What became of a study that bore the name before: it has this name now.
    public let renamed: String?
    private let file: StudyFile
    private let known: [StudyEntry]
    private let writer: EntryWriter
    private let lock: StudyLock
    private let runID: Int64
    private let start: Double

    /// How a run meets a study that is there.
    public enum Start: Sendable {
        /// A study of the same specification that is unfinished goes on; every other makes way: a finished
        /// one is deleted, an unfinished one gets another name.
        case standard
        /// The study goes on; if it was begun with something else, that is an error.
        case resume
        /// What was found of it is deleted.
        case anew
    }

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - specification: What the study is made of.
    ///   - address: Where it is stored.
    ///   - start: How it meets a study that is there.
    ///   - total: How many candidates, or items, there are to be, where that is known.
    ///   - workers: How many workers it has.
    ///   - storageFailed: Called, from another thread, when something cannot be written; the run should be
    ///     cancelled, and ``end(_:digest:)`` says why.
    /// - Throws: ``StudiesError``: the study is in use, was begun with something else, or cannot be stored.
    public init(
        _ specification: StudySpecification,
        at address: StudyAddress,
        start: Start = .standard,
        total: Int?,
        workers: Int,
        storageFailed: @escaping @Sendable () -> Void
    ) throws(StudiesError) {
        let name = address.name ?? StudyAddress.usualName
        let file = try StudyFile(path: address.path)
        lock = try StudyLock(studies: address.path, name: name)
        self.file = file
        self.start = Date().timeIntervalSinceReferenceDate
        var found = try file.studies().first { $0.name == name }
        var renamed: String?
        if let study = found {
            let differences = study.specification.differences(from: specification)
            switch start {
            case .resume:
                guard differences.isEmpty else {
                    throw .changed(name: name, differences: differences)
                }
            case .anew:
                try file.delete(study)
                found = nil
            case .standard where differences.isEmpty && study.state == .unfinished: break
            case .standard:
                if study.state == .unfinished {
                    renamed = try file.rename(study)
                } else {
                    try file.delete(study)
                }
                found = nil
            }
        } else if case .resume = start {
            throw .noStudy(name: name, path: address.path, known: try file.studies().map(\.name))
        }
        self.renamed = renamed
        let study: StudyRecord
        if let found {
            study = found
        } else {
            study = try file.insert(specification, name: name, total: total)
        }
        self.study = study
        known = try file.entries(of: study)
        runID = try file.write { database in
            try database.execute(
                sql: """
                    INSERT INTO runs (study_id, process, host, workers, started_at)
                    VALUES (?, ?, ?, ?, \(StudyFile.now))
                    """,
                arguments: [
                    study.studyID, ProcessInfo.processInfo.processIdentifier,
                    ProcessInfo.processInfo.hostName, workers,
                ]
            )
            return database.lastInsertedRowID
        }
        writer = EntryWriter(file, study: study.studyID, failed: storageFailed)
    }

    /// What earlier runs finished.
    public func finished() -> [StudyEntry] { known }

    /// Keeps what was just finished. Does not wait for the disk.
    public func keep(_ entry: StudyEntry) { writer.add(entry) }

    /// The finished parts of a study that is not one of portfolios, by key.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func items() throws(StudiesError) -> [String: String] { try file.items(of: study) }

    /// Such a part; nil if there is none, or if it cannot be read. The others need not fit into memory.
    func item(_ key: String) -> String? { file.item(key, of: study) }

    /// Keeps a finished part of such a study. Does not wait for the disk.
    public func keep(_ key: String, _ value: String) { writer.add(key: key, value: value) }

    /// How a run ended.
    public enum End: String, Sendable {
        /// The study is complete.
        case complete
        /// It was stopped, and can be resumed.
        case stopped
        /// It failed; what had been finished is kept.
        case failed
    }

    /// Ends the run: all that was handed over is on the disk.
    ///
    /// - Parameters:
    ///   - end: How it ended.
    ///   - digest: The SHA-256 of its result file, if there is one.
    /// - Throws: ``StudiesError/storage(path:reason:)`` if something could not be written, now or before.
    public func end(_ end: End, digest: String? = nil) throws(StudiesError) {
        try writer.finish()
        let seconds = Date().timeIntervalSinceReferenceDate - start
        try file.write { database in
            try database.execute(
                sql: """
                    UPDATE runs SET ended_at = \(StudyFile.now), seconds = ?, outcome = ?
                    WHERE run_id = ?
                    """,
                arguments: [seconds, end.rawValue, runID]
            )
            guard end == .complete else { return }
            try database.execute(
                sql: """
                    UPDATE studies SET state = 'complete', result_digest = ? WHERE study_id = ?
                    """,
                arguments: [digest, study.studyID]
            )
        }
        try file.close()
    }
}

extension StudyFile {
    /// The process that runs a study now; nil when none does.
    public func runningProcess(of study: StudyRecord) -> Int32? {
        StudyLock.process(studies: path, name: study.name)
    }
}
