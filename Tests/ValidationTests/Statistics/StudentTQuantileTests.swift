import TestSupport
import Testing
import Validation

@Suite struct StudentTQuantileTests {
    /// scipy 1.17: `stats.t.ppf(p, df)`.
    @Test(arguments: [
        (0.975, 3.0, 3.1824463052837078), (0.975, 4, 2.7764451051977934),
        (0.975, 30, 2.0422724563012378), (0.025, 7, -2.3646242515927844),
        (0.995, 11.5, 3.0788778668020576), (0.6, 5, 0.2671808657041451),
        (0.500001, 3, 2.7206990464555036e-06), (0.9999999, 2.5, 553.0599831647646),
        (1e-12, 4, -1316.0727465592565), (0.7, 0.4, 1.1974301614558012),
        (0.95, 1000, 1.6463788172854643),
    ])
    func equalsSciPy(probability: Double, degrees: Double, expected: Double) {
        let value = StudentT.quantile(probability, degreesOfFreedom: degrees)
        // The share of 1e-6 around the centre has 1e-10 of its digits in the probability itself.
        #expect(isClose(value, expected, relative: abs(probability - 0.5) < 1e-3 ? 1e-9 : 1e-11))
    }

    @Test func isExactWhereTheDistributionIsSimple() {
        // One degree of freedom is the Cauchy distribution: the quartile is 1.
        #expect(isClose(StudentT.quantile(0.75, degreesOfFreedom: 1), 1, relative: 1e-14))
        #expect(isClose(StudentT.quantile(0.25, degreesOfFreedom: 1), -1, relative: 1e-14))
        // Its quantile is tan(pi (p - 1/2)), for small angles the angle.
        #expect(
            isClose(
                StudentT.quantile(0.5 + 0x1p-40, degreesOfFreedom: 1),
                .pi * 0x1p-40,
                relative: 1e-13
            )
        )
        // Two degrees: t = a / sqrt(2 p (1 - p)) with a = 2 p - 1.
        #expect(
            isClose(
                StudentT.quantile(0.975, degreesOfFreedom: 2),
                0.95 / (2 * 0.975 * 0.025).squareRoot(),
                relative: 1e-13
            )
        )
        #expect(StudentT.quantile(0.5, degreesOfFreedom: 9) == 0)
        #expect(StudentT.quantile(0, degreesOfFreedom: 9) == -.infinity)
        #expect(StudentT.quantile(1, degreesOfFreedom: 9) == .infinity)
    }

    @Test(arguments: 1...40)
    func isTheInverseOfTheTail(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let degrees = Double.random(in: 0.5...200, using: &random)
        let statistic = Double.random(in: 0.01...12, using: &random)
        let tail = StudentT.twoSidedP(statistic: statistic, degreesOfFreedom: degrees) / 2
        let back = StudentT.quantile(tail, degreesOfFreedom: degrees)
        #expect(isClose(back, -statistic, relative: 1e-10))
    }

    @Test func isUndefinedOutsideItsDomain() {
        for probability in [-0.1, 1.1, .nan] {
            #expect(StudentT.quantile(probability, degreesOfFreedom: 3).isNaN)
        }
        for degrees in [0, -1, .nan, .infinity] {
            #expect(StudentT.quantile(0.9, degreesOfFreedom: degrees).isNaN)
        }
    }
}
