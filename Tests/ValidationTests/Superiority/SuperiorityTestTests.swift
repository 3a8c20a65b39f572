import DataParallel
import Testing
import Validation

@Suite struct SuperiorityTestTests {
    private static func matrix(_ columns: [[Double]]) -> ReturnMatrix {
        ReturnMatrix(
            periods: columns[0].count,
            columns: columns.count,
            values: columns.flatMap { $0 }
        )
    }

    private static func noise(_ columns: Int, _ periods: Int, seed: UInt64) -> [[Double]] {
        var noise = NoiseSeries(seed: seed)
        return (0..<columns).map { _ in noise.series(periods) }
    }

    private static func resamples(
        _ count: Int,
        periods: Int,
        blockLength: Double,
        seed: UInt64
    ) throws -> [[Int]] {
        let bootstrap = try StationaryBootstrap(
            count: periods,
            meanBlockLength: blockLength,
            seed: seed
        )
        return (0..<count).map(bootstrap.indices(ofResample:))
    }

    @Test func countsResamplesByHand() throws {
        // Means 1 and -2, variances 3 and 12 (blocks of 1), so factors 2 / sqrt(3) and 1 / sqrt(3);
        // the second is below the bound of -1.4. Resampled means (2, 0), (0, -8), (0, 0), (1, -2).
        // Largest distance, upper: 2, -1, 2, 0; others: 1, -1, 0, 0. The sample's is 1.
        let test = try SuperiorityTest(
            differentials: Self.matrix([[4, 0, 0, 0], [0, 0, 0, -8]]),
            resampleIndices: [[0, 0, 1, 1], [3, 3, 3, 3], [1, 1, 2, 2], [0, 1, 2, 3]],
            blockLength: 1
        )
        #expect(test.realityCheck.statistic == 2)
        #expect(test.realityCheck.bestColumn == 0)
        #expect(test.realityCheck.upper == 0.5)
        #expect(test.realityCheck.consistent == 0.25)
        #expect(test.realityCheck.lower == 0.25)
        #expect(isClose(test.spa.statistic, 2 / 3.0.squareRoot(), relative: 1e-15))
        #expect(test.spa.bestColumn == 0)
        // Studentized, the second's 2 equals the first's 1: ties count.
        #expect(test.spa.upper == 0.5)
        #expect(test.spa.consistent == 0.25)
        #expect(test.spa.lower == 0.25)
        #expect(test.candidates == 2)
        #expect(test.periods == 4)
        #expect(test.resamples == 4)
        #expect(test.blockLength == 1)
    }

    /// arch 8.0.0: `SPA` with these resamples in place of its own gives the p-values of the means;
    /// NumPy 2.4 from the definitions the studentized ones.
    @Test func equalsArchFedTheSameResamples() throws {
        let test = try SuperiorityTest(
            differentials: Self.matrix([
                [-0.1, -0.5, 0.9, 0.4, -1.4, -0.3, -0.9, 0.3, 0.1, 0.2, 0.1, -0.4],
                [-0.5, 2.3, 0.0, -0.3, 0.7, -0.7, -0.5, -0.7, 2.3, -0.3, 0.7, -0.2],
                [-1.4, -1.1, -0.5, 0.4, 0.7, 0.5, -0.7, 1.5, 1.1, 0.9, 0.4, 1.2],
                [-3.5, -0.2, 1.4, -0.1, 0.7, -4.0, -2.2, -0.9, -1.7, -3.1, -1.3, -1.6],
                [-1.4, -2.7, -0.9, -0.3, 9.0, -3.3, -1.1, 0.6, -2.8, -3.4, 1.1, 0.9],
            ]),
            resampleIndices: [
                [2, 3, 4, 0, 1, 2, 3, 4, 5, 6, 11, 0], [8, 9, 10, 11, 7, 8, 9, 10, 11, 0, 1, 2],
                [2, 3, 7, 8, 0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 1, 2, 3, 4, 3, 4, 5, 1, 6, 7],
                [9, 10, 8, 9, 10, 11, 0, 1, 9, 10, 2, 1], [3, 9, 2, 3, 4, 5, 6, 7, 2, 6, 7, 8],
                [0, 6, 7, 8, 9, 10, 8, 9, 10, 11, 0, 1], [4, 5, 6, 5, 6, 7, 8, 4, 5, 6, 9, 10],
                [3, 4, 9, 11, 0, 0, 1, 0, 6, 7, 8, 7], [10, 10, 11, 0, 1, 11, 9, 2, 3, 4, 6, 0],
                [3, 7, 8, 9, 9, 6, 7, 8, 9, 10, 11, 0], [8, 9, 10, 11, 0, 8, 9, 10, 11, 0, 1, 2],
                [0, 1, 2, 0, 1, 7, 8, 9, 10, 11, 6, 7], [8, 9, 10, 7, 11, 0, 1, 2, 6, 7, 4, 10],
                [7, 8, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5], [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3, 4],
            ],
            blockLength: 3
        )
        #expect(isClose(test.realityCheck.statistic, 0.8660254037844386, relative: 1e-14))
        #expect(test.realityCheck.bestColumn == 2)
        #expect(test.realityCheck.lower == 0.4375)
        #expect(test.realityCheck.consistent == 0.625)
        #expect(test.realityCheck.upper == 0.75)
        #expect(isClose(test.spa.statistic, 1.1308458786726006, relative: 1e-13))
        #expect(test.spa.bestColumn == 1)
        #expect(test.spa.lower == 0.25)
        #expect(test.spa.consistent == 0.375)
        #expect(test.spa.upper == 0.5)
    }

