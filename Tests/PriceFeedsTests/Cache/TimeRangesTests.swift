import TestSupport
import Testing

@testable import PriceFeeds

@Suite struct TimeRangesTests {
    @Test func neighboursBecomeOne() {
        var ranges = TimeRanges()
        ranges.insert(10..<20)
        ranges.insert(30..<40)
        ranges.insert(5..<5)
        #expect(ranges.ranges == [10..<20, 30..<40])
        ranges.insert(20..<30)
        #expect(ranges.ranges == [10..<40])
    }

    /// Against a set of all single times.
    @Test(arguments: 0..<50) func agreesWithASet(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var ranges = TimeRanges()
        var known: Set<Int64> = []
        for _ in 0..<12 {
            let start = Int64.random(in: -60..<60, using: &random)
            let range = start..<start + Int64.random(in: 0..<15, using: &random)
            ranges.insert(range)
            known.formUnion(range)
            #expect(Set(ranges.ranges.joined()) == known)
            #expect(
                zip(ranges.ranges, ranges.ranges.dropFirst()).allSatisfy {
                    $0.upperBound < $1.lowerBound
                }
            )
            let from = Int64.random(in: -70..<70, using: &random)
            let asked = from..<from + Int64.random(in: 0..<60, using: &random)
            let missing = ranges.missing(in: asked)
            #expect(Array(missing.joined()) == asked.filter { !known.contains($0) })
            #expect(missing.allSatisfy { !$0.isEmpty })
        }
    }
}
