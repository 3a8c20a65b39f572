import DataParallel
import Testing
import Validation

@Suite struct BootstrapIntervalsTests {
    private static let returns: [Double] = {
        var noise = NoiseSeries(seed: 21)
        return noise.series(120).map { 0.001 + 0.01 * $0 }
    }()

    /// The series of pyfolio's tests without its missing first value.
    private let golden = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1]

    @Test func estimatesTheKnownFigures() throws {
        let intervals = try BootstrapIntervals(
            returns: golden,
            periodsPerYear: 252,
            resamples: 10,
            seed: 0
        )
        #expect(isClose(intervals.sharpeRatio.estimate, 1.7238613961706866, relative: 1e-13))
        // empyrical-reloaded 0.7.1, `annual_return` of these eight returns.
        #expect(isClose(intervals.cagr.estimate, 2.330292797300439, relative: 1e-13))
        #expect(isClose(intervals.maxDrawdown.estimate, -0.1, relative: 1e-14))
        let total = golden.reduce(1) { $0 * (1 + $1) } - 1
        #expect(intervals.totalReturn.estimate == total)
        #expect(intervals.totalReturn.sorted.count == 10)
    }

    /// Every figure of every resample, from its indices and the definitions.
    @Test func equalsTheDefinitionsOnEveryResample() throws {
        let returns = Self.returns
        let intervals = try BootstrapIntervals(
            returns: returns,
            periodsPerYear: 365,
            resamples: 25,
            blockLength: 6,
            seed: 8
        )
        let bootstrap = try StationaryBootstrap(count: 120, meanBlockLength: 6, seed: 8)
        var sharpes: [Double] = []
        var totals: [Double] = []
        var drawdowns: [Double] = []
        for resample in 0..<25 {
            let drawn = bootstrap.indices(ofResample: resample).map { returns[$0] }
            sharpes.append(
                Moments.mean(drawn) / Moments.standardDeviation(drawn, ddof: 1)
                    * 365.0.squareRoot()
            )
            var equity = [1.0]
            for value in drawn { equity.append(equity[equity.count - 1] * (1 + value)) }
            totals.append(equity[120] - 1)
            drawdowns.append(
                equity.indices.map { equity[$0] / equity[...$0].max()! - 1 }.min()!
            )
        }
        func agree(_ distribution: BootstrapDistribution, _ expected: [Double]) -> Bool {
            zip(distribution.sorted, expected.sorted()).allSatisfy {
                isClose($0, $1, relative: 1e-10)
            }
        }
        #expect(agree(intervals.sharpeRatio, sharpes))
        #expect(agree(intervals.totalReturn, totals))
        #expect(agree(intervals.maxDrawdown, drawdowns))
        let growth = intervals.cagr.sorted
        #expect(
            zip(growth, totals.sorted()).allSatisfy { growth, total in
                // (1 + growth)^(120 / 365) = 1 + total.
                isClose(power(1 + total, 73, root: 24), 1 + growth, relative: 1e-9)
            }
        )
    }

    /// `base^(exponent / root)` by bisection.
    private func power(_ base: Double, _ exponent: Int, root: Int) -> Double {
        let target = (0..<exponent).reduce(1.0) { product, _ in product * base }
        var (lower, upper) = (0.0, 1_000.0)
        for _ in 0..<200 {
            let middle = (lower + upper) / 2
            let value = (0..<root).reduce(1.0) { product, _ in product * middle }
            if value < target { lower = middle } else { upper = middle }
        }
        return lower
    }

    @Test func hasNestedIntervalsAroundTheEstimate() throws {
        let intervals = try BootstrapIntervals(
            returns: Self.returns,
            periodsPerYear: 252,
            resamples: 400,
            seed: 1
        )
        for figure in [intervals.sharpeRatio, intervals.totalReturn, intervals.cagr] {
            let (wide, narrow) = (figure.interval(), figure.interval(level: 0.5))
            #expect(wide.contains(figure.estimate))
            #expect(wide.lowerBound < narrow.lowerBound)
            #expect(narrow.upperBound < wide.upperBound)
            #expect(figure.standardError > 0)
        }
        #expect(intervals.maxDrawdown.interval().upperBound < 0)
        // Of independent returns the annualised Sharpe ratio's error is about sqrt(252 / 120).
        let error = intervals.sharpeRatio.standardError / (252.0 / 120).squareRoot()
        #expect((0.7...1.4).contains(error))
        let optimal = BlockLength.optimal(of: Self.returns).stationary
        #expect(intervals.blockLength == max(1, optimal))
    }

    @Test(arguments: [1, 2, 3, 8])
    func hasTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        func intervals(_ executor: some ParallelExecutor) throws -> BootstrapIntervals {
            try BootstrapIntervals(
                returns: Self.returns,
                periodsPerYear: 252,
                resamples: 101,
                seed: 7,
                on: executor
            )
        }
        let pool = ThreadPool(workerCount: workers)
        let sequential = try intervals(SequentialExecutor())
        let parallel = try intervals(pool)
        #expect(parallel == sequential)
    }

    @Test func knowsEqualReturnsAndTotalLoss() throws {
        let equal = try BootstrapIntervals(
            returns: [0.1, 0.1, 0.1],
            periodsPerYear: 12,
            resamples: 5,
            seed: 0
        )
        #expect(equal.sharpeRatio.sorted == [0, 0, 0, 0, 0])
        #expect(equal.sharpeRatio.estimate == 0)
        #expect(equal.blockLength == 1)
        #expect(equal.maxDrawdown.interval() == 0...0)
        let lost = try BootstrapIntervals(
            returns: [0.5, -1],
            periodsPerYear: 12,
            resamples: 5,
            seed: 0
        )
        #expect(lost.totalReturn.estimate == -1)
        #expect(lost.cagr.estimate == -1)
        #expect(lost.maxDrawdown.estimate == -1)
    }

    @Test func interpolatesPercentiles() throws {
        let intervals = try BootstrapIntervals(
            returns: [0.1, -0.1, 0.2],
            periodsPerYear: 1,
            resamples: 3,
            seed: 0
        )
        let sorted = intervals.totalReturn.sorted
        #expect(
            intervals.totalReturn.interval(level: 0.5)
                == sorted[0] + (sorted[1] - sorted[0]) * 0.5...sorted[1]
                + (sorted[2] - sorted[1]) * 0.5
        )
    }

    @Test func refusesWhatItCannotResample() {
        func attempt(
            _ returns: [Double],
            year: Double = 252,
            resamples: Int = 2,
            block: Double? = nil
        ) throws {
            _ = try BootstrapIntervals(
                returns: returns,
                periodsPerYear: year,
                resamples: resamples,
                blockLength: block,
                seed: 0
            )
        }
        #expect(throws: ValidationError.tooFewReturns(count: 1, minimum: 2)) { try attempt([0.1]) }
        #expect(throws: ValidationError.returnNotUsable(candidate: 0, period: 1, value: -1.5)) {
            try attempt([0.1, -1.5])
        }
        #expect(
            throws: ValidationError.returnNotUsable(candidate: 0, period: 0, value: .infinity)
        ) {
            try attempt([.infinity, 0.1])
        }
        #expect(throws: ValidationError.self) { try attempt([.nan, 0.1]) }
        #expect(throws: ValidationError.growthNotFinite) { try attempt([1e200, 1e200]) }
        #expect(throws: ValidationError.periodsPerYearOutOfRange(0)) {
            try attempt([0.1, 0.2], year: 0)
        }
        #expect(throws: ValidationError.blockLengthOutOfRange(3, maximum: 2)) {
            try attempt([0.1, 0.2], block: 3)
        }
        #expect(
            throws: ValidationError.settingOutOfRange(name: "resamples", value: 0, minimum: 1)
        ) {
            try attempt([0.1, 0.2], resamples: 0)
        }
    }
}