    /// Sizes that do not fill lanes, tiles, groups and blocks of periods, or just do.
    @Test(arguments: [
        (1, 3, 1, 1.0), (3, 40, 9, 2.5), (8, 32, 8, 1), (70, 37, 20, 5), (9, 300, 17, 40),
        (64, 12, 16, 12),
    ])
    func equalsTheDefinitions(
        columns: Int,
        periods: Int,
        resamples: Int,
        blockLength: Double
    ) throws {
        var noise = NoiseSeries(seed: UInt64(columns))
        let values = (0..<columns).map { column in
            noise.autoregression(periods, memory: 0.3).map {
                $0 * Double(1 + column % 3) - Double(column % 4) * 0.4
            }
        }
        let indices = try Self.resamples(
            resamples,
            periods: periods,
            blockLength: blockLength,
            seed: 3
        )
        let reference = ReferenceSuperiority(values, resamples: indices, blockLength: blockLength)
        let test = try SuperiorityTest(
            differentials: Self.matrix(values),
            resampleIndices: indices,
            blockLength: blockLength
        )
        #expect(isClose(test.spa.statistic, reference.statistic, relative: 1e-10))
        #expect(isClose(test.realityCheck.statistic, reference.plainStatistic, relative: 1e-12))
        #expect([test.spa.lower, test.spa.consistent, test.spa.upper] == reference.pValues)
        let plain = test.realityCheck
        if test.spa.statistic > 0 {
            #expect([plain.lower, plain.consistent, plain.upper] == reference.plainPValues)
        }
        let drawn = try SuperiorityTest(
            differentials: Self.matrix(values),
            resamples: resamples,
            blockLength: blockLength,
            seed: 3
        )
        #expect(drawn == test)
    }

