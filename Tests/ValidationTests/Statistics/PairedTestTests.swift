import Testing
import Validation

@Suite struct PairedTestTests {
    @Test func countsSignPatternsByHand() {
        // Sums of +-1 +-2 +-3: only 6 and -6 of the eight are as far from 0 as 6.
        let test = PairedTest(differences: [1, 2, 3], seed: 0)
        #expect(test.permutationP == 2.0 / 8)
        #expect(test.isExact)
        #expect(test.pairs == 3)
        #expect(test.meanDifference == 2)
        #expect(test.standardDeviation == 1)
        // +-1 +-1 +-1 - 1: |sum| >= 2 for 2 of 16 patterns at 4 and 8 at 2.
        #expect(PairedTest(differences: [1, 1, 1, -1], seed: 0).permutationP == 10.0 / 16)
    }

    /// scipy 1.17: `ttest_1samp(d, 0)`; patterns counted with numpy.
    @Test(arguments: [
        ([1, 2, 3], 3.464101615137755, 0.07417990022744854, 2.0 / 8),
        ([0.02, -0.01, 0.05, 0.03, 0], 1.6858544608470492, 0.16710331573259815, 8.0 / 32),
        (
            [1.5, -2.5, 0.25, 4, 3, -0.5, 2], 1.3270826810234733, 0.23274589507363289, 32.0 / 128
        ),
    ])
    func equalsSciPy(differences: [Double], statistic: Double, p: Double, permutation: Double) {
        let test = PairedTest(differences: differences, seed: 0)
        #expect(isClose(test.tStatistic, statistic, relative: 1e-14))
        #expect(isClose(test.tTestP, p, relative: 1e-12))
        #expect(test.permutationP == permutation)
    }

    @Test func doesNotDependOnTheSignOfAllDifferences() {
        let plus = PairedTest(differences: [0.3, -0.1, 0.25, 0.4], seed: 0)
        let minus = PairedTest(differences: [-0.3, 0.1, -0.25, -0.4], seed: 0)
        #expect(plus.permutationP == minus.permutationP)
        #expect(plus.tTestP == minus.tTestP)
        #expect(plus.tStatistic == -minus.tStatistic)
    }

    @Test func countsPatternsThatAreEqualButForRounding() {
        // Flipping 0.1, 0.2 and -0.3 gives the same distance in exact arithmetic, not in Double.
        let test = PairedTest(differences: [0.1, 0.2, -0.3, 1], seed: 0)
        // Sums of +-1 with the rest in {0, 0, +-0.2, +-0.4, +-0.6}: 5 of 8 rests reach it.
        #expect(test.permutationP == 10.0 / 16)
    }

    @Test func knowsOnePairAndNoDifference() {
        let one = PairedTest(differences: [2], seed: 0)
        #expect(one.permutationP == 1)
        #expect(one.standardDeviation.isNaN)
        #expect(one.tStatistic.isNaN)
        #expect(one.tTestP.isNaN)
        let equal = PairedTest(differences: [0, 0, 0], seed: 0)
        #expect(equal.permutationP == 1)
        #expect(equal.tStatistic.isNaN)
        let constant = PairedTest(differences: [1, 1, 1], seed: 0)
        #expect(constant.tStatistic == .infinity)
        #expect(constant.tTestP == 0)
        #expect(constant.permutationP == 2.0 / 8)
    }

    @Test func isExactUpToSixteenPairs() {
        let sixteen = PairedTest(differences: Array(repeating: 1, count: 16), seed: 0)
        #expect(sixteen.isExact)
        #expect(sixteen.permutationP == 2.0 / 65_536)
        let seventeen = PairedTest(differences: Array(repeating: 1, count: 17), seed: 0)
        #expect(!seventeen.isExact)
    }

    @Test func samplesPatternsOfManyPairs() {
        let differences = [
            0.5, -0.2, 0.3, 0.1, -0.4, 0.6, 0.2, -0.1, 0.35, 0.05, -0.3, 0.45, 0.15, -0.25, 0.4,
            0.12, -0.08, 0.22,
        ]
        let test = PairedTest(differences: differences, seed: 11)
        #expect(!test.isExact)
        #expect(test == PairedTest(differences: differences, seed: 11))
        #expect(test.permutationP != PairedTest(differences: differences, seed: 12).permutationP)
        // All 2^18 patterns, counted with numpy: 28,338 of 262,144. The standard error of 100,000
        // drawn ones is 0.00098; four of them are allowed.
        #expect(abs(test.permutationP - 28_338.0 / 262_144) < 4 * 0.00098)
        #expect(isClose(test.tStatistic, 1.7062111278707495, relative: 1e-14))
        #expect(isClose(test.tTestP, 0.10616921745479872, relative: 1e-12))
    }
}
