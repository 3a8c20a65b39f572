/// Bars to select on and bars to judge on, as ranges of bar indices.
///
/// In walk-forward analysis both are one range. Other schemes take the bars to judge on out of the
/// middle of the data, so that what is left to select on, or both, are several segments.
public struct Split: Sendable, Equatable {
    /// The split's number in its plan, counting from 1.
    public let number: Int
    /// The bars to select on: ascending, disjoint segments, none of them empty, at least one.
    public let trainSegments: [Range<Int>]
    /// The bars to judge on: ascending, disjoint segments; none of their bars is in a training one.
    public let testSegments: [Range<Int>]

    /// Creates a split with one training and one test range.
    ///
    /// - Precondition: The ranges do not overlap.
    public init(number: Int, train: Range<Int>, test: Range<Int>) {
        precondition(!train.overlaps(test), "a bar cannot be in both train and test")
        self.number = number
        trainSegments = [train]
        testSegments = [test]
    }

    /// Creates a split of segments.
    ///
    /// - Precondition: There is at least one of each kind, each kind ascends, and no two of all the
    ///   segments overlap.
    public init(number: Int, trainSegments: [Range<Int>], testSegments: [Range<Int>]) {
        precondition(!trainSegments.isEmpty && !testSegments.isEmpty, "a split needs both kinds")
        for segments in [trainSegments, testSegments] {
            precondition(
                zip(segments, segments.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound },
                "segments ascend"
            )
        }
        let all = (trainSegments + testSegments).sorted { $0.lowerBound < $1.lowerBound }
        precondition(
            zip(all, all.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound },
            "a bar cannot be in both train and test"
        )
        self.number = number
        self.trainSegments = trainSegments
        self.testSegments = testSegments
    }

    /// The bars to select on, where they are one range.
    ///
    /// - Precondition: There is one training segment; otherwise use ``trainSegments``.
    public var train: Range<Int> {
        precondition(trainSegments.count == 1, "this split trains on several segments")
        return trainSegments[0]
    }

    /// The bars to judge on, where they are one range.
    ///
    /// - Precondition: There is one test segment; otherwise use ``testSegments``.
    public var test: Range<Int> {
        precondition(testSegments.count == 1, "this split tests on several segments")
        return testSegments[0]
    }

    /// The first bar to select on.
    public var trainingStart: Int { trainSegments[0].lowerBound }

    /// The number of bars to select on.
    public var trainBarCount: Int { trainSegments.reduce(0) { $0 + $1.count } }

    /// The number of bars to judge on.
    public var testBarCount: Int { testSegments.reduce(0) { $0 + $1.count } }

    /// Whether some bar to select on comes after one to judge on: nobody could have traded so.
    public var trainsOnLaterBars: Bool {
        trainSegments[trainSegments.count - 1].upperBound > testSegments[0].upperBound
    }
}
