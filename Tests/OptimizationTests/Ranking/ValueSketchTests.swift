import TestSupport
import Testing

@testable import Optimization

@Suite struct ValueSketchTests {
    @Test(arguments: 0..<40) func findsTheMedian(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let scale = [1e-6, 1, 1e9].randomElement(using: &random)!
        let values = (0..<Int.random(in: 1...400, using: &random)).map { _ in
            Double.random(in: -1...1, using: &random) * scale
        }
        var sketch = ValueSketch()
        for (slot, value) in values.enumerated() { sketch.add(value, slot: slot) }
        // The better one of the middle two.
        let median = values.sorted(by: >)[(values.count - 1) / 2]
        let other = values.sorted(by: >)[values.count / 2]
        #expect(abs(sketch.median - (median + other) / 2) <= 0.002 * (abs(median) + abs(other)))
        let slot = sketch.medianSlot
        #expect(slot.map { abs(values[$0] - median) <= 0.004 * abs(median) } == true)
    }

    @Test func doesNotDependOnTheOrder() {
        let values = [3, -1, 0, .nan, 2.5, -.infinity, .infinity, 2.501, 0.0, -2]
        var (one, other) = (ValueSketch(), ValueSketch())
        for (slot, value) in values.enumerated() { one.add(value, slot: slot) }
        for (slot, value) in values.enumerated().reversed() { other.add(value, slot: slot) }
        #expect(one.medianSlot == other.medianSlot)
        #expect(one.median == other.median)
        // From above: infinity, 3, 2.501, 2.5, 0, 0, -1, -2, -infinity and NaN.
        #expect(one.median == 0)
        #expect(one.medianSlot == 2)
    }

    @Test func mergesIntoWhatCountingAllGives() {
        let values = [3, -1, 0, .nan, 2.5, -.infinity, .infinity, 2.501, 0.0, -2, 2.502]
        var whole = ValueSketch()
        var parts = [ValueSketch(), ValueSketch(), ValueSketch()]
        for (slot, value) in values.enumerated() {
            whole.add(value, slot: slot, count: slot + 1)
            parts[slot * 7 % 3].add(value, slot: slot, count: slot + 1)
        }
        var merged = parts[2]
        merged.merge(parts[0])
        merged.merge(parts[1])
        #expect(merged.count == whole.count && whole.count == 66)
        #expect(merged.median == whole.median)
        #expect(merged.medianSlot == whole.medianSlot)
    }

    @Test func hasNoMedianOfNothing() {
        #expect(ValueSketch().medianSlot == nil)
        #expect(ValueSketch().median.isNaN)
    }
}
