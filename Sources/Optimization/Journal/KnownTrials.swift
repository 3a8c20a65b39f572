/// What a search need not evaluate again, by slot.
struct KnownTrials: Sendable {
    private var trials: [Int: Trial] = [:]
    private var values: [Range<Int>: [Int: Double]] = [:]

    init(_ entries: [StudyEntry], space: BoundSpace) {
        for entry in entries {
            switch entry {
            case .trials(let kept):
                for trial in kept {
                    trials[space.slot(ofID: trial.candidate.id)] = Trial(
                        outcome: trial.candidate.outcome.ofTrial,
                        train: trial.train,
                        test: trial.test
                    )
                }
            case .prefix(let prefix):
                for value in prefix.values {
                    values[prefix.window, default: [:]][space.slot(ofID: value.id)] = value.value
                }
            case .block, .range: break
            }
        }
    }

    /// Those of some slots that are known.
    func trials(_ slots: [Int]) -> [Int: Trial] {
        guard !trials.isEmpty else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: slots.compactMap { slot in
                trials[slot].map { (slot, $0) }
            }
        )
    }

    /// Those of some slots that are known of a window.
    func values(_ slots: [Int], window: Range<Int>) -> [Int: Double] {
        guard let known = values[window] else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: slots.compactMap { slot in
                known[slot].map { (slot, $0) }
            }
        )
    }

    static func entry(of trials: [Int: Trial], space: BoundSpace) -> StudyEntry {
        .trials(
            trials.sorted { $0.key < $1.key }.map { slot, trial in
                StudyTrial(
                    candidate: StudyCandidate(
                        id: space.id(ofSlot: slot),
                        outcome: StudyCandidate.Outcome(trial.outcome)
                    ),
                    train: trial.train,
                    test: trial.test
                )
            }
        )
    }

    static func entry(
        of values: [Int: Double],
        window: Range<Int>,
        space: BoundSpace
    ) -> StudyEntry {
        .prefix(
            StudyPrefix(
                window: window,
                values: values.sorted { $0.key < $1.key }.map {
                    StudyBlock.TrainingValue(id: space.id(ofSlot: $0.key), value: $0.value)
                }
            )
        )
    }
}

extension StudyCandidate.Outcome {
    fileprivate init(_ outcome: Trial.Outcome) {
        switch outcome {
        case .finished(let summary): self = .finished(summary)
        case .failed(let reason): self = .failed(reason)
        }
    }

    fileprivate var ofTrial: Trial.Outcome {
        switch self {
        case .finished(let summary): .finished(summary)
        case .failed(let reason): .failed(reason)
        }
    }
}
