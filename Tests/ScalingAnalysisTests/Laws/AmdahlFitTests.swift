import ScalingAnalysis
import TestSupport
import Testing

@Suite struct AmdahlFitTests {
    /// numpy 2.4 `lstsq`; ends of the interval by scipy 1.17: roots (`brentq`) of
    /// `|a - s (a + b)| = t.ppf(0.975, n - 2) standard errors`.
    @Test func equalsNumPyAndSciPy() throws {
        let fit = try AmdahlFit(points: points([(1, 10.3), (2, 5.6), (4, 3.1), (8, 2.05)]))
        #expect(isClose(fit.serialFraction, 0.0788962956712514, relative: 1e-12))
        #expect(isClose(fit.singleWorkerSeconds, 10.30521739130435, relative: 1e-13))
        let interval = try #require(fit.interval)
        #expect(isClose(interval.lower, 0.0508882250189687, relative: 1e-10))
        #expect(isClose(interval.upper, 0.10766400209084798, relative: 1e-10))
        #expect(interval.level == 0.95)
        let expected = [
            -0.005217391304348951, 0.04086956521738916, -0.08608695652173992, 0.05043478260869483,
        ]
        for (residual, value) in zip(fit.residuals, expected) {
            #expect(abs(residual.seconds - value) < 1e-13)
        }
        #expect(fit.residuals.map(\.workers) == [1, 2, 4, 8])
        #expect(fit.residuals.map(\.measured) == [10.3, 5.6, 3.1, 2.05])
        #expect(fit.isInRange)
        #expect(!fit.isSaturated)
        #expect(fit.notes.isEmpty)
    }

    @Test func countsRepeatedPoints() throws {
        let fit = try AmdahlFit(
            points: points([(1, 8.0), (1, 8.4), (2, 4.5), (3, 3.3), (4, 2.6), (6, 2.1)])
        )
        #expect(isClose(fit.serialFraction, 0.10027587616225613, relative: 1e-12))
        let interval = try #require(fit.interval)
        #expect(isClose(interval.lower, 0.061005865943147886, relative: 1e-10))
        #expect(isClose(interval.upper, 0.14074704290228357, relative: 1e-10))
    }

    @Test(arguments: [0.0, 0.01, 0.05, 0.3, 1])
    func recoversTheLawItself(fraction: Double) throws {
        let law = AmdahlLaw(serialFraction: fraction)
        let fit = try AmdahlFit(
            points: points([1, 2, 3, 5, 8, 13].map { ($0, 40 / law.speedup(at: $0)) })
        )
        #expect(abs(fit.serialFraction - fraction) < 1e-14)
        #expect(isClose(fit.singleWorkerSeconds, 40, relative: 1e-14))
        #expect(isClose(fit.law.speedup(at: 64), law.speedup(at: 64), relative: 1e-12))
        let interval = try #require(fit.interval)
        #expect(interval.upper - interval.lower < 1e-12)
        #expect(fit.residuals.allSatisfy { abs($0.seconds) < 1e-12 })
    }

    /// Fieller's interval holds the true fraction 95 times in 100: out of 1,000, 950 with a
    /// standard deviation of 6.9; four of them are allowed.
    @Test func theIntervalHasItsLevel() throws {
        var random = SeededRandom(seed: 5)
        let law = AmdahlLaw(serialFraction: 0.08)
        var held = 0
        for _ in 0..<1_000 {
            let noisy = try points(
                [1, 2, 4, 6, 8].map { ($0, 10 / law.speedup(at: $0) + 0.2 * random.nextNormal()) }
            )
            let interval = try #require(try AmdahlFit(points: noisy).interval)
            if interval.contains(0.08) { held += 1 }
        }
        #expect((922...978).contains(held))
    }

    @Test func twoCountsAreSolvedExactlyWithoutAnInterval() throws {
        let fit = try AmdahlFit(points: points([(1, 10), (4, 4)]))
        // T = 2 + 8 / n.
        #expect(isClose(fit.serialFraction, 0.2, relative: 1e-14))
        #expect(
            isClose(
                1 - fit.serialFraction,
                AmdahlLaw.parallelFraction(speedup: 2.5, workers: 4),
                relative: 1e-14
            )
        )
        #expect(fit.interval == nil)
        #expect(fit.isSaturated)
        #expect(fit.notes.count == 1)
        #expect(fit.notes.first?.contains("no confidence interval") == true)
        // Repeated runs go through their means; 2 and 8 workers determine T = 1 + 8 / n as well.
        let repeated = try AmdahlFit(points: points([(2, 4.9), (2, 5.1), (8, 1.9), (8, 2.1)]))
        #expect(isClose(repeated.serialFraction, 1.0 / 9, relative: 1e-14))
        #expect(isClose(repeated.singleWorkerSeconds, 9, relative: 1e-14))
        #expect(repeated.interval == nil)
    }

    @Test func aFractionOutOfRangeIsReportedRaw() throws {
        // T = -1 + 11 / n: faster than n workers could be.
        let below = try AmdahlFit(points: points([(1, 10), (2, 4.5), (4, 1.75)]))
        #expect(isClose(below.serialFraction, -0.1, relative: 1e-13))
        #expect(!below.isInRange)
        #expect(below.notes.first?.contains("out of range, below 0") == true)
        #expect(below.law.speedup(at: 16).isNaN)
        // T = 12 - 2 / n: slower with every worker.
        let above = try AmdahlFit(points: points([(1, 10), (2, 11), (4, 11.5)]))
        #expect(isClose(above.serialFraction, 1.2, relative: 1e-13))
        #expect(!above.isInRange)
        #expect(above.notes.first?.contains("do not shrink") == true)
        // T = 19 - 36 / n: the fitted time on one worker is negative, and so is the fraction,
        // though the times grow.
        let negative = try AmdahlFit(points: points([(2, 1), (4, 10)]))
        #expect(isClose(negative.serialFraction, -19.0 / 17, relative: 1e-13))
        #expect(negative.notes.first?.contains("do not shrink") == true)
    }

    @Test func thereIsNoFiniteIntervalForScatteredTimes() throws {
        let fit = try AmdahlFit(points: points([(1, 1), (2, 9), (4, 1)]))
        #expect(fit.interval == nil)
        #expect(!fit.isSaturated)
        #expect(fit.notes.last?.contains("too scattered") == true)
    }

    @Test func needsTwoCounts() {
        #expect(throws: ScalingError.tooFewCounts(law: "Amdahl's law", distinct: 1, needed: 2)) {
            try AmdahlFit(points: points([(2, 1), (2, 3)]))
        }
        #expect(throws: ScalingError.tooFewCounts(law: "Amdahl's law", distinct: 0, needed: 2)) {
            try AmdahlFit(points: [])
        }
    }
}
