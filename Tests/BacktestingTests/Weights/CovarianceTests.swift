import Backtesting
import Testing
import Validation

@Suite struct CovarianceTests {
    @Test func estimatesTwoSymbolsAsByHand() throws {
        // Less their means of 2 and 4: -1 0 1 and -4 4 0.
        let returns = ReturnMatrix(periods: 3, columns: 2, values: [1, 2, 3, 0, 8, 4])
        let sample = try CovarianceRule.sample.matrix(of: returns)
        #expect(sample.values == [1, 2, 2, 16])
        #expect(sample.deviations == [1, 4])
        #expect(sample.correlations.values == [1, 0.5, 0.5, 1])
        #expect(sample.variance(of: [0.5, 0.5]) == 5.25)
    }

    @Test func shrinksTwoSymbolsAsByHand() throws {
        // S = [2/3, 4/3; 4/3, 32/3], m = 17/3, ‖S‖² = (4 + 16 + 16 + 1024) / 9 = 1060/9,
        // d² = (1060/9 - 2 x 289/9) / 2 = 241/9; lengths 17, 16, 1 squared are 546, so
        // b² = (546 / 3 - 1060/9) / 6 = 289/27, and the intensity 289 / 723.
        let returns = ReturnMatrix(periods: 3, columns: 2, values: [1, 2, 3, 0, 8, 4])
        let shrunk = try LedoitWolfCovariance(returns)
        let intensity = 289.0 / 723
        #expect(abs(shrunk.shrinkage - intensity) < 1e-15)
        let expected = [
            (1 - intensity) * 2 / 3 + intensity * 17 / 3, (1 - intensity) * 4 / 3,
            (1 - intensity) * 4 / 3, (1 - intensity) * 32 / 3 + intensity * 17 / 3,
        ]
        #expect(areClose(shrunk.matrix.values, expected, within: 1e-14))
        // Of one symbol there is nothing to shrink.
        let one = try LedoitWolfCovariance(
            ReturnMatrix(periods: 3, columns: 1, values: [1, 2, 3])
        )
        #expect(one.shrinkage == 0)
        #expect(abs(one.matrix[0, 0] - 2.0 / 3) < 1e-15)
    }

    @Test func shrinksAllTheWayAtMost() throws {
        // Two returns of three symbols: the error is as large as the spread.
        let returns = ReturnMatrix(periods: 2, columns: 3, values: [1, -1, -1, 1, 1, 1])
        let shrunk = try LedoitWolfCovariance(returns)
        #expect(0...1 ~= shrunk.shrinkage)
        // Equal variances, no covariance: the target itself.
        let target = ReturnMatrix(periods: 4, columns: 2, values: [1, -1, 1, -1, 1, 1, -1, -1])
        #expect(try LedoitWolfCovariance(target).matrix.values == [1, 0, 0, 1])
    }

    @Test func refusesWhatIsNone() throws {
        for values in [[1, 2, 3], [1, 0.5, 0.4, 1], [-1, 0, 0, 1], [1, .nan, .nan, 1]] {
            #expect(throws: BacktestError.self) {
                try CovarianceMatrix(count: 2, values: values)
            }
        }
        #expect(throws: BacktestError.self) { try CovarianceMatrix(count: 0, values: []) }
        for rule in CovarianceRule.allCases {
            #expect(throws: BacktestError.self) {
                try rule.matrix(of: ReturnMatrix(periods: 1, columns: 2, values: [1, 2]))
            }
            #expect(throws: BacktestError.self) {
                try rule.matrix(of: ReturnMatrix(periods: 2, columns: 0, values: []))
            }
        }
    }
}
