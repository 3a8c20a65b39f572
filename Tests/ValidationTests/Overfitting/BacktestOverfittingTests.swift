import DataParallel
import Testing
import Validation

@Suite struct BacktestOverfittingTests {
    /// numpy 2.4: every split from the returns themselves, `polyfit` and `corrcoef` of the winners.
    struct Golden: Sendable {
        let periods: Int
        let columns: Int
        let blocks: Int
        let performance: BacktestOverfitting.Performance
        let splits: Int
        let atMostZero: Int
        let losses: Int
        let meanLogit: Double
        let slope: Double
        let intercept: Double
        let rSquared: Double
    }

    static let goldens = [
        Golden(
            periods: 60,
            columns: 13,
            blocks: 6,
            performance: .sharpe,
            splits: 20,
            atMostZero: 18,
            losses: 18,
            meanLogit: -0.9631441186872578,
            slope: -0.5655321648304255,
            intercept: -0.04201460136711568,
            rSquared: 0.11381953045704245
        ),
        Golden(
            periods: 60,
            columns: 13,
            blocks: 6,
            performance: .mean,
            splits: 20,
            atMostZero: 18,
            losses: 18,
            meanLogit: -1.0014433439128685,
            slope: -0.49637554276467655,
            intercept: -0.0015205185777045888,
            rSquared: 0.1257386250080284
        ),
        Golden(
            periods: 97,
            columns: 21,
            blocks: 10,
            performance: .sharpe,
            splits: 252,
            atMostZero: 230,
            losses: 221,
            meanLogit: -1.0275720294733233,
            slope: -0.9378666381618999,
            intercept: 0.10913999339363706,
            rSquared: 0.17818437955678224
        ),
        Golden(
            periods: 97,
            columns: 21,
            blocks: 10,
            performance: .mean,
            splits: 252,
            atMostZero: 234,
            losses: 227,
            meanLogit: -1.1132931927517986,
            slope: -0.8492271651777182,
            intercept: 0.0021960517587711467,
            rSquared: 0.14249923177384563
        ),
    ]

    @Test(arguments: goldens)
    func equalsNumPy(golden: Golden) throws {
        let result = try BacktestOverfitting(
            returns: RandomReturns.patterned(periods: golden.periods, columns: golden.columns),
            blocks: golden.blocks,
            performance: golden.performance
        )
        let splits = Double(golden.splits)
        #expect(result.selections.count == golden.splits)
        #expect(result.probability == Double(golden.atMostZero) / splits)
        #expect(result.probabilityOfLoss == Double(golden.losses) / splits)
        #expect(isClose(Moments.mean(result.logits), golden.meanLogit, relative: 1e-12))
        #expect(isClose(result.degradation.slope, golden.slope, relative: 1e-9))
        #expect(isClose(result.degradation.intercept, golden.intercept, relative: 1e-9))
        #expect(isClose(result.degradation.rSquared, golden.rSquared, relative: 1e-9))
    }

    /// Winners and ranks are the same, performances to 1e-11: sums of squares are not two passes.
    @Test(
        arguments: [
            (31, 9, 2), (40, 70, 4), (37, 17, 6), (64, 8, 8), (45, 5, 10),
        ],
        BacktestOverfitting.Performance.allCases
    )
    func equalsTheDefinition(
        shape: (periods: Int, columns: Int, blocks: Int),
        performance: BacktestOverfitting.Performance
    ) throws {
        let returns = RandomReturns.noise(periods: shape.periods, columns: shape.columns, seed: 3)
        let result = try BacktestOverfitting(
            returns: returns,
            blocks: shape.blocks,
            performance: performance
        )
        let reference = OverfittingReference(
            returns,
            blocks: shape.blocks,
            performance: performance
        )
        #expect(result.blocks == shape.blocks)
        #expect(result.candidates == shape.columns)
        #expect(result.selections.count == reference.selections.count)
        for (selection, expected) in zip(result.selections, reference.selections) {
            #expect(selection.column == expected.column)
            #expect(selection.rank == expected.rank)
            #expect(isClose(selection.inSample, expected.inSample, relative: 1e-11))
            #expect(abs(selection.outOfSample - expected.outOfSample) < 1e-13)
        }
    }

    /// A column that is best in sample with its mean removed is as bad out of sample.
    @Test func columnsWithoutAMeanAreAlwaysOverfitted() throws {
        let noise = RandomReturns.noise(periods: 320, columns: 30, seed: 5)
        let columns = (0..<noise.columns).map { column in
            let values = Array(noise[column: column])
            let mean = Moments.mean(values)
            return values.map { $0 - mean }
        }
        for performance in BacktestOverfitting.Performance.allCases {
            let result = try BacktestOverfitting(
                returns: RandomReturns.matrix(columns),
                blocks: 8,
                performance: performance
            )
            #expect(result.probability == 1)
            #expect(result.probabilityOfLoss == 1)
            #expect(result.degradation.slope < -0.5)
            if performance == .mean {
                #expect(isClose(result.degradation.slope, -1, relative: 1e-6))
                #expect(isClose(result.degradation.rSquared, 1, relative: 1e-6))
                #expect(result.selections.allSatisfy { $0.rank == 1 })
            }
        }
    }

