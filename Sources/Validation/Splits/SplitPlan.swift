/// The splits that a scheme gives on particular data.
public struct SplitPlan: Sendable, Equatable {
    /// The splits in order; never empty.
    public let splits: [Split]
    /// The ways through the data that visit every test window once: one, or several where windows are
    /// tested more than once.
    public let paths: [BacktestPath]
    /// What the windows lie between, in UTC seconds: `b(0)...b(K + 1)` of walk-forward analysis; where
    /// each group of bars begins, and the end of the data, of the other schemes.
    public let boundaries: [Int64]
    /// The number of test windows the boundaries allow, at most the number asked for.
    public let testWindows: Int
    /// What differs from what was asked for, in sentences; empty when nothing does.
    public let notes: [String]
}

extension SplitPlan {
    /// The same plan of a table with more bars before its own.
    package func shifted(by bars: Int) -> SplitPlan {
        guard bars > 0 else { return self }
        func moved(_ segments: [Range<Int>]) -> [Range<Int>] {
            segments.map { $0.lowerBound + bars..<$0.upperBound + bars }
        }
        return SplitPlan(
            splits: splits.map {
                Split(
                    number: $0.number,
                    trainSegments: moved($0.trainSegments),
                    testSegments: moved($0.testSegments)
                )
            },
            paths: paths,
            boundaries: boundaries,
            testWindows: testWindows,
            notes: notes
        )
    }
}

extension [Split] {
    /// The test segments of all splits, each once, in time order: what candidates are judged on.
    public var testWindows: [Range<Int>] {
        Set(flatMap(\.testSegments)).sorted { $0.lowerBound < $1.lowerBound }
    }
}

/// One way through the data: every test window once, each as tested by one of the splits.
public struct BacktestPath: Sendable, Equatable {
    /// A test window of a split.
    public struct Part: Sendable, Equatable {
        /// The place of the split in the plan's splits.
        public let split: Int
        /// The place of the window in the split's test segments.
        public let segment: Int

        /// Creates a part.
        public init(split: Int, segment: Int) {
            self.split = split
            self.segment = segment
        }
    }

    /// The path's number, counting from 1.
    public let number: Int
    /// The windows in time order.
    public let parts: [Part]

    /// Creates a path.
    public init(number: Int, parts: [Part]) {
        self.number = number
        self.parts = parts
    }
}
