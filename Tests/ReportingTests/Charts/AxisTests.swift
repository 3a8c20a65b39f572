import Testing

@testable import Reporting

@Suite struct AxisTests {
    @Test(arguments: [
        ([0, 10], [0, 2, 4, 6, 8, 10]), ([-0.3, 0.12], [-0.3, -0.2, -0.1, 0, 0.1, 0.2]),
        ([980, 1_004], [980, 985, 990, 995, 1_000, 1_005]),
    ])
    func ticksAreRoundAndHoldAllValues(values: [Double], ticks: [Double]) {
        let axis = Axis(values)
        #expect(axis.ticks.count == ticks.count)
        for (found, expected) in zip(axis.ticks, ticks) { #expect(abs(found - expected) < 1e-9) }
        #expect(axis.lower <= values.min()! && axis.upper >= values.max()!)
        #expect(axis.position(axis.lower) == 0 && axis.position(axis.upper) == 1)
    }

    /// A few to a dozen ticks, ascending, whatever the values are.
    @Test(arguments: [1e-12, 1, 37, 1e9, 1e300])
    func everyRangeHasTicks(scale: Double) {
        for (low, high) in [(0.0, 1.0), (-1.0, 1.0), (0.99, 1.0), (3.0, 3.0), (0.0, 0.0)] {
            let axis = Axis([low * scale, high * scale])
            #expect((2...12).contains(axis.ticks.count), "\(low) to \(high) times \(scale)")
            #expect(axis.ticks == axis.ticks.sorted())
            #expect(axis.lower < axis.upper)
        }
    }

    @Test func ratiosAreEquallyFarApart() {
        let axis = Axis([10, 10_000], isLogarithmic: true)
        #expect(axis.isLogarithmic)
        #expect(
            abs(axis.position(100) - axis.position(10) - axis.position(1_000) + axis.position(100))
                < 1e-12
        )
        #expect(axis.ticks.contains(100))
        // What reaches 0 has no logarithm.
        #expect(!Axis([0, 10], isLogarithmic: true).isLogarithmic)
        #expect(Axis([100, 104], isLogarithmic: true).ticks.count >= 2)
    }

    @Test func whatIsNotANumberIsLeftOut() {
        #expect(Axis([.nan, 1, .infinity, 2]).upper == 2)
        #expect(Axis([Double]()).ticks.count >= 2)
        #expect(Axis([0.5, 1], includes: 0).lower == 0)
    }
}