    @Test func noiseIsOverfittedInHalfOfTheSplits() throws {
        let runs = 40
        let probabilities = try (0..<runs).map { seed in
            try BacktestOverfitting(
                returns: RandomReturns.noise(periods: 80, columns: 20, seed: UInt64(seed)),
                blocks: 6
            ).probability
        }
        // One run spreads by about 0.2, so the mean of forty by 0.03; three of them are allowed.
        #expect(abs(Moments.mean(probabilities) - 0.5) < 0.1)
    }

    @Test func skillIsNotOverfitted() throws {
        let noise = RandomReturns.noise(periods: 160, columns: 20, seed: 8)
        var columns = (0..<20).map { Array(noise[column: $0]) }
        columns[13] = columns[13].map { $0 + 0.02 }
        let result = try BacktestOverfitting(returns: RandomReturns.matrix(columns), blocks: 8)
        #expect(result.probability == 0)
        #expect(result.probabilityOfLoss == 0)
        #expect(result.selections.allSatisfy { $0.column == 13 && $0.rank == 20 })
        // omega = 20 / 21.
        #expect(result.logits.allSatisfy { isClose($0, 2.995732273553991, relative: 1e-14) })
    }

    @Test(arguments: [1, 2, 3, 8])
    func hasTheSameBitsOnAnyNumberOfThreads(threads: Int) throws {
        let returns = RandomReturns.noise(periods: 70, columns: 130, seed: 1)
        for performance in BacktestOverfitting.Performance.allCases {
            let expected = try BacktestOverfitting(
                returns: returns,
                blocks: 12,
                performance: performance
            )
            let pool = ThreadPool(workerCount: threads)
            let result = try BacktestOverfitting(
                returns: returns,
                blocks: 12,
                performance: performance,
                on: pool
            )
            #expect(result == expected)
        }
    }

    /// The candidates that a candidate is computed beside change nothing about it.
    @Test func doesNotDependOnTheLane() throws {
        let noise = RandomReturns.noise(periods: 40, columns: 70, seed: 2)
        var columns = (0..<70).map { Array(noise[column: $0]) }
        columns[0] = columns[0].map { $0 + 0.05 }
        let first = try BacktestOverfitting(returns: RandomReturns.matrix(columns), blocks: 6)
        columns.swapAt(0, 69)
        let last = try BacktestOverfitting(returns: RandomReturns.matrix(columns), blocks: 6)
        for (one, other) in zip(first.selections, last.selections) {
            #expect(one.column == 0 && other.column == 69)
            #expect(one.inSample == other.inSample)
            #expect(one.outOfSample == other.outOfSample)
            #expect(one.rank == other.rank)
        }
    }

