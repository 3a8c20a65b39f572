import Optimization
import TestSupport

/// Entries with all sorts of numbers, the same for the same number.
enum RandomEntries {
    static func block(_ number: Int) -> StudyEntry {
        var random = SeededRandom(seed: UInt64(number))
        return .block(
            StudyBlock(
                number: number,
                candidates: (1...3).map { candidate(id: number * 3 + $0, &random) },
                trainingBests: [
                    StudyBlock.TrainingValue(id: number * 3 + 1, value: value(&random)), nil,
                    StudyBlock.TrainingValue(id: number * 3 + 2, value: value(&random)),
                ]
            )
        )
    }

    static func range(_ number: Int) -> StudyEntry {
        .range(
            StudyRange(
                blocks: number * 5..<number * 5 + 5,
                candidateCount: 7,
                bytes: (0..<20).map { UInt8(($0 * 37 + number) % 256) }
            )
        )
    }

    static func trials() -> StudyEntry {
        var random = SeededRandom(seed: 99)
        return .trials(
            (1...4).map { place in
                StudyTrial(
                    candidate: candidate(id: 1_000 + place, &random),
                    train: (0..<3).map { _ in value(&random) },
                    test: (0..<place % 2).map { _ in value(&random) }
                )
            }
        )
    }

    static func prefix() -> StudyEntry {
        var random = SeededRandom(seed: 98)
        return .prefix(
            StudyPrefix(
                window: 3..<40,
                values: (1...6).map {
                    StudyBlock.TrainingValue(id: $0, value: value(&random))
                }
            )
        )
    }

    private static func candidate(id: Int, _ random: inout SeededRandom) -> StudyCandidate {
        guard id % 4 > 0 else {
            return StudyCandidate(id: id, outcome: .failed("it's \"broken\", at bar \(id)\né"))
        }
        return StudyCandidate(
            id: id,
            outcome: .finished(
                CandidateSummary(
                    figures: CandidateSummary.figureNames.map { _ in value(&random) },
                    splitsTested: id % 9,
                    meetsRequirements: id % 2 == 0
                )
            )
        )
    }

    private static func value(_ random: inout SeededRandom) -> Double {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .nan
        case 1: .infinity
        case 2: -.infinity
        case 3: -0.0
        case 4: .leastNonzeroMagnitude
        default: Double.random(in: -1...1, using: &random) * 1e3
        }
    }
}
