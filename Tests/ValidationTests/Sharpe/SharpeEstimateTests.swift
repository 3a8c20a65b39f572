import Testing
import Validation

@Suite struct SharpeEstimateTests {
    private let returns = [0.01, 0.013, -0.02, 0.004, 0.031, -0.007]

    @Test func estimatesFromReturns() {
        // numpy 2.4 (ddof 1), scipy 1.17 (biased skew, kurtosis with fisher=False, norm.cdf).
        let estimate = SharpeEstimate(returns: returns)
        #expect(estimate.count == 6)
        #expect(isClose(estimate.sharpe, 0.2948932517001498, relative: 1e-14))
        #expect(isClose(estimate.skewness, 0.0037296535653849974, relative: 1e-11))
        #expect(isClose(estimate.kurtosis, 2.2228735478228163, relative: 1e-14))
        #expect(isClose(estimate.probability(above: 0), 0.7425270628754796, relative: 1e-13))
    }

    @Test func takesAColumnOfAMatrix() {
        let matrix = ReturnMatrix(periods: 6, columns: 2, values: returns.map { -$0 } + returns)
        #expect(
            SharpeEstimate(returns: matrix[column: 1]) == SharpeEstimate(returns: returns)
        )
        let mirrored = SharpeEstimate(returns: matrix[column: 0])
        #expect(mirrored.sharpe == -SharpeEstimate(returns: returns).sharpe)
    }

    /// The example of Bailey & Lopez de Prado 2012; digits by scipy 1.17.
    @Test func knowsTheProbabilisticRatioOfThePaper() {
        let normal = SharpeEstimate(count: 24, sharpe: 0.458)
        #expect(abs(normal.probability(above: 0) - 0.982) < 5e-4)
        #expect(isClose(normal.probability(above: 0), 0.9816749190910771, relative: 1e-14))
        let skewed = SharpeEstimate(count: 24, sharpe: 0.458, skewness: -2.448, kurtosis: 10.164)
        #expect(abs(skewed.probability(above: 0) - 0.913) < 5e-4)
        #expect(isClose(skewed.probability(above: 0), 0.913361083860933, relative: 1e-14))
    }

    /// The example of Bailey & Lopez de Prado 2014: 250 days a year, figures per day.
    @Test(arguments: [
        (100.0, 0.11317200186513203, 0.9003968344493909),
        (46, 0.10036237061765359, 0.9505017068755786),
    ])
    func knowsTheDeflatedRatioOfThePaper(trials: Double, maximum: Double, expected: Double) {
        let estimate = SharpeEstimate(
            count: 1_250,
            sharpe: 2.5 / 250.0.squareRoot(),
            skewness: -3,
            kurtosis: 10
        )
        let variance = 0.5 / 250
        let benchmark = SharpeEstimate.expectedMaximum(trials: trials, variance: variance)
        #expect(isClose(benchmark, maximum, relative: 1e-14))
        let deflated = estimate.deflated(trials: trials, variance: variance)
        #expect(isClose(deflated, expected, relative: 1e-13))
        #expect(deflated == estimate.probability(above: benchmark))
    }

    @Test func expectsMoreOfMoreTrials() {
        // scipy 1.17: (1 - g) norm.isf(1 / N) + g norm.isf(1 / (N e)).
        for (trials, expected) in [
            (1.3, 0.02001847010566299), (2, 0.5197553442805939), (10, 1.57459830134575),
            (1_000, 3.255121513652725), (26_568, 4.093269460607271), (1e6, 4.867860037837305),
        ] {
            let maximum = SharpeEstimate.expectedMaximum(trials: trials, variance: 1)
            #expect(isClose(maximum, expected, relative: 1e-13))
            // The square root of the variance is a factor.
            let double = SharpeEstimate.expectedMaximum(trials: trials, variance: 4)
            #expect(double == 2 * maximum)
        }
        #expect(SharpeEstimate.expectedMaximum(trials: 1, variance: 0.3) == 0)
        #expect(SharpeEstimate.expectedMaximum(trials: 1.2, variance: 0.3) == 0)
        #expect(SharpeEstimate.expectedMaximum(trials: 100, variance: 0) == 0)
        for (trials, variance) in [(0.5, 1.0), (.nan, 1), (10, -1), (10, .nan)] {
            #expect(SharpeEstimate.expectedMaximum(trials: trials, variance: variance).isNaN)
        }
    }

    @Test func oneTrialIsNotDeflated() {
        let estimate = SharpeEstimate(returns: returns)
        #expect(estimate.deflated(trials: 1, variance: 0.1) == estimate.probability(above: 0))
        #expect(estimate.deflated(trials: 0, variance: 0.1).isNaN)
    }

    @Test func knowsTheMinimumTrackRecordByHand() {
        // z = 1.6448536269514722 for 95 %: 1 + (1 + 0.458^2 / 2) (z / 0.458)^2 when normal.
        let normal = SharpeEstimate(count: 24, sharpe: 0.458)
        let z = 1.6448536269514722
        let byHand = 1 + (1 + 0.458 * 0.458 / 2) * (z / 0.458) * (z / 0.458)
        #expect(isClose(normal.minimumTrackRecordLength(), byHand, relative: 1e-14))
        #expect(isClose(byHand, 15.250806919432538, relative: 1e-14))
        // scipy 1.17.
        let skewed = SharpeEstimate(count: 24, sharpe: 0.458, skewness: -2.448, kurtosis: 10.164)
        let length = skewed.minimumTrackRecordLength(above: 0.1, confidence: 0.99)
        #expect(isClose(length, 110.86247561821351, relative: 1e-13))
        // With as many returns the probability is the confidence that was asked for.
        let long = SharpeEstimate(count: 1_001, sharpe: 0.1, skewness: -1, kurtosis: 5)
        let confidence = long.probability(above: 0.06)
        let needed = long.minimumTrackRecordLength(above: 0.06, confidence: confidence)
        #expect(isClose(needed, 1_001, relative: 1e-11))
    }

    @Test func needsAnEndlessRecordWithoutAnEdge() {
        let estimate = SharpeEstimate(count: 24, sharpe: 0.2)
        #expect(estimate.minimumTrackRecordLength(above: 0.2) == .infinity)
        #expect(estimate.minimumTrackRecordLength(above: 0.3) == .infinity)
        #expect(estimate.minimumTrackRecordLength(confidence: 1) == .infinity)
        #expect(estimate.minimumTrackRecordLength(confidence: 0.5) == 1)
        for confidence in [0.49, -1, 1.01, .nan] {
            #expect(estimate.minimumTrackRecordLength(confidence: confidence).isNaN)
        }
        #expect(estimate.minimumTrackRecordLength(above: .nan).isNaN)
    }

    @Test func knowsTheStandardErrorByHand() {
        // 1 - (-2) 0.5 + (9 - 1) / 4 0.25 = 2.5, over 9.
        let estimate = SharpeEstimate(count: 10, sharpe: 0.5, skewness: -2, kurtosis: 9)
        #expect(isClose(estimate.standardError, (2.5 / 9).squareRoot(), relative: 1e-15))
    }

    @Test func hasNoMomentsWithoutVariance() {
        // The sum of ten times 0.1 is not 1, so a naive deviation would not be 0.
        let constant = SharpeEstimate(returns: Array(repeating: 0.1, count: 10))
        #expect(constant.sharpe == 0)
        #expect(constant.skewness.isNaN)
        #expect(constant.kurtosis.isNaN)
        #expect(constant.probability(above: 0).isNaN)
        #expect(constant.minimumTrackRecordLength().isNaN)
        #expect(SharpeEstimate(returns: [0.0, 0, 0]).sharpe == 0)
    }

    @Test(arguments: [[], [0.01], [0.01, .nan, 0.02], [0.01, .infinity, 0.02], [.nan, .nan]])
    func isUndefinedWithoutReturns(returns: [Double]) {
        let estimate = SharpeEstimate(returns: returns)
        #expect(estimate.count == returns.count)
        #expect(estimate.sharpe.isNaN)
        #expect(estimate.probability(above: 0).isNaN)
        #expect(estimate.deflated(trials: 10, variance: 0.1).isNaN)
        #expect(estimate.minimumTrackRecordLength().isNaN)
    }

    @Test func isUndefinedWhereTheVarianceIsNotPositive() {
        // Moments that no sample has: 1 - 3 + 1/2 < 0.
        let impossible = SharpeEstimate(count: 10, sharpe: 1, skewness: 3, kurtosis: 3)
        #expect(impossible.standardError.isNaN)
        #expect(impossible.probability(above: 0).isNaN)
        #expect(impossible.minimumTrackRecordLength().isNaN)
        #expect(SharpeEstimate(count: 1, sharpe: 0.5).probability(above: 0).isNaN)
        #expect(SharpeEstimate(count: 10, sharpe: 0.5).probability(above: .nan).isNaN)
    }
}
