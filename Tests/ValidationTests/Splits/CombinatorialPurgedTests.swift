import TestSupport
import Testing
import Validation

@Suite struct CombinatorialPurgedTests {
    /// Lopez de Prado 2018, figures 12.1 and 12.2: N = 6, k = 2 gives 15 splits and 5 paths.
    private static let book = CombinatorialPurged(groups: 6, testGroups: 2)

    @Test func theBooksSplits() throws {
        #expect(Self.book.splitCount == 15)
        #expect(Self.book.pathCount == 5)
        let plan = try Self.book.plan(timestamps: Days.timestamps(60), interval: Days.seconds)
        #expect(plan.splits.map(\.number) == Array(1...15))
        let tested = plan.splits.map { $0.testSegments.map { $0.lowerBound / 10 + 1 } }
        #expect(
            tested == [
                [1, 2], [1, 3], [1, 4], [1, 5], [1, 6], [2, 3], [2, 4], [2, 5], [2, 6], [3, 4],
                [3, 5], [3, 6], [4, 5], [4, 6], [5, 6],
            ]
        )
        #expect(plan.splits.allSatisfy { $0.testSegments.allSatisfy { $0.count == 10 } })
        // Groups 1 and 2, 2 and 4, 5 and 6 are tested.
        #expect(plan.splits[0].trainSegments == [20..<60])
        #expect(plan.splits[6].trainSegments == [0..<10, 20..<30, 40..<60])
        #expect(plan.splits[14].trainSegments == [0..<40])
        #expect(plan.testWindows == 6)
    }

    /// The table of the book: the split, counting from 1, that each path takes a group from.
    @Test func theBooksPaths() throws {
        let plan = try Self.book.plan(timestamps: Days.timestamps(60), interval: Days.seconds)
        let splits = plan.paths.map { $0.parts.map { $0.split + 1 } }
        #expect(
            splits == [
                [1, 1, 2, 3, 4, 5], [2, 6, 6, 7, 8, 9], [3, 7, 10, 10, 11, 12],
                [4, 8, 11, 13, 13, 14], [5, 9, 12, 14, 15, 15],
            ]
        )
        #expect(plan.paths.map(\.number) == [1, 2, 3, 4, 5])
        for path in plan.paths {
            for (group, part) in path.parts.enumerated() {
                let segment = plan.splits[part.split].testSegments[part.segment]
                #expect(segment == group * 10..<group * 10 + 10)
            }
        }
    }

    @Test func purgesBeforeAndEmbargoesAfterEveryTestGroup() throws {
        var scheme = CombinatorialPurged(groups: 5, testGroups: 2)
        scheme.purgeBars = 1
        scheme.embargoBars = 3
        let plan = try scheme.plan(timestamps: Days.timestamps(100), interval: Days.seconds)
        let trained = plan.splits.map(\.trainSegments)
        // Groups 1 and 2; 2 and 4; 3 and 4; 4 and 5.
        #expect(trained[0] == [43..<100])
        #expect(trained[5] == [0..<19, 43..<59, 83..<100])
        #expect(trained[7] == [0..<39, 83..<100])
        #expect(trained[9] == [0..<59])
        #expect(plan.splits[5].testSegments == [20..<40, 60..<80])
    }

    @Test(arguments: [(2, 1), (3, 2), (7, 3), (8, 7), (12, 6), (16, 4)])
    func countsAreBinomialCoefficients(groups: Int, testGroups: Int) throws {
        func choose(_ n: Int, _ k: Int) -> Int {
            k == 0 || k == n ? 1 : choose(n - 1, k - 1) + choose(n - 1, k)
        }
        let scheme = CombinatorialPurged(groups: groups, testGroups: testGroups)
        let plan = try scheme.plan(timestamps: Days.timestamps(200), interval: Days.seconds)
        #expect(plan.splits.count == choose(groups, testGroups))
        #expect(plan.paths.count == choose(groups - 1, testGroups - 1))
        #expect(scheme.splitCount == plan.splits.count)
        #expect(scheme.pathCount == plan.paths.count)
    }

    @Test func kFoldIsTheCaseOfOneTestGroup() throws {
        let timestamps = Days.timestamps(103)
        let one = try CombinatorialPurged(groups: 7, testGroups: 1, purgeBars: 2, embargoBars: 1)
            .plan(timestamps: timestamps, interval: Days.seconds)
        let folds = try PurgedKFold(folds: 7, purgeBars: 2, embargoBars: 1)
            .plan(timestamps: timestamps, interval: Days.seconds)
        #expect(one == folds)
    }

    @Test func countsOfWhatCannotBeAreNil() {
        for (groups, tested) in [(6, 0), (6, 6), (6, 7), (0, 0), (-5, 2), (.max, 3), (30, 15)] {
            #expect(CombinatorialPurged(groups: groups, testGroups: tested).splitCount == nil)
        }
        // C(16, 8) is 12,870; C(16, 6) is 8,008.
        #expect(CombinatorialPurged(groups: 16, testGroups: 8).splitCount == nil)
        #expect(CombinatorialPurged(groups: 16, testGroups: 6).splitCount == 8_008)
    }
}
