import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

/// Studies whose splits have several segments.
@Suite struct SegmentedStudyTests {
    @Test(arguments: [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        for scheme in SmallStudy.segmented.prefix(2) {
            let optimizer = try SmallStudy.optimizer(scheme)
            let sequential = try optimizer.run(on: SequentialExecutor())
            let threaded = try optimizer.run(on: ThreadPool(workerCount: workers))
            #expect(fingerprint(threaded) == fingerprint(sequential))
            #expect(Set(fingerprint(sequential)).count > 50)
            let one = try #require(sequential.selection).walkForward
            let other = try #require(threaded.selection).walkForward
            #expect(other.selections.map(\.candidate) == one.selections.map(\.candidate))
            #expect(other.paths.map { bits($0.metrics) } == one.paths.map { bits($0.metrics) })
            #expect(other.equity == one.equity)
        }
    }

    /// Every figure from backtests of each segment by itself, put together split by split.
    @Test(arguments: SmallStudy.segmented)
    func equalsSeparateBacktests(scheme: SplitScheme) throws {
        let optimizer = try SmallStudy.optimizer(scheme)
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let splits = optimizer.plan.splits
        for id in stride(from: 1, through: optimizer.space.count, by: 23) {
            let candidate = optimizer.space[id - 1]
            var known: [Range<Int>: Backtest] = [:]
            func mean(_ segments: [Range<Int>], _ value: (Backtest) -> Double) throws -> Double {
                var sum = 0.0
                for segment in segments {
                    let run =
                        try known[segment]
                        ?? SmallStudy.backtest(candidate, segment, in: optimizer)
                    known[segment] = run
                    sum += Double(segment.count) * value(run)
                }
                return sum / Double(segments.reduce(0) { $0 + $1.count })
            }
            func over(
                _ segments: (Split) -> [Range<Int>],
                _ value: (Backtest) -> Double
            ) throws -> [Double] { try splits.map { try mean(segments($0), value) } }
            func average(_ values: [Double]) -> Double {
                values.reduce(0, +) / Double(values.count)
            }
            let summary = try #require(result.summary(ofID: id))
            let tested = try over(\.testSegments, \.outperformance)
            let center = average(tested)
            let expected: [(Double, Double)] = [
                (summary.testOutperformance, center),
                (summary.testWinRate, average(tested.map { $0 > 0 ? 1 : 0 })),
                (
                    summary.testConsistency,
                    average(tested.map { ($0 - center) * ($0 - center) }).squareRoot()
                ),
                (summary.testReturn, average(try over(\.testSegments, \.metrics.totalReturn))),
                (summary.testSharpe, average(try over(\.testSegments, \.metrics.sharpeRatio))),
                (summary.testDrawdown, average(try over(\.testSegments, \.metrics.maxDrawdown))),
                (summary.testCost, average(try over(\.testSegments, \.metrics.costPaid))),
                (
                    summary.testRebalances,
                    average(try over(\.testSegments) { Double($0.metrics.rebalanceCount) })
                ),
                (summary.trainOutperformance, average(try over(\.trainSegments, \.outperformance))),
                (summary.trainReturn, average(try over(\.trainSegments, \.metrics.totalReturn))),
                (summary.trainSharpe, average(try over(\.trainSegments, \.metrics.sharpeRatio))),
            ]
            for (value, independent) in expected {
                #expect(abs(value - independent) <= 1e-12 * max(1, abs(independent)))
            }
            #expect(summary.splitsTested == splits.count)
        }
    }

    /// Splits of one segment are what they are in walk-forward analysis, in figures to the last bit.
    @Test func sharedWindowsHaveTheBitsOfTheirOwnBacktests() throws {
        let optimizer = try SmallStudy.optimizer(SmallStudy.segmented[1])
        let candidate = optimizer.space[40]
        let figures = try optimizer.figures(of: candidate)
        #expect(figures.count == 15)
        for figures in figures {
            #expect(figures.tests.map(\.bars) == figures.split.testSegments)
            for test in figures.tests {
                let run = try SmallStudy.backtest(candidate, test.bars, in: optimizer)
                #expect(bits(test.metrics) == bits(run.metrics))
                #expect(bits(test.buyAndHold) == bits(run.buyAndHold))
            }
            let trained = try figures.split.trainSegments.map {
                try SmallStudy.backtest(candidate, $0, in: optimizer).metrics
            }
            #expect(bits(figures.train) == bits(.mean(of: trained)))
        }
        #expect(figures.testWindows.map(\.bars) == optimizer.plan.splits.testWindows)
    }

    @Test func everyDistinctWindowIsCountedOnce() throws {
        // 6 test groups; training segments of 1 to 4 neighbouring groups, told apart by which of their
        // ends border on a test.
        let optimizer = try SmallStudy.optimizer(SmallStudy.segmented[1])
        var windows: Set<Range<Int>> = []
        for split in optimizer.plan.splits {
            windows.formUnion(split.trainSegments + split.testSegments)
        }
        #expect(optimizer.backtestCount == 7 * 28 * windows.count)
        #expect(windows.count < 15 * 3)
        #expect(try SmallStudy.optimizer().backtestCount == 7 * 28 * 6)
    }

    @Test(arguments: [1, 3])
    func keepsTheBestOfThemToo(workers: Int) throws {
        let scheme = SmallStudy.segmented[1]
        let whole = try SmallStudy.optimizer(scheme, keep: .all).run(on: SequentialExecutor())
        let top = try SmallStudy.optimizer(scheme, keep: .top(9))
            .run(on: ThreadPool(workerCount: workers))
        #expect(top.ranking.ids == Array(whole.ranking.ids.prefix(9)))
        let (one, other) = (try #require(top.selection), try #require(whole.selection))
        #expect(
            one.walkForward.selections.map(\.candidate)
                == other.walkForward.selections.map(\.candidate)
        )
        #expect(one.walkForward.equity == other.walkForward.equity)
    }

    @Test func segmentsThatAreLeftOutAreSaid() throws {
        let notes = try SmallStudy.optimizer(SmallStudy.segmented[2]).notes
        #expect(notes.count == 1)
        #expect(notes[0].contains("fewer than 10 bars after purge and embargo"))
    }

    /// Equity that is lost in one segment fails the candidate, as in any window.
    @Test func aLostSegmentFailsTheCandidate() throws {
        var closes: [Double] = []
        for bar in 0..<120 { closes += [100, bar == 70 ? 1e-300 : 1e300, 50] }
        let table = try PriceTable(
            symbols: ["A", "B", "C"],
            timestamps: (0..<120).map { Int64($0) * 86_400 },
            closes: closes
        )
        let optimizer = try Optimizer(
            table: table,
            space: SmallStudy.space(),
            settings: OptimizationSettings(splits: .purgedKFold(PurgedKFold(folds: 4)), odds: .off)
        )
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        #expect(result.evaluations.failedCount > 0)
        #expect(result.evaluations.finishedCount > 0)
        #expect(result.isComplete)
    }

    @Test func forecastsNeedWalkForward() throws {
        let small = try SmallStudy.space()
        let space = try SearchSpace(
            name: "forecasts",
            allocations: small.allocations,
            policies: ForecastStudy.policies()
        )
        for scheme in SmallStudy.segmented {
            #expect(throws: OptimizationError.forecastsNeedWalkForward) {
                try Optimizer(
                    table: SmallStudy.table,
                    space: space,
                    settings: OptimizationSettings(splits: scheme, odds: .off)
                )
            }
        }
        let text = OptimizationError.forecastsNeedWalkForward.description
        #expect(text.contains("use walk-forward splits, or a space without forecasts"))
    }

    @Test(arguments: SmallStudy.segmented.prefix(2))
    func nothingLooksAhead(scheme: SplitScheme) throws {
        let check = LookaheadCheck(try SmallStudy.optimizer(scheme), barCount: 3)
        let report = try check.run(on: ThreadPool(workerCount: 2))
        #expect(report.findings == [])
        #expect(report.failedCandidates == [])
        #expect(report.comparisons > 1_000)
    }
}
