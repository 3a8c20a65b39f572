import Reporting
import Testing

@Suite struct SparklineTests {
    @Test func eightHeightsFromTheLeastToTheMost() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([3, -1, 3]) == "█▁█")
    }

    @Test func nothingToCompareIsInTheMiddle() {
        #expect(Sparkline.text([5, 5, 5]) == "▄▄▄")
        #expect(Sparkline.text([-2]) == "▄")
        #expect(Sparkline.text([Double]()) == "")
    }

    @Test func whatIsNotFiniteIsAGap() {
        #expect(Sparkline.text([0, .nan, 7, .infinity]) == "▁ █ ")
        #expect(Sparkline.text([.nan, -.infinity]) == "  ")
    }

    @Test func aHugeRangeDoesNotOverflow() {
        let most = Double.greatestFiniteMagnitude
        #expect(Sparkline.text([-most, 0, most]) == "▁▅█")
        #expect(Sparkline.text([most, most, -most, -most], width: 2) == "█▁")
        #expect(Sparkline.text([0, Double.leastNonzeroMagnitude, 1e-300]) == "▁▁█")
    }

    @Test func manyNumbersBecomeMeansOfEqualParts() {
        // Means 0.5, 2.5, 4.5 and 6.5 of pairs.
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 4) == "▁▃▆█")
        #expect(Sparkline.text([1, .nan, .nan, .nan, 3, 5], width: 3) == "▁ █")
        #expect(Sparkline.text((0..<1_000).map(Double.init)).count == 40)
    }

    @Test func aGivenRangeIsTheScale() {
        #expect(Sparkline.text([0, 4, 9, -3], range: 0...8) == "▁▅█▁")
        #expect(Sparkline.text([2, 3], range: 2...2) == "▄▄")
    }
}
