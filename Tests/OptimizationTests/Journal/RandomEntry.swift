import Optimization
import TestSupport

/// Entries of every kind with all sorts of numbers, the same for the same seed.
enum RandomEntry {
    static func entry(seed: UInt64) -> StudyEntry {
        var random = SeededRandom(seed: seed)
        switch seed % 4 {
        case 0:
            return .block(
                StudyBlock(
                    number: Int(seed),
                    candidates: (1...5).map { candidate(id: Int(seed) * 10 + $0, &random) },
                    trainingBests: (0..<3).map { split in
                        split == 1
                            ? nil
                            : StudyBlock.TrainingValue(id: split + 1, value: number(&random))
                    }
                )
            )
        case 1:
            let bytes = (0..<Int.random(in: 0..<50, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            return .range(
                StudyRange(
                    blocks: Int(seed) * 10..<Int(seed) * 10 + 7,
                    candidateCount: 99,
                    bytes: bytes
                )
            )
        case 2:
            return .trials(
                (1...4).map { place in
                    StudyTrial(
                        candidate: candidate(id: Int(seed) * 100 + place, &random),
                        train: (0..<3).map { _ in number(&random) },
                        test: (0..<place % 2).map { _ in number(&random) }
                    )
                }
            )
        default:
            return .prefix(
                StudyPrefix(
                    window: 3..<40 + Int(seed),
                    values: (1...6).map {
                        StudyBlock.TrainingValue(id: $0, value: number(&random))
                    }
                )
            )
        }
    }

    private static func candidate(id: Int, _ random: inout SeededRandom) -> StudyCandidate {
        guard Int.random(in: 0..<4, using: &random) > 0 else {
            return StudyCandidate(id: id, outcome: .failed("it's \"broken\"\nat bar \(id) é"))
        }
        return StudyCandidate(
            id: id,
            outcome: .finished(
                CandidateSummary(
                    figures: CandidateSummary.figureNames.map { _ in number(&random) },
                    splitsTested: Int.random(in: 0...9, using: &random),
                    meetsRequirements: Bool.random(using: &random)
                )
            )
        )
    }

    /// Of any size, among them those that text and databases treat as special.
    private static func number(_ random: inout SeededRandom) -> Double {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .nan
        case 1: .infinity
        case 2: -.infinity
        case 3: -0.0
        case 4: .leastNonzeroMagnitude
        case 5: Double(Int.random(in: -9...9, using: &random))
        default: Double.random(in: -1...1, using: &random) * 1e3
        }
    }
}
