public import Forecasting
import GRDB
public import Optimization

/// What a stored study has finished, to make its results again; nothing is written.
public struct StudyReader: StudyJournal, ComparisonJournal {
    private let file: StudyFile
    private let study: StudyRecord
    private let known: [StudyEntry]

    /// Reads a study.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public init(_ study: StudyRecord, in file: StudyFile) throws(StudiesError) {
        self.file = file
        self.study = study
        known = try file.entries(of: study)
    }

    /// What is finished.
    public func finished() -> [StudyEntry] { known }

    /// Keeps nothing.
    public func keep(_ entry: StudyEntry) {}

    /// What was forecast; nil if that is not there, or if it cannot be read.
    public func forecasts(of key: ComparisonBatch.Key) -> ComparisonBatch? {
        file.item(key.text, of: study).flatMap { ComparisonBatch(text: $0) }
    }

    /// Keeps nothing.
    public func keep(_ batch: ComparisonBatch, of key: ComparisonBatch.Key) {}

    /// What trials of a search for a model found.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func trials() throws(StudiesError) -> [TrialResult.Key: TrialResult.Outcome] {
        TrialResult.outcomes(try file.items(of: study))
    }
}
