import ScalingAnalysis
import TestSupport
import Testing

@Suite struct UniversalScalabilityFitTests {
    /// A set of times and what they give.
    struct Case: Sendable {
        let times: [(Int, Double)]
        let contention: Double
        let coherency: Double
        let rSquared: Double
        let peak: Double
        let bounds: [UniversalScalabilityFit.Coefficient]
    }

    /// scipy 1.17, `optimize.nnls` on the linearised form; R² and the peak from its coefficients.
    static let cases = [
        Case(
            times: [(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)],
            contention: 0.05891020075249294,
            coherency: 0.003183624069250399,
            rSquared: 0.9997448491940022,
            peak: 17.19311797740957,
            bounds: []
        ),
        Case(
            times: [(1, 12), (2, 6.4), (4, 3.9), (8, 3.4), (16, 4.4)],
            contention: 0.03359310426260475,
            coherency: 0.01818682176743265,
            rSquared: 0.9994048249550813,
            peak: 7.289564863793341,
            bounds: []
        ),
        Case(
            times: [(1, 10), (2, 4.8), (4, 2.6), (8, 1.6)],
            contention: 0,
            coherency: 0.004896467722289892,
            rSquared: 0.9989851457143418,
            peak: 14.290866164141102,
            bounds: [.contention]
        ),
        Case(
            times: [(1, 10), (2, 5.9), (4, 3.6), (8, 2.2)],
            contention: 0.11559322033898305,
            coherency: 0,
            rSquared: 0.991368512662756,
            peak: .infinity,
            bounds: [.coherency]
        ),
        Case(
            times: [(1, 10), (2, 4.9), (4, 2.4)],
            contention: 0,
            coherency: 0,
            rSquared: 0.9943487226706893,
            peak: .infinity,
            bounds: [.contention, .coherency]
        ),
    ]

    @Test(arguments: cases)
    func equalsSciPy(expected: Case) throws {
        let fit = try UniversalScalabilityFit(points: points(expected.times))
        #expect(isClose(fit.law.contention, expected.contention, relative: 1e-11))
        #expect(isClose(fit.law.coherency, expected.coherency, relative: 1e-11))
        #expect(isClose(fit.rSquared, expected.rSquared, relative: 1e-12))
        #expect(
            fit.peakConcurrency == expected.peak
                || isClose(fit.peakConcurrency, expected.peak, relative: 1e-11)
        )
        #expect(fit.activeBounds == expected.bounds)
        #expect(fit.notes.count == expected.bounds.count)
        for (note, bound) in zip(fit.notes, expected.bounds) {
            #expect(note.hasPrefix("The \(bound.rawValue) coefficient"))
        }
    }

    @Test(arguments: [(0.05, 0.001), (0.3, 0.02), (0.001, 0.1), (0.9, 0.5)])
    func recoversTheLawItself(contention: Double, coherency: Double) throws {
        let law = UniversalScalabilityLaw(contention: contention, coherency: coherency)
        let fit = try UniversalScalabilityFit(
            points: points([1, 2, 3, 4, 8, 16, 32].map { ($0, 25 / law.speedup(at: $0)) })
        )
        #expect(isClose(fit.law.contention, contention, relative: 1e-9))
        #expect(isClose(fit.law.coherency, coherency, relative: 1e-9))
        #expect(abs(fit.rSquared - 1) < 1e-12)
        #expect(fit.activeBounds.isEmpty)
        #expect(!fit.isSaturated)
        #expect(fit.residuals.allSatisfy { abs($0.seconds) < 1e-10 })
    }

    @Test func findsTheLawBehindNoise() throws {
        // The linearised form at n has a standard deviation of 0.005 n; ten runs at every count
        // leave less than 0.005 of it in either coefficient.
        var random = SeededRandom(seed: 8)
        let law = UniversalScalabilityLaw(contention: 0.1, coherency: 0.01)
        var times: [(Int, Double)] = []
        for workers in [1, 2, 4, 8, 16] {
            for _ in 0..<10 {
                let noise = 1 + 0.005 * random.nextNormal()
                times.append((workers, 10 / law.speedup(at: workers) * noise))
            }
        }
        let fit = try UniversalScalabilityFit(points: points(times))
        #expect(abs(fit.law.contention - 0.1) < 0.01)
        #expect(abs(fit.law.coherency - 0.01) < 0.001)
        #expect(fit.law.contention != 0.1)
        #expect(fit.rSquared > 0.99 && fit.rSquared < 1)
    }

    /// No coefficients on a grid over the quadrant fit the linearised form better.
    @Test(arguments: 1...20)
    func noOtherCoefficientsAreBetter(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let times = [1, 2, 4, 8].map { n in
            (n, n == 1 ? 10 : 10 / Double(n) * Double.random(in: 0.6...1.6, using: &random))
        }
        func error(_ contention: Double, _ coherency: Double) -> Double {
            times.reduce(0) { sum, time in
                let n = Double(time.0)
                let residual =
                    n * time.1 / 10 - 1 - contention * (n - 1) - coherency * n * (n - 1)
                return sum + residual * residual
            }
        }
        let law = try UniversalScalabilityFit(points: points(times)).law
        #expect(law.contention >= 0 && law.coherency >= 0)
        let best = error(law.contention, law.coherency)
        for step in 0...50 {
            for other in 0...50 {
                #expect(best <= error(Double(step) / 100, Double(other) / 500) + 1e-12)
            }
        }
    }

    @Test func twoMoreCountsAreSolvedExactly() throws {
        // n / C - 1 = 0.2 at n = 2 and 0.9 at n = 4: sigma + 2 kappa = 0.2, 3 sigma + 12 kappa
        // = 0.9, so kappa = 0.05 and sigma = 0.1.
        let fit = try UniversalScalabilityFit(points: points([(1, 10), (2, 6), (4, 4.75)]))
        #expect(isClose(fit.law.contention, 0.1, relative: 1e-12))
        #expect(isClose(fit.law.coherency, 0.05, relative: 1e-12))
        #expect(fit.isSaturated)
        #expect(fit.notes.count == 1)
        #expect(fit.notes.first?.contains("whether it holds or not") == true)
        // Speed-ups are over the mean time on one worker.
        let repeated = try UniversalScalabilityFit(
            points: points([(1, 9), (1, 11), (2, 6), (4, 4.75)])
        )
        #expect(isClose(repeated.law.contention, 0.1, relative: 1e-12))
        #expect(isClose(repeated.law.coherency, 0.05, relative: 1e-12))
    }

    @Test func equalSpeedupsHaveNoVarianceToExplain() throws {
        let fit = try UniversalScalabilityFit(points: points([(1, 5), (2, 5), (4, 5)]))
        #expect(fit.rSquared.isNaN)
        #expect(isClose(fit.law.contention, 1, relative: 1e-14))
    }

    @Test func needsOneWorkerAndTwoMoreCounts() throws {
        let name = "the universal scalability law"
        #expect(throws: ScalingError.noSingleWorker(law: name)) {
            try UniversalScalabilityFit(points: points([(2, 3), (4, 2), (8, 1)]))
        }
        let error = #expect(throws: ScalingError.tooFewCounts(law: name, distinct: 2, needed: 3)) {
            try UniversalScalabilityFit(points: points([(1, 3), (2, 2), (2, 2)]))
        }
        #expect(
            error?.description
                == "the universal scalability law needs times at 3 distinct counts, and there are 2;"
                + " measure more thread counts, on a machine with more processors if need be"
        )
    }
}
