import MarketData

/// The bytes of entries, for files: a kind, then its parts, little-endian.
extension StudyEntry {
    /// The entry as bytes; equal entries give equal bytes.
    public var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .block(let block):
            writer.write(Kind.block.rawValue)
            writer.write(UInt64(block.number))
            writer.write(UInt64(block.candidates.count))
            for candidate in block.candidates { writer.write(candidate) }
            writer.write(UInt64(block.trainingBests.count))
            for best in block.trainingBests {
                // Ids count from 1.
                writer.write(UInt64(best?.id ?? 0))
                writer.write(best?.value ?? 0)
            }
        case .range(let range):
            writer.write(Kind.range.rawValue)
            writer.write(UInt64(range.blocks.lowerBound))
            writer.write(UInt64(range.blocks.upperBound))
            writer.write(UInt64(range.candidateCount))
            writer.write(UInt64(range.bytes.count))
            writer.write(raw: range.bytes)
        case .trials(let trials):
            writer.write(Kind.trials.rawValue)
            writer.write(UInt64(trials.count))
            for trial in trials {
                writer.write(trial.candidate)
                writer.write(UInt64(trial.train.count))
                writer.write(trial.train)
                writer.write(UInt64(trial.test.count))
                writer.write(trial.test)
            }
        case .prefix(let prefix):
            writer.write(Kind.prefix.rawValue)
            writer.write(UInt64(prefix.window.lowerBound))
            writer.write(UInt64(prefix.window.upperBound))
            writer.write(UInt64(prefix.values.count))
            for value in prefix.values {
                writer.write(UInt64(value.id))
                writer.write(value.value)
            }
        }
        return writer.bytes
    }

    /// The entry that bytes hold; nil when they hold none, whole.
    public init?(bytes: [UInt8]) {
        do throws(ByteReader.Problem) {
            var reader = ByteReader(bytes)
            self = try Self.entry(&reader)
            guard reader.remaining == 0 else { return nil }
        } catch {
            return nil
        }
    }

    private enum Kind: UInt8 {
        case block = 1
        case range
        case trials
        case prefix
    }

    private static func entry(
        _ reader: inout ByteReader
    ) throws(ByteReader.Problem) -> StudyEntry {
        let kind = try reader.integer(UInt8.self, "kind")
        switch Kind(rawValue: kind) {
        case .block:
            let number = try reader.place("number of the block")
            let count = try reader.count("candidates", bytesEach: 9)
            var candidates: [StudyCandidate] = []
            candidates.reserveCapacity(count)
            for _ in 0..<count { candidates.append(try reader.candidate()) }
            var bests: [StudyBlock.TrainingValue?] = []
            for _ in 0..<(try reader.count("training values", bytesEach: 16)) {
                let id = try reader.place("id")
                let value = try reader.double("value")
                bests.append(id == 0 ? nil : StudyBlock.TrainingValue(id: id, value: value))
            }
            return .block(
                StudyBlock(number: number, candidates: candidates, trainingBests: bests)
            )
        case .range:
            let blocks = try reader.range("blocks")
            let candidates = try reader.place("number of candidates")
            let count = try reader.count("bytes", bytesEach: 1)
            return .range(
                StudyRange(
                    blocks: blocks,
                    candidateCount: candidates,
                    bytes: try reader.raw(count, "bytes")
                )
            )
        case .trials:
            var trials: [StudyTrial] = []
            for _ in 0..<(try reader.count("trials", bytesEach: 25)) {
                let candidate = try reader.candidate()
                let train = try reader.doubles(
                    try reader.count("training objectives", bytesEach: 8),
                    "training objectives"
                )
                let test = try reader.doubles(
                    try reader.count("test objectives", bytesEach: 8),
                    "test objectives"
                )
                trials.append(StudyTrial(candidate: candidate, train: train, test: test))
            }
            return .trials(trials)
        case .prefix:
            let window = try reader.range("bars")
            var values: [StudyBlock.TrainingValue] = []
            for _ in 0..<(try reader.count("values", bytesEach: 16)) {
                let id = try reader.place("id")
                values.append(
                    StudyBlock.TrainingValue(id: id, value: try reader.double("value"))
                )
            }
            return .prefix(StudyPrefix(window: window, values: values))
        case nil:
            throw ByteReader.Problem("the kind \(kind) is unknown")
        }
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ candidate: StudyCandidate) {
        write(UInt64(candidate.id))
        switch candidate.outcome {
        case .finished(let summary):
            write(UInt8(summary.meetsRequirements ? 2 : 1))
            write(UInt64(summary.splitsTested))
            // NaN has many bit patterns, and one meaning.
            for figure in summary.figures { write(figure.isNaN ? .nan : figure) }
        case .failed(let reason):
            write(UInt8(0))
            write(reason)
        }
    }
}

extension ByteReader {
    fileprivate mutating func candidate() throws(Problem) -> StudyCandidate {
        let id = try place("id")
        let kind = try integer(UInt8.self, "outcome")
        switch kind {
        case 0: return StudyCandidate(id: id, outcome: .failed(try text("reason")))
        case 1, 2:
            let splits = try place("number of splits")
            let figures = try doubles(CandidateSummary.figureNames.count, "figures")
            return StudyCandidate(
                id: id,
                outcome: .finished(
                    CandidateSummary(
                        figures: figures,
                        splitsTested: splits,
                        meetsRequirements: kind == 2
                    )
                )
            )
        default: throw Problem("the outcome \(kind) is unknown")
        }
    }
}
