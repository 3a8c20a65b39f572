import Testing

@testable import Forecasting

@Suite struct ScalarMinimumTests {
    @Test func findsTheLowestOfSeveral() {
        // Two wells; the one at 0.8 is deeper.
        let found = ScalarMinimum.find(in: 0...1) { x in
            let (a, b) = (x - 0.2, x - 0.8)
            return a * a * b * b - 0.01 * x
        }
        #expect(abs(found.argument - 0.8136) < 1e-3)
        #expect(found.value < 0.013 * 0.013 * 0.62 * 0.62 - 0.008)
    }

    @Test func staysWithinTheRange() {
        #expect(ScalarMinimum.find(in: 2...3) { $0 }.argument - 2 < 1e-7)
        #expect(3 - ScalarMinimum.find(in: 2...3) { -$0 }.argument < 1e-7)
        #expect(abs(ScalarMinimum.find(in: 2...3) { abs($0 - 2.34) }.argument - 2.34) < 1e-6)
        #expect(2...3 ~= ScalarMinimum.find(in: 2...3) { _ in 1 }.argument)
    }
}
