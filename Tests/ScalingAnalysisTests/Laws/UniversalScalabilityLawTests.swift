import ScalingAnalysis
import Testing

@Suite struct UniversalScalabilityLawTests {
    @Test func givesSpeedupsByHand() {
        // 4 / (1 + 3 / 4 + 12 / 8) = 16 / 13.
        let law = UniversalScalabilityLaw(contention: 0.25, coherency: 0.125)
        #expect(law.speedup(at: 4) == 4 / 3.25)
        #expect(law.speedup(at: 1) == 1)
        #expect(UniversalScalabilityLaw(contention: 0, coherency: 0).speedup(at: 7) == 7)
    }

    @Test(arguments: [2, 3, 16, 1_000])
    func isAmdahlsLawWithoutCoherency(workers: Int) {
        let law = UniversalScalabilityLaw(contention: 0.07, coherency: 0)
        let amdahl = AmdahlLaw(serialFraction: 0.07)
        #expect(isClose(law.speedup(at: workers), amdahl.speedup(at: workers), relative: 1e-14))
    }

    @Test func peaksWhereCapacityIsGreatest() {
        // sqrt((1 - 0.36) / 0.01) = 8.
        let law = UniversalScalabilityLaw(contention: 0.36, coherency: 0.01)
        #expect(isClose(law.peakConcurrency, 8, relative: 1e-15 * 2))
        let best = (1...100).max { law.speedup(at: $0) < law.speedup(at: $1) }
        #expect(best == 8)
        #expect(UniversalScalabilityLaw(contention: 0.5, coherency: 0).peakConcurrency == .infinity)
        #expect(UniversalScalabilityLaw(contention: 1, coherency: 0).peakConcurrency == 0)
        #expect(UniversalScalabilityLaw(contention: 1.5, coherency: 0.1).peakConcurrency == 0)
    }

    @Test func isUndefinedForNaN() {
        let law = UniversalScalabilityLaw(contention: .nan, coherency: 0)
        #expect(law.speedup(at: 2).isNaN)
        #expect(law.peakConcurrency.isNaN)
        #expect(UniversalScalabilityLaw(contention: 0, coherency: .nan).peakConcurrency.isNaN)
    }
}
