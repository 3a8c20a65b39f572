import Testing
import Validation

@Suite struct NormalDistributionTests {
    /// mpmath 1.3 with 60 digits: `erfc(-x / sqrt(2)) / 2`.
    @Test(arguments: [
        (-30, 4.906713927148187e-198), (-10, 7.619853024160525e-24), (-5, 2.866515718791939e-07),
        (-2.5, 0.006209665325776135), (-1, 0.15865525393145705), (-0.3, 0.3820885778110474),
        (1e-10, 0.5000000000398942), (0.5, 0.6914624612740131), (1, 0.8413447460685429),
        (1.959963984540054, 0.975), (3, 0.9986501019683699), (8, 0.9999999999999993),
    ])
    func knowsProbabilities(x: Double, expected: Double) {
        let tolerance = x < -4 ? 1e-13 : 1e-15
        #expect(isClose(NormalDistribution.cumulative(x), expected, relative: tolerance))
    }

    /// mpmath 1.3 with 60 digits: the root of the distribution function.
    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-100, -21.273453560965326), (1e-20, -9.262340089798407),
        (1e-10, -6.361340902404057), (1e-05, -4.264890793922825), (0.001, -3.0902323061678136),
        (0.01, -2.326347874040841), (0.025, -1.9599639845400543), (0.05, -1.6448536269514726),
        (0.07, -1.4757910281791706), (0.074999, -1.4395385353452308),
        (0.075001, -1.4395244066035215), (0.1, -1.2815515655446004), (0.3, -0.5244005127080408),
        (0.45, -0.12566134685507402), (0.500000001, 2.5066282037387115e-09),
        (0.6, 0.2533471031357997), (0.9, 1.2815515655446006), (0.95, 1.6448536269514722),
        (0.975, 1.9599639845400538), (0.99, 2.3263478740408408), (0.999999, 4.753424308817087),
        (0.9999999999999999, 8.209536151601387),
    ])
    func knowsQuantiles(probability: Double, expected: Double) {
        #expect(isClose(NormalDistribution.quantile(probability), expected, relative: 2e-15))
    }

    @Test func knowsDensities() {
        #expect(isClose(NormalDistribution.density(0), 0.3989422804014327, relative: 1e-15))
        #expect(isClose(NormalDistribution.density(1), 0.24197072451914334, relative: 1e-15))
        #expect(isClose(NormalDistribution.density(-3.5), 0.00087268269504576, relative: 1e-14))
        #expect(isClose(NormalDistribution.density(20), 5.520948362159764e-88, relative: 1e-13))
    }

    @Test func quantileInvertsTheDistribution() {
        for step in 1..<2_000 {
            let probability = Double(step) / 2_000
            let back = NormalDistribution.cumulative(NormalDistribution.quantile(probability))
            #expect(isClose(back, probability, relative: 1e-14))
        }
    }

    @Test func isSymmetric() {
        // Dyadic fractions, so that 1 - p is exact.
        for p in [0.5, 0.375, 0.125, 0x1p-10, 0x1p-40] {
            #expect(NormalDistribution.quantile(1 - p) == -NormalDistribution.quantile(p))
        }
        #expect(NormalDistribution.quantile(0.5) == 0)
        #expect(NormalDistribution.cumulative(0) == 0.5)
    }

    @Test func knowsTheEndsAndNaN() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(.leastNonzeroMagnitude).isFinite)
        for outside in [-1e-300, 1.0.nextUp, .nan, .infinity] {
            #expect(NormalDistribution.quantile(outside).isNaN)
        }
        #expect(NormalDistribution.cumulative(-.infinity) == 0)
        #expect(NormalDistribution.cumulative(.infinity) == 1)
        #expect(NormalDistribution.cumulative(.nan).isNaN)
        #expect(NormalDistribution.density(.infinity) == 0)
        #expect(NormalDistribution.density(.nan).isNaN)
    }
}
