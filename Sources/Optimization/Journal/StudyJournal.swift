/// Where a study puts what it has finished, so that another run of it need not do it again.
///
/// Entries are kept, and given back, in any order: what a study finds does not depend on it.
public protocol StudyJournal: Sendable {
    /// What earlier runs of the same study kept. Asked for once, before anything is evaluated.
    func finished() -> [StudyEntry]

    /// Keeps what was just finished. Called from any worker, several at once, so it must not wait for a
    /// disk.
    func keep(_ entry: StudyEntry)
}

/// Something that a study has finished.
///
/// Which one a study makes is given by its settings alone: ``block(_:)`` where a grid keeps all candidates,
/// ``range(_:)`` where it keeps the best, the others where it searches.
public enum StudyEntry: Sendable, Equatable {
    /// A block of a grid, with every candidate in it.
    case block(StudyBlock)
    /// Blocks of a grid that keeps its best candidates only.
    case range(StudyRange)
    /// Candidates that a search evaluated over all windows.
    case trials([StudyTrial])
    /// Candidates that successive halving evaluated over a part of a training window.
    case prefix(StudyPrefix)
}

/// A block of a grid: what became of its candidates.
public struct StudyBlock: Sendable, Equatable {
    /// The block's number, from 0.
    public let number: Int
    /// Its distinct candidates.
    public let candidates: [StudyCandidate]
    /// For each split the best training objective in the block; nil where there is none.
    public let trainingBests: [TrainingValue?]

    /// Creates a block from what was kept of it.
    public init(number: Int, candidates: [StudyCandidate], trainingBests: [TrainingValue?]) {
        self.number = number
        self.candidates = candidates
        self.trainingBests = trainingBests
    }

    /// A candidate and its training objective.
    public struct TrainingValue: Sendable, Equatable {
        /// The candidate's id.
        public let id: Int
        /// Its training objective.
        public let value: Double

        /// Creates a value.
        public init(id: Int, value: Double) {
            self.id = id
            self.value = value
        }

        /// Equal bits; NaN equals itself.
        public static func == (a: Self, b: Self) -> Bool {
            a.id == b.id && a.value.bitPattern == b.value.bitPattern
        }
    }
}

/// What became of a distinct candidate.
public struct StudyCandidate: Sendable, Equatable {
    /// What became of it.
    public enum Outcome: Sendable, Equatable {
        /// It was evaluated over every split.
        case finished(CandidateSummary)
        /// It could not be; the text says why.
        case failed(String)

        /// Equal bits; NaN equals itself.
        public static func == (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.finished(let a), .finished(let b)): a.hasSameBits(as: b)
            case (.failed(let a), .failed(let b)): a == b
            default: false
            }
        }
    }

    /// Its id: of those that behave the same, the lowest.
    public let id: Int
    /// What became of it.
    public let outcome: Outcome

    /// Creates a candidate from what was kept of it.
    public init(id: Int, outcome: Outcome) {
        self.id = id
        self.outcome = outcome
    }
}

/// Consecutive blocks of a grid that keeps its best candidates: those, and what is counted of all. The bytes
/// are the study's own and fit no other space.
public struct StudyRange: Sendable, Equatable {
    /// The blocks.
    public let blocks: Range<Int>
    /// The number of distinct candidates in them.
    public let candidateCount: Int
    /// What was found.
    public let bytes: [UInt8]

    /// Creates a range from what was kept of it.
    public init(blocks: Range<Int>, candidateCount: Int, bytes: [UInt8]) {
        self.blocks = blocks
        self.candidateCount = candidateCount
        self.bytes = bytes
    }
}

/// A candidate that a search evaluated over all windows.
public struct StudyTrial: Sendable, Equatable {
    /// The candidate.
    public let candidate: StudyCandidate
    /// The objectives over the training window of each split: all splits of the first objective, then those
    /// of the next.
    public let train: [Double]
    /// The mean of each objective over the test windows; empty if it failed.
    public let test: [Double]

    /// Creates a trial from what was kept of it.
    public init(candidate: StudyCandidate, train: [Double], test: [Double]) {
        self.candidate = candidate
        self.train = train
        self.test = test
    }

    /// Equal bits; NaN equals itself.
    public static func == (a: Self, b: Self) -> Bool {
        a.candidate == b.candidate && a.train.map(\.bitPattern) == b.train.map(\.bitPattern)
            && a.test.map(\.bitPattern) == b.test.map(\.bitPattern)
    }
}

/// Training objectives over a part of a training window.
public struct StudyPrefix: Sendable, Equatable {
    /// The bars.
    public let window: Range<Int>
    /// The objectives of candidates by id, ascending.
    public let values: [StudyBlock.TrainingValue]

    /// Creates values from what was kept of them.
    public init(window: Range<Int>, values: [StudyBlock.TrainingValue]) {
        self.window = window
        self.values = values
    }
}