    @Test func equalCandidatesShareTheMiddle() throws {
        let column = RandomReturns.normals(40, seed: 1, stream: 0)
        for count in [1, 2, 9] {
            let result = try BacktestOverfitting(
                returns: RandomReturns.matrix(Array(repeating: column, count: count)),
                blocks: 4
            )
            #expect(
                result.selections.allSatisfy { $0.column == 0 && $0.rank == Double(count + 1) / 2 }
            )
            #expect(result.logits.allSatisfy { $0 == 0 })
            #expect(result.probability == 1)
        }
    }

    /// Of equals in sample the first one is taken; rank is 1 + those below + half of other equals.
    @Test func breaksTiesByHand() throws {
        // Two blocks of two periods, means in the first 1, 3, 3, 2 and in the second 5, 4, 4, 4.
        let columns = [[1.0, 1, 5, 5], [3, 3, 4, 4], [3, 3, 4, 4], [2, 2, 4, 4]]
        let result = try BacktestOverfitting(
            returns: RandomReturns.matrix(columns),
            blocks: 2,
            performance: .mean
        )
        let first = result.selections[0]
        #expect(first.column == 1)
        #expect(first.inSample == 3)
        #expect(first.outOfSample == 4)
        // None below, two others equal: 1 + 0 + 1 of 4, logit log(2 / 3).
        #expect(first.rank == 2)
        #expect(isClose(first.logit, -0.40546510810816444, relative: 1e-15))
        let second = result.selections[1]
        #expect(second.column == 0)
        #expect(second.outOfSample == 1)
        #expect(second.rank == 1)
        #expect(isClose(second.logit, -1.3862943611198906, relative: 1e-15))
        #expect(result.probability == 1)
        #expect(result.degradation.slope == -1.5)
        #expect(result.degradation.intercept == 8.5)
        #expect(result.degradation.rSquared == 1)
    }

    /// Candidates that hold still, at 0 or at a rate, have Sharpe ratio 0 and not rounding's.
    @Test func standingStillIsWorthNothing() throws {
        let columns = [
            Array(repeating: 0.1, count: 40),
            Array(repeating: 0.0, count: 40),
            RandomReturns.normals(40, seed: 4, stream: 0).map { $0 - 10 },
        ]
        let result = try BacktestOverfitting(returns: RandomReturns.matrix(columns), blocks: 4)
        for selection in result.selections {
            #expect(selection.column == 0)
            #expect(selection.inSample == 0)
            #expect(selection.outOfSample == 0)
            // The losing one below, the other one that stands still equal.
            #expect(selection.rank == 2.5)
        }
        #expect(result.probability == 0)
        #expect(result.degradation.slope.isNaN)
        #expect(result.degradation.intercept.isNaN)
        #expect(result.degradation.rSquared.isNaN)
    }

    @Test func cutsFewPeriodsIntoFewerBlocks() throws {
        for (periods, blocks) in [(4, 2), (7, 2), (8, 4), (31, 14), (32, 16)] {
            let returns = RandomReturns.noise(periods: periods, columns: 3, seed: 0)
            let result = try BacktestOverfitting(returns: returns)
            #expect(result.blocks == blocks)
        }
        let returns = RandomReturns.noise(periods: 40, columns: 2, seed: 0)
        let result = try BacktestOverfitting(returns: returns, blocks: 18)
        #expect(result.selections.count == 48_620)
    }

    @Test func splitsMirrorEachOther() throws {
        let returns = RandomReturns.noise(periods: 24, columns: 6, seed: 6)
        let result = try BacktestOverfitting(returns: returns, blocks: 6, performance: .mean)
        // A candidate that wins both halves of a split has the performances exchanged.
        var both = 0
        for (one, other) in zip(result.selections, result.selections.reversed())
        where one.column == other.column {
            both += 1
            #expect(one.inSample == other.outOfSample)
            #expect(one.outOfSample == other.inSample)
        }
        #expect(both > 0)
    }

    @Test func refusesWhatCannotBeSplit() {
        let returns = RandomReturns.noise(periods: 20, columns: 3, seed: 0)
        #expect(throws: ValidationError.settingOutOfRange(name: "blocks", value: 0, minimum: 2)) {
            try BacktestOverfitting(returns: returns, blocks: 0)
        }
        #expect(throws: ValidationError.settingTooLarge(name: "blocks", value: 22, maximum: 20)) {
            try BacktestOverfitting(returns: returns, blocks: 22)
        }
        #expect(throws: ValidationError.settingNotEven(name: "blocks", value: 7)) {
            try BacktestOverfitting(returns: returns, blocks: 7)
        }
        #expect(
            throws: ValidationError.tooFewReturns(count: 3, minimum: 4)
        ) {
            try BacktestOverfitting(returns: RandomReturns.noise(periods: 3, columns: 3, seed: 0))
        }
        #expect(throws: ValidationError.noCandidates) {
            try BacktestOverfitting(returns: ReturnMatrix(periods: 20, columns: 0, values: []))
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e200], [1, 2, 3, 8])
    func namesTheFirstReturnThatIsNoNumber(value: Double, threads: Int) {
        let noise = RandomReturns.noise(periods: 20, columns: 200, seed: 0)
        var values = noise.values
        values[150 * 20 + 3] = value
        values[70 * 20 + 11] = value
        let returns = ReturnMatrix(periods: 20, columns: 200, values: values)
        let pool = ThreadPool(workerCount: threads)
        // By text: NaN equals nothing.
        let text = ValidationError.returnNotUsable(candidate: 70, period: 11, value: value)
            .description
        #expect(text.contains("candidate 71 in period 12"))
        #expect {
            try BacktestOverfitting(returns: returns, on: pool)
        } throws: {
            "\($0)" == text
        }
        #expect {
            try TrialClusters(of: returns, on: pool)
        } throws: {
            "\($0)" == text
        }
    }

    @Test func spreadsLogitsOverAHistogram() throws {
        let returns = RandomReturns.noise(periods: 60, columns: 9, seed: 9)
        let result = try BacktestOverfitting(returns: returns, blocks: 8)
        let histogram = result.logitHistogram(bins: 7)
        #expect(histogram.edges.count == 8)
        #expect(histogram.edges.first == result.logits.min())
        #expect(histogram.edges.last == result.logits.max())
        #expect(histogram.edges == histogram.edges.sorted())
        for bin in 0..<7 {
            let expected = result.logits.count {
                $0 >= histogram.edges[bin]
                    && (bin == 6 ? $0 <= histogram.edges[7] : $0 < histogram.edges[bin + 1])
            }
            #expect(histogram.counts[bin] == expected)
        }
        #expect(histogram.counts.reduce(0, +) == 70)
    }

    @Test func spreadsEqualLogitsToEitherSide() throws {
        let returns = RandomReturns.noise(periods: 20, columns: 1, seed: 9)
        let histogram = try BacktestOverfitting(returns: returns, blocks: 4)
            .logitHistogram(bins: 4)
        #expect(histogram.edges == [-0.5, -0.25, 0, 0.25, 0.5])
        #expect(histogram.counts == [0, 0, 6, 0])
    }
}
