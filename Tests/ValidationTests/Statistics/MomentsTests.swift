import Testing
import Validation

@Suite struct MomentsTests {
    private let sample = [3.0, -1, 4, 1, -5, 9, 2, 6]

    @Test func equalsNumPyAndSciPy() {
        // numpy 2.4: mean, std; scipy 1.17: skew, kurtosis(fisher=False), both biased.
        #expect(Moments.mean(sample) == 2.375)
        #expect(
            isClose(
                Moments.standardDeviation(sample, ddof: 1),
                4.274091382136927,
                relative: 1e-15
            )
        )
        #expect(
            isClose(
                Moments.standardDeviation(sample, ddof: 0),
                3.998046397929869,
                relative: 1e-15
            )
        )
        #expect(isClose(Moments.skewness(sample), -0.1941930844721657, relative: 1e-14))
        #expect(isClose(Moments.kurtosis(sample), 2.5429863864259854, relative: 1e-14))
        let small = [0.01, 0.013, -0.02, 0.004, 0.031, -0.007]
        #expect(isClose(Moments.skewness(small), 0.0037296535653849974, relative: 1e-11))
        #expect(isClose(Moments.kurtosis(small), 2.2228735478228163, relative: 1e-14))
    }

    /// numpy 2.4, `percentile` with its default, linear interpolation.
    @Test(arguments: [
        (0, -5.0), (5, -3.5999999999999996), (25, 0.5), (37.5, 1.625), (50, 2.5),
        (90, 6.8999999999999995), (95, 7.949999999999998), (99, 8.79), (100, 9),
    ])
    func interpolatesPercentilesLikeNumPy(percent: Double, expected: Double) {
        let value = Moments.percentile(percent, ofSorted: sample.sorted())
        #expect(isClose(value, expected, relative: 1e-15 * 4))
    }

    @Test func takesThePercentileOfOneValue() {
        #expect(Moments.percentile(5, ofSorted: [7]) == 7)
        #expect(Moments.percentile(0, ofSorted: [7]) == 7)
    }

    @Test func takesTheMiddleOfAnUnsortedSample() {
        #expect(Moments.median([5, 1, 3]) == 3)
        #expect(Moments.median([4, 1, 3, 9]) == 3.5)
        #expect(Moments.median([2]) == 2)
    }

    @Test func isUndefinedWithoutEnoughValues() {
        #expect(Moments.mean([]).isNaN)
        #expect(Moments.median([]).isNaN)
        #expect(Moments.percentile(50, ofSorted: []).isNaN)
        #expect(Moments.skewness([]).isNaN)
        #expect(Moments.kurtosis([]).isNaN)
        #expect(Moments.standardDeviation([1], ddof: 1).isNaN)
        #expect(Moments.standardDeviation([1], ddof: 0) == 0)
        #expect(Moments.skewness([2, 2, 2]).isNaN)
        #expect(Moments.kurtosis([2, 2, 2]).isNaN)
    }

    @Test func agreesWithHandComputedMoments() {
        // Values -1 and 1 in equal parts: m2 = m4 = 1. With two zeros of four: m2 = m4 = 1/2.
        #expect(Moments.kurtosis([-1, 1]) == 1)
        #expect(Moments.kurtosis([-1, 0, 0, 1]) == 2)
        #expect(Moments.skewness([-1, 0, 0, 1]) == 0)
        // {0, 0, 1}: m2 = 2/9, m3 = 2/27, so m3 / m2^1.5 = 1 / sqrt(2).
        #expect(isClose(Moments.skewness([0, 0, 1]), 0.5.squareRoot(), relative: 1e-14))
    }
}
