import TestSupport
import Testing
import Validation

/// Plans on random data against the definition, written as filters over all bars.
@Suite struct WalkForwardPropertyTests {
    @Test(arguments: 0..<100)
    func equalsTheDefinition(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let interval: Int64 = Bool.random(using: &random) ? 14_400 : 3_600
        let timestamps = RandomTimes.increasing(1_500, interval: interval, using: &random)
        let isFirst = Bool.random(using: &random)
        let scheme = WalkForward(
            windowDays: Int.random(in: 5...20, using: &random),
            testWindows: Int.random(in: 1...8, using: &random),
            trainingStart: isFirst ? .first : .window,
            purgeBars: Int.random(in: 0...5, using: &random)
        )
        let plan = try scheme.plan(timestamps: timestamps, interval: interval)
        #expect(!plan.splits.isEmpty)
        try check(plan, scheme, timestamps, interval) { split, b in
            let from = isFirst ? timestamps[0] : b[0]
            return timestamps.indices.filter { from <= timestamps[$0] && timestamps[$0] < b[split] }
        }
    }

    @Test(arguments: 0..<100, [1, 2, 3])
    func equalsTheDefinitionForRollingTraining(seed: Int, windows: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let interval: Int64 = Bool.random(using: &random) ? 14_400 : 3_600
        let timestamps = RandomTimes.increasing(1_500, interval: interval, using: &random)
        let scheme = WalkForward(
            windowDays: Int.random(in: 5...12, using: &random),
            testWindows: Int.random(in: 3...6, using: &random),
            training: .rolling(windows: windows),
            purgeBars: Int.random(in: 0...5, using: &random),
            embargoBars: Int.random(in: 0...5, using: &random)
        )
        let plan = try scheme.plan(timestamps: timestamps, interval: interval)
        #expect(plan.splits.allSatisfy { $0.number >= windows })
        try check(plan, scheme, timestamps, interval) { split, b in
            let bars = timestamps.indices.filter {
                b[split - windows] <= timestamps[$0] && timestamps[$0] < b[split]
            }
            // Test windows are those of splits windows..., so windows before `windows` are free.
            let followsTest = split - windows - 1 >= windows
            return Array(bars.dropFirst(followsTest ? scheme.embargoBars : 0))
        }
    }

    /// Compares ranges with the filters; `training` gives a split's bars before the purge.
    private func check(
        _ plan: SplitPlan,
        _ scheme: WalkForward,
        _ timestamps: [Int64],
        _ interval: Int64,
        training: (_ split: Int, _ boundaries: [Int64]) -> [Int]
    ) throws {
        let end = timestamps[timestamps.count - 1] + interval
        let window = Int64(scheme.windowDays) * Days.seconds
        let count = plan.testWindows
        let b = (0...(count + 1)).map { end - Int64(count + 1 - $0) * window }
        #expect(plan.boundaries == b)
        #expect(b[0] >= timestamps[0])
        if count < scheme.testWindows {
            // One window more would not fit.
            #expect(b[0] - window < timestamps[0])
            #expect(plan.notes.contains { $0.contains("instead of \(scheme.testWindows)") })
        }
        for split in plan.splits {
            let i = split.number
            let test = timestamps.indices.filter {
                b[i] <= timestamps[$0] && timestamps[$0] < b[i + 1]
            }
            let train = training(i, b).dropLast(scheme.purgeBars)
            #expect(Array(split.test) == test)
            #expect(Array(split.train) == Array(train))
            #expect(Set(train).isDisjoint(with: test))
            #expect(train.count >= 10 && test.count >= 10)
        }
        let leftOut = plan.notes.count { $0.contains("is left out") }
        let first =
            if case .rolling(let windows) = scheme.training { windows } else { 1 }
        #expect(plan.splits.count + leftOut == count - first + 1)
    }
}
