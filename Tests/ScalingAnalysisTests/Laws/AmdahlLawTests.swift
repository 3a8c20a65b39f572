import ScalingAnalysis
import Testing

@Suite struct AmdahlLawTests {
    /// `1 / (s + (1 - s) / n)` with fractions.
    @Test(
        arguments: [
            (0, 8, 8), (1, 8, 1), (0.5, 2, 4.0 / 3), (0.1, 9, 5), (0.25, 4, 16.0 / 7), (0.3, 1, 1),
        ] as [(Double, Int, Double)]
    )
    func givesSpeedups(fraction: Double, workers: Int, expected: Double) {
        let speedup = AmdahlLaw(serialFraction: fraction).speedup(at: workers)
        #expect(isClose(speedup, expected, relative: 1e-15 * 2))
    }

    @Test func knowsItsLimit() {
        #expect(AmdahlLaw(serialFraction: 0.125).maximumSpeedup == 8)
        #expect(AmdahlLaw(serialFraction: 0).maximumSpeedup == .infinity)
        #expect(AmdahlLaw(serialFraction: -0.1).maximumSpeedup == .infinity)
        #expect(AmdahlLaw(serialFraction: .nan).maximumSpeedup.isNaN)
    }

    @Test func isUndefinedWithoutATimeAboveZero() {
        // -0.5 + 1.5 / 2 = 0.25; -0.5 + 1.5 / 3 = 0.
        let law = AmdahlLaw(serialFraction: -0.5)
        #expect(law.speedup(at: 2) == 4)
        #expect(law.speedup(at: 3).isNaN)
        #expect(law.speedup(at: 64).isNaN)
        #expect(AmdahlLaw(serialFraction: .nan).speedup(at: 2).isNaN)
    }

    @Test func explainsOneSpeedup() {
        // Three quarters parallel: 1 / (1/4 + 3/8) = 1.6 on two workers.
        #expect(
            isClose(AmdahlLaw.parallelFraction(speedup: 1.6, workers: 2), 0.75, relative: 1e-15)
        )
        #expect(AmdahlLaw.parallelFraction(speedup: 2, workers: 2) == 1)
        #expect(AmdahlLaw.parallelFraction(speedup: 1, workers: 2) == 0)
        // Superlinear, and slower than one worker: (1 - 1/4) 2 and (1 - 2) 2.
        #expect(AmdahlLaw.parallelFraction(speedup: 4, workers: 2) == 1.5)
        #expect(AmdahlLaw.parallelFraction(speedup: 0.5, workers: 2) == -2)
        for speedup in [0, -1, Double.nan] {
            #expect(AmdahlLaw.parallelFraction(speedup: speedup, workers: 2).isNaN)
        }
    }
}
