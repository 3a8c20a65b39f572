import TestSupport
import Testing
import Validation

@Suite struct PurgedKFoldTests {
    @Test func everyFoldIsTestedOnce() throws {
        let plan = try PurgedKFold(folds: 4, minimumBars: 2)
            .plan(timestamps: Days.timestamps(10), interval: Days.seconds)
        // 10 bars in 4 folds: the first two have one bar more.
        #expect(
            plan.splits == [
                Split(number: 1, trainSegments: [3..<10], testSegments: [0..<3]),
                Split(number: 2, trainSegments: [0..<3, 6..<10], testSegments: [3..<6]),
                Split(number: 3, trainSegments: [0..<6, 8..<10], testSegments: [6..<8]),
                Split(number: 4, trainSegments: [0..<8], testSegments: [8..<10]),
            ]
        )
        #expect(plan.splits.map(\.trainsOnLaterBars) == [true, true, true, false])
        #expect(
            plan.paths == [
                BacktestPath(number: 1, parts: (0..<4).map { .init(split: $0, segment: 0) })
            ]
        )
        let first = Days.timestamps(10)[0]
        #expect(plan.boundaries == [0, 3, 6, 8, 10].map { first + $0 * Days.seconds })
        #expect(plan.testWindows == 4)
        #expect(plan.notes == [])
    }

    @Test func purgesBeforeAndEmbargoesAfterTheTest() throws {
        let plan = try PurgedKFold(folds: 3, purgeBars: 2, embargoBars: 5)
            .plan(timestamps: Days.timestamps(60), interval: Days.seconds)
        #expect(plan.splits.map(\.trainSegments) == [[25..<60], [0..<18, 45..<60], [0..<38]])
        #expect(plan.splits.map(\.testSegments) == [[0..<20], [20..<40], [40..<60]])
        #expect(plan.splits.map(\.trainBarCount) == [35, 33, 38])
        #expect(plan.splits.map(\.testBarCount) == [20, 20, 20])
    }

    @Test func leavesOutSegmentsThatAreTooShort() throws {
        // Of 20 bars before and after the middle fold 20 - 11 and 20 - 5 are left.
        let plan = try PurgedKFold(folds: 3, purgeBars: 11, embargoBars: 5)
            .plan(timestamps: Days.timestamps(60), interval: Days.seconds)
        #expect(plan.splits.map(\.trainSegments) == [[25..<60], [45..<60], [0..<29]])
        #expect(
            plan.notes == [
                "1 training segment of fewer than 10 bars after purge and embargo, in 1 split, is left"
                    + " out."
            ]
        )
    }

    @Test func allBarsAreUsedWhateverTheGaps() throws {
        var random = SeededRandom(seed: 3)
        let timestamps = RandomTimes.increasing(101, interval: 3_600, using: &random)
        let plan = try PurgedKFold(folds: 7).plan(timestamps: timestamps, interval: 3_600)
        #expect(plan.splits.flatMap { $0.testSegments.flatMap(\.self) } == Array(0..<101))
        #expect(plan.splits.map(\.testBarCount) == [15, 15, 15, 14, 14, 14, 14])
        #expect(plan.boundaries.first == timestamps[0])
        #expect(plan.boundaries.last == timestamps[100] + 3_600)
    }
}