    @Test(arguments: [1, 2, 3, 8])
    func hasTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        func test(_ executor: some ParallelExecutor) throws -> SuperiorityTest {
            try SuperiorityTest(
                differentials: Self.matrix(Self.noise(150, 30, seed: 9)),
                resamples: 21,
                seed: 5,
                on: executor
            )
        }
        let pool = ThreadPool(workerCount: workers)
        let sequential = try test(SequentialExecutor())
        let parallel = try test(pool)
        #expect(parallel == sequential)
    }

    @Test func rejectsNoiseAboutAsOftenAsItSays() throws {
        let studies = 200
        let indices = try Self.resamples(160, periods: 50, blockLength: 1, seed: 17)
        var rejected = 0
        for study in 0..<studies {
            let test = try SuperiorityTest(
                differentials: Self.matrix(Self.noise(8, 50, seed: UInt64(1_000 + study))),
                resampleIndices: indices,
                blockLength: 1
            )
            if test.spa.consistent < 0.05 { rejected += 1 }
            #expect(test.spa.lower <= test.spa.consistent)
            #expect(test.spa.consistent <= test.spa.upper)
        }
        // 10 of 200 are meant.
        #expect((2...24).contains(rejected))
    }

    @Test func findsAPlantedCandidate() throws {
        var columns = Self.noise(40, 80, seed: 31)
        columns[23] = columns[23].map { $0 + 0.6 }
        let test = try SuperiorityTest(
            differentials: Self.matrix(columns),
            resamples: 200,
            seed: 2
        )
        #expect(test.spa.bestColumn == 23)
        #expect(test.spa.consistent < 0.02)
        #expect(test.realityCheck.bestColumn == 23)
        #expect(test.realityCheck.upper < 0.02)
        #expect(test.blockLength >= 1)
    }

    @Test func isLessImpressedByOneOfMany() throws {
        // A mean of 0.22 with a deviation of about 1 over 60 periods: a t-statistic of about 1.7.
        var columns = Self.noise(1, 60, seed: 55).map { values in
            let mean = Moments.mean(values)
            return values.map { $0 - mean + 0.22 }
        }
        let alone = try SuperiorityTest(
            differentials: Self.matrix(columns),
            resamples: 300,
            blockLength: 1,
            seed: 4
        )
        columns += Self.noise(39, 60, seed: 56).map { values in
            let mean = Moments.mean(values)
            return values.map { $0 - mean }
        }
        let amongMany = try SuperiorityTest(
            differentials: Self.matrix(columns),
            resamples: 300,
            blockLength: 1,
            seed: 4
        )
        #expect(alone.spa.statistic == amongMany.spa.statistic)
        #expect(amongMany.spa.consistent > alone.spa.consistent + 0.1)
    }

    @Test func countsConstantCandidatesAsZero() throws {
        let columns = Self.noise(5, 40, seed: 77)
        let test = try SuperiorityTest(
            differentials: Self.matrix(columns),
            resamples: 50,
            blockLength: 3,
            seed: 1
        )
        for constant in [0.0, 0.1, -0.1] {
            let more = try SuperiorityTest(
                differentials: Self.matrix(columns + [[Double](repeating: constant, count: 40)]),
                resamples: 50,
                blockLength: 3,
                seed: 1
            )
            #expect(more.spa == test.spa)
            #expect(more.realityCheck == test.realityCheck)
            let alone = try SuperiorityTest(
                differentials: Self.matrix([[Double](repeating: constant, count: 40)]),
                resamples: 50,
                seed: 1
            )
            for outcome in [alone.spa, alone.realityCheck] {
                #expect(outcome.statistic == 0)
                #expect([outcome.lower, outcome.consistent, outcome.upper] == [1, 1, 1])
            }
            #expect(alone.blockLength == 1)
        }
    }

    @Test func rejectsNothingWithoutACandidateAboveTheBenchmark() throws {
        let test = try SuperiorityTest(
            differentials: Self.matrix(Self.noise(6, 50, seed: 5).map { $0.map { $0 - 1 } }),
            resamples: 40,
            seed: 1
        )
        #expect(test.spa.statistic == 0)
        #expect([test.spa.lower, test.spa.consistent, test.spa.upper] == [1, 1, 1])
        #expect(test.realityCheck.statistic < 0)
        #expect(test.realityCheck.upper == 1)
    }

    @Test func takesTheFirstOfEqualCandidates() throws {
        let column = Self.noise(1, 30, seed: 8)[0].map { $0 + 1 }
        let low = column.map { -$0 }
        let test = try SuperiorityTest(
            differentials: Self.matrix([low] + [[Double]](repeating: column, count: 70)),
            resamples: 10,
            seed: 1
        )
        #expect(test.spa.bestColumn == 1)
        #expect(test.realityCheck.bestColumn == 1)
    }

    @Test func refusesWhatItCannotTest() {
        func attempt(
            _ columns: [[Double]],
            resamples: Int = 2,
            block: Double? = nil
        ) throws {
            _ = try SuperiorityTest(
                differentials: Self.matrix(columns),
                resamples: resamples,
                blockLength: block,
                seed: 0
            )
        }
        #expect(throws: ValidationError.noCandidates) {
            try SuperiorityTest(
                differentials: ReturnMatrix(periods: 5, columns: 0, values: []),
                seed: 0
            )
        }
        #expect(throws: ValidationError.tooFewReturns(count: 2, minimum: 3)) {
            try attempt([[0.1, 0.2]])
        }
        #expect(
            throws: ValidationError.returnNotUsable(candidate: 1, period: 2, value: .infinity)
        ) {
            try attempt([[0.1, 0.2, 0.3], [0, 1, .infinity]])
        }
        #expect(throws: ValidationError.self) { try attempt([[0.1, .nan, 0.3]]) }
        #expect(throws: ValidationError.blockLengthOutOfRange(4, maximum: 3)) {
            try attempt([[0.1, 0.2, 0.3]], block: 4)
        }
        #expect(
            throws: ValidationError.settingOutOfRange(name: "resamples", value: 0, minimum: 1)
        ) {
            try attempt([[0.1, 0.2, 0.3]], resamples: 0)
        }
        for indices in [[0, 1], [0, 1, 3], [0, 1, -1]] {
            #expect(throws: ValidationError.resampleMismatch(resample: 1, periods: 3)) {
                try SuperiorityTest(
                    differentials: Self.matrix([[0.1, 0.2, 0.3]]),
                    resampleIndices: [[0, 1, 2], indices],
                    blockLength: 1
                )
            }
        }
        #expect(
            throws: ValidationError.settingOutOfRange(name: "resamples", value: 0, minimum: 1)
        ) {
            try SuperiorityTest(
                differentials: Self.matrix([[0.1, 0.2, 0.3]]),
                resampleIndices: [],
                blockLength: 1
            )
        }
    }
}
