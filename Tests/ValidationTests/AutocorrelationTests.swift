import TestSupport
import Testing

@testable import Validation

@Suite struct AutocorrelationTests {
    /// `[1, 2, 3, 4]` less its mean is `[-1.5, -0.5, 0.5, 1.5]`, whose squares add up to 5.
    @Test func correlationsByHand() {
        let found = Autocorrelation(of: [1, 2, 3, 4], lags: 3)
        #expect(found.correlations == [0.25, -0.3, -0.45])
        #expect(found.bound == 0.98)
        // n (n + 2) (r1^2 / 3 + r2^2 / 2 + r3^2 / 1) = 24 (0.0625 / 3 + 0.09 / 2 + 0.2025) = 6.44
        let expected = ChiSquared.survival(6.44, degrees: 3)
        #expect(abs(found.ljungBox - expected) < 1e-12)
    }

    /// Quantiles of printed tables, to all their digits, and values by other means.
    @Test func chiSquaredIsThatOfTables() {
        for (value, degrees, probability) in [
            (3.841_458_820_694_124, 1, 0.05), (5.991_464_547_107_979, 2, 0.05),
            (7.814_727_903_251_179, 3, 0.05), (18.307_038_053_275_146, 10, 0.05),
            (23.209_251_158_954_356, 10, 0.01), (24.995_790_139_728_616, 15, 0.05),
            (31.410_432_844_230_918, 20, 0.05),
        ] {
            let found = ChiSquared.survival(value, degrees: degrees)
            #expect(abs(found - probability) < 1e-12, "\(value) with \(degrees)")
        }
        #expect(ChiSquared.survival(0, degrees: 4) == 1)
    }

    /// Independent values are found to be dependent as often as was asked for, a walk always.
    @Test func rejectsAsOftenAsItSays() {
        var random = SeededRandom(seed: 12)
        var rejected = 0
        for _ in 0..<400 {
            let values = (0..<120).map { _ in Double.random(in: -1...1, using: &random) }
            if Autocorrelation(of: values, lags: 10).ljungBox < 0.05 { rejected += 1 }
        }
        // 20 are expected; the deviation is 4.4.
        #expect((6...38).contains(rejected))
        var sum = 0.0
        let walk = (0..<120).map { _ -> Double in
            sum += Double.random(in: -1...1, using: &random)
            return sum
        }
        #expect(Autocorrelation(of: walk, lags: 10).ljungBox < 1e-6)
    }

    @Test func constantsAndShortSeriesHaveNone() {
        #expect(Autocorrelation(of: [2, 2, 2], lags: 2).ljungBox.isNaN)
        #expect(Autocorrelation(of: [1], lags: 5).correlations.isEmpty)
        #expect(Autocorrelation(of: [], lags: 5).ljungBox.isNaN)
    }
}
