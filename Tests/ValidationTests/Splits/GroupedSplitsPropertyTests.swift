import TestSupport
import Testing
import Validation

/// Plans with random settings against the definition, written as filters over all bars.
@Suite struct GroupedSplitsPropertyTests {
    @Test(arguments: 0..<150)
    func equalsTheDefinition(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let groups = Int.random(in: 2...8, using: &random)
        let bars = Int.random(in: 40 * groups...60 * groups, using: &random)
        let scheme = CombinatorialPurged(
            groups: groups,
            testGroups: Int.random(in: 1..<groups, using: &random),
            purgeBars: Int.random(in: 0...15, using: &random),
            embargoBars: Int.random(in: 0...15, using: &random)
        )
        let timestamps = RandomTimes.increasing(bars, interval: 3_600, using: &random)
        let plan = try SplitScheme.combinatorialPurged(scheme)
            .plan(timestamps: timestamps, interval: 3_600)
        #expect(plan.notes == [])
        #expect(plan.splits.count == scheme.splitCount)
        let order = plan.splits.map { $0.testSegments.map(\.lowerBound) }
        #expect(zip(order, order.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        for split in plan.splits {
            let tested = Set(split.testSegments.flatMap(\.self))
            let trained = split.trainSegments.flatMap(\.self)
            // A bar is trained on unless it is tested, or a test group follows within the purge, or one
            // came before within the embargo.
            let expected = (0..<bars).filter { bar in
                !tested.contains(bar)
                    && !split.testSegments.contains { segment in
                        bar < segment.lowerBound && bar >= segment.lowerBound - scheme.purgeBars
                    }
                    && !split.testSegments.contains { segment in
                        bar >= segment.upperBound && bar < segment.upperBound + scheme.embargoBars
                    }
            }
            #expect(trained == expected)
            #expect(split.testSegments.count == scheme.testGroups)
            #expect(split.trainSegments.allSatisfy { $0.count >= 10 })
        }
    }

    @Test(arguments: 0..<50)
    func everyPathVisitsEveryBarOnceAndNoTestIsUsedTwice(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 1_000)
        let groups = Int.random(in: 2...9, using: &random)
        let bars = Int.random(in: 10 * groups...30 * groups, using: &random)
        let scheme = CombinatorialPurged(
            groups: groups,
            testGroups: Int.random(in: 1..<groups, using: &random)
        )
        let plan = try scheme.plan(timestamps: Days.timestamps(bars), interval: Days.seconds)
        #expect(plan.paths.count == scheme.pathCount)
        #expect(plan.paths.map(\.number) == Array(1...plan.paths.count))
        var used: Set<[Int]> = []
        for path in plan.paths {
            let visited = path.parts.flatMap { plan.splits[$0.split].testSegments[$0.segment] }
            #expect(visited == Array(0..<bars))
            for part in path.parts { #expect(used.insert([part.split, part.segment]).inserted) }
        }
        #expect(used.count == plan.splits.count * scheme.testGroups)
        // Of each group, paths take the splits that test it in their order.
        for group in 0..<groups {
            let splits = plan.paths.map { $0.parts[group].split }
            #expect(splits == splits.sorted())
        }
    }

    /// Purge and embargo that eat whole groups: what is left is left out with a note, or refused.
    @Test(arguments: 0..<50)
    func whatIsTooShortIsLeftOutOrRefused(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 2_000)
        let scheme = CombinatorialPurged(
            groups: 6,
            testGroups: Int.random(in: 1...4, using: &random),
            purgeBars: Int.random(in: 0...30, using: &random),
            embargoBars: Int.random(in: 0...30, using: &random)
        )
        do throws(ValidationError) {
            let plan = try scheme.plan(timestamps: Days.timestamps(120), interval: Days.seconds)
            #expect(plan.splits.allSatisfy { $0.trainSegments.allSatisfy { $0.count >= 10 } })
            #expect(plan.splits.count == scheme.splitCount)
            let runs = plan.splits.reduce(0) { $0 + Self.trainingRuns($1) }
            let kept = plan.splits.reduce(0) { $0 + $1.trainSegments.count }
            #expect(plan.notes.isEmpty == (runs == kept))
            if runs > kept { #expect(plan.notes[0].hasPrefix("\(runs - kept) training segment")) }
        } catch {
            guard case .nothingToTrainOn = error else { throw error }
        }
    }

    /// Runs of groups of 20 bars that are not tested.
    private static func trainingRuns(_ split: Split) -> Int {
        let tested = Set(split.testSegments.map { $0.lowerBound / 20 })
        return (0..<6).count { group in
            !tested.contains(group) && (group == 0 || tested.contains(group - 1))
        }
    }
}
