import Testing

@testable import Reporting

@Suite struct ScalingFormatTests {
    @Test(
        arguments: [
            (0, "0 s"), (1.2344, "1.234 s"), (12.344, "12.34 s"), (1_234, "1234.0 s"),
            (0.9999, "999.9 ms"), (1e-3, "1.000 ms"), (2.5e-5, "25.00 µs"), (3.21e-9, "3.210 ns"),
            (-0.5, "-500.0 ms"), (.nan, "n/a"), (.infinity, "n/a"),
        ] as [(Double, String)]
    )
    func durations(_ value: Double, _ expected: String) {
        #expect(ScalingFormat.seconds(value) == expected)
    }

    @Test(
        arguments: [
            (0, "0.000", "0"), (12, "12.00", "12"), (999, "999.0", "999"),
            (1_000, "1.000 k", "1,000"), (58_320, "58.32 k", "58,320"),
            (1_500_000, "1.500 M", "1.500 M"), (2.5e9, "2.500 G", "2.500 G"),
            (7e12, "7.000 T", "7.000 T"), (0.5, "0.500", "0.500"), (-2_000, "-2.000 k", "-2,000"),
            (.nan, "n/a", "n/a"), (-.infinity, "n/a", "n/a"),
        ] as [(Double, String, String)]
    )
    func ratesAndAmounts(_ value: Double, _ scaled: String, _ amount: String) {
        #expect(ScalingFormat.scaled(value) == scaled)
        #expect(ScalingFormat.amount(value) == amount)
    }

    @Test(
        arguments: [
            (nil, "n/a"), (0, "0 B"), (1_023, "1023 B"), (1_024, "1.000 KiB"),
            (3 << 19, "1.500 MiB"), (5 << 30, "5.000 GiB"),
        ] as [(Int?, String)]
    )
    func memory(_ value: Int?, _ expected: String) {
        #expect(ScalingFormat.bytes(value) == expected)
    }

    @Test func ranges() {
        #expect(ScalingFormat.range(2, 3.456) == "2.00 to 3.46")
        #expect(ScalingFormat.range(2, .nan) == "2.00 or more")
        #expect(ScalingFormat.range(.nan, 3) == "n/a")
        #expect(ScalingFormat.speedup(.nan) == "n/a")
    }
}
