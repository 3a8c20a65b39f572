import Testing
import Validation

/// 100 daily bars and windows of 20 days: with K = 4 the boundaries are at days 0, 20, ... 100.
@Suite struct WalkForwardPlanTests {
    @Test func growsAnchoredTraining() throws {
        let plan = try plan(WalkForward(windowDays: 20, testWindows: 4))
        #expect(plan.boundaries == [0, 20, 40, 60, 80, 100].map { $0 * Days.seconds })
        #expect(plan.testWindows == 4)
        #expect(plan.notes.isEmpty)
        #expect(
            plan.splits == [
                Split(number: 1, train: 0..<20, test: 20..<40),
                Split(number: 2, train: 0..<40, test: 40..<60),
                Split(number: 3, train: 0..<60, test: 60..<80),
                Split(number: 4, train: 0..<80, test: 80..<100),
            ]
        )
    }

    @Test func endsWithTheData() throws {
        // b(0) = 100 - 3 x 20 = 40: the first 40 bars are not used.
        let plan = try plan(WalkForward(windowDays: 20, testWindows: 2))
        #expect(plan.boundaries == [40, 60, 80, 100].map { $0 * Days.seconds })
        #expect(
            plan.splits == [
                Split(number: 1, train: 40..<60, test: 60..<80),
                Split(number: 2, train: 40..<80, test: 80..<100),
            ]
        )
    }

    @Test func startsAtTheFirstBarOnRequest() throws {
        let plan = try plan(WalkForward(windowDays: 20, testWindows: 2, trainingStart: .first))
        #expect(
            plan.splits == [
                Split(number: 1, train: 0..<60, test: 60..<80),
                Split(number: 2, train: 0..<80, test: 80..<100),
            ]
        )
    }

    @Test func slidesRollingTraining() throws {
        let one = try plan(
            WalkForward(windowDays: 20, testWindows: 4, training: .rolling(windows: 1))
        )
        #expect(
            one.splits == [
                Split(number: 1, train: 0..<20, test: 20..<40),
                Split(number: 2, train: 20..<40, test: 40..<60),
                Split(number: 3, train: 40..<60, test: 60..<80),
                Split(number: 4, train: 60..<80, test: 80..<100),
            ]
        )
        let two = try plan(
            WalkForward(windowDays: 20, testWindows: 4, training: .rolling(windows: 2))
        )
        #expect(
            two.splits == [
                Split(number: 2, train: 0..<40, test: 40..<60),
                Split(number: 3, train: 20..<60, test: 60..<80),
                Split(number: 4, train: 40..<80, test: 80..<100),
            ]
        )
    }

    @Test func purgesTheEndOfTraining() throws {
        let anchored = try plan(WalkForward(windowDays: 20, testWindows: 4, purgeBars: 3))
        #expect(anchored.splits.map(\.train) == [0..<17, 0..<37, 0..<57, 0..<77])
        #expect(anchored.splits.map(\.test) == [20..<40, 40..<60, 60..<80, 80..<100])
        let rolling = try plan(
            WalkForward(
                windowDays: 20,
                testWindows: 4,
                training: .rolling(windows: 1),
                purgeBars: 3
            )
        )
        #expect(rolling.splits.map(\.train) == [0..<17, 20..<37, 40..<57, 60..<77])
    }

    @Test func embargoesTrainingThatStartsAfterATestWindow() throws {
        // Windows 1, 2 and 3 are tested on; training of splits 3 and 4 starts after 1 and 2.
        let plan = try plan(
            WalkForward(
                windowDays: 20,
                testWindows: 4,
                training: .rolling(windows: 1),
                embargoBars: 2
            )
        )
        #expect(plan.splits.map(\.train) == [0..<20, 20..<40, 42..<60, 62..<80])
        #expect(plan.splits.map(\.test) == [20..<40, 40..<60, 60..<80, 80..<100])
        #expect(plan.notes.isEmpty)
    }

    @Test func embargoesOnlyAfterWindowsThatAreTestedOn() throws {
        // With two training windows the first test window is window 2; only split 5 starts after
        // it.
        let plan = try WalkForward(
            windowDays: 20,
            testWindows: 5,
            training: .rolling(windows: 2),
            embargoBars: 4
        )
        .plan(timestamps: Days.timestamps(120), interval: Days.seconds)
        #expect(plan.splits.map(\.number) == [2, 3, 4, 5])
        #expect(plan.splits.map(\.train) == [0..<40, 20..<60, 40..<80, 64..<100])
    }

    @Test func saysThatAnEmbargoChangesNothingForAnchoredTraining() throws {
        let with = try plan(WalkForward(windowDays: 20, testWindows: 4, embargoBars: 5))
        let without = try plan(WalkForward(windowDays: 20, testWindows: 4))
        #expect(with.splits == without.splits)
        #expect(with.notes.count == 1)
        #expect(with.notes.first?.contains("embargo") == true)
    }

    @Test func lowersTheNumberOfTestWindowsAndSaysSo() throws {
        let plan = try plan(WalkForward(windowDays: 20, testWindows: 9))
        #expect(plan.testWindows == 4)
        #expect(plan.splits.count == 4)
        #expect(
            plan.notes == [
                "The data reaches back 100 days: 4 test windows of 20 days instead of 9."
            ]
        )
    }

    @Test func needsTheDataToReachBackToTheFirstBoundary() throws {
        // 5 windows of 20 days are exactly 100 days; one second less and only 4 windows fit.
        var timestamps = Days.timestamps(100)
        let scheme = WalkForward(windowDays: 20, testWindows: 4)
        #expect(try scheme.plan(timestamps: timestamps, interval: Days.seconds).testWindows == 4)
        timestamps[0] += 1
        let shorter = try scheme.plan(timestamps: timestamps, interval: Days.seconds)
        #expect(shorter.testWindows == 3)
        #expect(shorter.boundaries.first == 20 * Days.seconds)
    }

    @Test func countsTheLastBarsLengthAsData() throws {
        // 12 bars of 8 hours are 4 days only if the last bar's 8 hours count.
        let timestamps = (0..<12).map { Int64($0) * 28_800 }
        let plan = try WalkForward(windowDays: 1, testWindows: 3, minimumBars: 3)
            .plan(timestamps: timestamps, interval: 28_800)
        #expect(plan.boundaries == [0, 86_400, 172_800, 259_200, 345_600])
        #expect(plan.splits.map(\.test) == [3..<6, 6..<9, 9..<12])
    }

    @Test func cutsHalfOpenAtIrregularTimes() throws {
        // end = 40 days, W = 20 days, K = 1: a bar at day 20 exactly is the first test bar.
        let days = [0, 1, 5, 19, 20, 21, 33, 39]
        let plan = try WalkForward(windowDays: 20, testWindows: 1, minimumBars: 1)
            .plan(timestamps: days.map { Int64($0) * Days.seconds }, interval: Days.seconds)
        #expect(plan.splits == [Split(number: 1, train: 0..<4, test: 4..<8)])
    }

    @Test func leavesOutSplitsWithTooFewBarsAndSaysSo() throws {
        // Days 0 to 99, but only 5 bars in [40, 60): split 2 has too short a test window.
        let days = (0..<40).map(Int64.init) + [40, 44, 48, 52, 56] + (60..<100).map(Int64.init)
        let plan = try WalkForward(windowDays: 20, testWindows: 4)
            .plan(timestamps: days.map { $0 * Days.seconds }, interval: Days.seconds)
        #expect(plan.splits.map(\.number) == [1, 3, 4])
        #expect(plan.testWindows == 4)
        #expect(
            plan.notes == [
                "Split 2 is left out: 40 training and 5 test bars, and a window needs at least 10."
            ]
        )
    }

    private func plan(_ scheme: WalkForward) throws -> SplitPlan {
        try scheme.plan(timestamps: Days.timestamps(100), interval: Days.seconds)
    }
}
