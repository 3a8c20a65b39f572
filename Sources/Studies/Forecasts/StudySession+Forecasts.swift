public import Forecasting

extension StudySession: ComparisonJournal {
    /// What an earlier run forecast; nil if it did not come so far, or if it cannot be read.
    public func forecasts(of key: ComparisonBatch.Key) -> ComparisonBatch? {
        item(key.text).flatMap { ComparisonBatch(text: $0) }
    }

    /// Keeps what was just forecast. Does not wait for the disk.
    public func keep(_ batch: ComparisonBatch, of key: ComparisonBatch.Key) {
        keep(key.text, batch.text)
    }
}

extension StudySession {
    /// What trials of a search for a model found that an earlier run has ended.
    ///
    /// - Throws: ``StudiesError/storage(path:reason:)``.
    public func trials() throws(StudiesError) -> [TrialResult.Key: TrialResult.Outcome] {
        TrialResult.outcomes(try items())
    }

    /// Keeps what a trial found. Does not wait for the disk.
    public func keep(_ trial: TrialResult) { keep(trial.key.text, trial.outcome.text) }
}

extension TrialResult {
    /// What is stored of trials, by their keys; what is no trial is left out.
    static func outcomes(_ items: [String: String]) -> [Key: Outcome] {
        var outcomes: [Key: Outcome] = [:]
        for (name, value) in items {
            guard let key = Key(text: name) else { continue }
            outcomes[key] = Outcome(text: value)
        }
        return outcomes
    }
}
