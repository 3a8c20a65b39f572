import Testing
import Validation

@Suite struct StudentTTests {
    /// scipy 1.17: `2 * stats.t.sf(abs(t), df)`.
    @Test(arguments: [
        (0.5, 1.0, 0.7048327646991335), (12.7, 1, 0.050024327689344165),
        (2.5, 4, 0.06676654481198814), (-2.5, 4, 0.06676654481198814),
        (0.01, 7, 0.9923003176436217), (3.3, 11.5, 0.006688473854678462),
        (1.96, 1000, 0.050273184955748736), (8, 30, 6.265822475700759e-09),
        (40, 5, 1.8411962171772954e-07), (1e-8, 3, 0.999999992648948),
        // mpmath 1.3, `betainc`: small shares, where 1 - P(|T| < |t|) would have no digits.
        (9, 200, 1.770938292326479e-16), (12, 150, 1.1118086554433662e-23),
        (20, 1000, 4.0622884995247713e-75),
    ])
    func equalsSciPy(statistic: Double, degrees: Double, expected: Double) {
        let p = StudentT.twoSidedP(statistic: statistic, degreesOfFreedom: degrees)
        #expect(isClose(p, expected, relative: 1e-12))
    }

    @Test func isExactWhereTheDistributionIsSimple() {
        // One degree of freedom is the Cauchy distribution: P(|T| >= 1) = 1/2.
        #expect(
            isClose(StudentT.twoSidedP(statistic: 1, degreesOfFreedom: 1), 0.5, relative: 1e-14)
        )
        // Two degrees: P(|T| >= t) = 1 - t / sqrt(2 + t^2).
        #expect(
            isClose(
                StudentT.twoSidedP(statistic: 1, degreesOfFreedom: 2),
                1 - 1 / 3.0.squareRoot(),
                relative: 1e-14
            )
        )
        #expect(StudentT.twoSidedP(statistic: 0, degreesOfFreedom: 5) == 1)
        #expect(StudentT.twoSidedP(statistic: .infinity, degreesOfFreedom: 5) == 0)
        #expect(StudentT.twoSidedP(statistic: -.infinity, degreesOfFreedom: 5) == 0)
    }

    @Test func isUndefinedWithoutAStatisticOrDegreesOfFreedom() {
        #expect(StudentT.twoSidedP(statistic: .nan, degreesOfFreedom: 5).isNaN)
        #expect(StudentT.twoSidedP(statistic: 1, degreesOfFreedom: 0).isNaN)
        #expect(StudentT.twoSidedP(statistic: 1, degreesOfFreedom: .infinity).isNaN)
    }
}
