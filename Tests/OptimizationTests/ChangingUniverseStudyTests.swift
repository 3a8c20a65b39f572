import Backtesting
import DataParallel
import MarketData
import TestSupport
import Testing
import Validation

@testable import Optimization

/// A study of symbols that come and go.
@Suite struct ChangingUniverseStudyTests {
    /// B comes within the first training window, C goes within the last test window.
    private static let table: PriceTable = {
        let whole = SmallStudy.table
        let listings = [0..<300, 90..<300, 0..<270]
        do {
            return try PriceTable(
                symbols: whole.symbols,
                timestamps: whole.timestamps,
                closes: whole.closes.enumerated().map { place, close in
                    listings[place % 3].contains(place / 3) ? close : .nan
                },
                listings: listings
            )
        } catch {
            fatalError("\(error)")
        }
    }()

    private static func optimizer(odds: OddsSettings = .off) throws -> Optimizer {
        var settings = SmallStudy.settings()
        settings.odds = odds
        return try Optimizer(table: table, space: SmallStudy.space(), settings: settings)
    }

    @Test(arguments: [1, 2, 3, 8])
    func givesTheSameBitsOnAnyNumberOfThreads(workers: Int) throws {
        let optimizer = try Self.optimizer()
        #expect(
            optimizer.notes.contains { $0.hasPrefix("2 of the 3 symbols start late or end early:") }
        )
        let sequential = try optimizer.run(on: SequentialExecutor())
        let threaded = try optimizer.run(on: ThreadPool(workerCount: workers))
        #expect(fingerprint(threaded) == fingerprint(sequential))
        #expect(Set(fingerprint(sequential)).count > 50)
        #expect(!fingerprint(sequential).contains { $0.hasPrefix("failed") })
    }

    @Test func equalsSeparateBacktests() throws {
        let optimizer = try Self.optimizer()
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        for id in 1...optimizer.space.count {
            let candidate = optimizer.space[id - 1]
            let test = try optimizer.plan.splits.map {
                try SmallStudy.backtest(candidate, $0.test, in: optimizer)
            }
            let train = try optimizer.plan.splits.map {
                try SmallStudy.backtest(candidate, $0.train, in: optimizer)
            }
            let summary = try #require(result.summary(ofID: id))
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / 3 }
            #expect(summary.testReturn == mean(test.map(\.metrics.totalReturn)))
            #expect(summary.testSharpe == mean(test.map(\.metrics.sharpeRatio)))
            #expect(summary.testRebalances == mean(test.map { Double($0.metrics.rebalanceCount) }))
            #expect(summary.testCost == mean(test.map(\.metrics.costPaid)))
            #expect(summary.trainReturn == mean(train.map(\.metrics.totalReturn)))
            #expect(summary.trainDrawdown == mean(train.map(\.metrics.maxDrawdown)))
        }
    }

    @Test func windowsInWhichAllAreListedAreThoseOfTheWholeTable() throws {
        // The second test window: B is there already, and C still.
        let changing = try Self.optimizer()
        let whole = try SmallStudy.optimizer()
        let window = changing.plan.splits[1].test
        #expect(window.lowerBound > 90 && window.upperBound <= 270)
        for id in stride(from: 1, through: changing.space.count, by: 7) {
            let candidate = changing.space[id - 1]
            let one = try SmallStudy.backtest(candidate, window, in: changing)
            let other = try SmallStudy.backtest(candidate, window, in: whole)
            #expect(bits(one.metrics) == bits(other.metrics))
        }
    }

    @Test func oddsAndLookaheadWork() throws {
        let optimizer = try Self.optimizer(odds: OddsSettings(candidates: 100, resamples: 50))
        let result = try optimizer.run(on: ThreadPool(workerCount: 2))
        let odds = try #require(result.selection?.odds)
        let sequential = try #require(try optimizer.run(on: SequentialExecutor()).selection?.odds)
        #expect("\(odds)" == "\(sequential)")
        let report = try LookaheadCheck(optimizer).run(on: ThreadPool(workerCount: 2))
        #expect(report.findings.isEmpty)
        #expect(report.failedCandidates.isEmpty)
        #expect(report.comparisons > 1_000)
    }

    @Test func refusesForecasts() throws {
        let study = try ForecastStudy.optimizer()
        let table = study.table
        var listings = table.listings
        listings[0] = 5..<table.barCount
        let late = try PriceTable(
            symbols: table.symbols,
            timestamps: table.timestamps,
            closes: table.closes.enumerated().map { place, close in
                place % table.symbolCount == 0 && place / table.symbolCount < 5 ? .nan : close
            },
            listings: listings
        )
        #expect(throws: OptimizationError.forecastsNeedCommonUniverse(symbol: table.symbols[0])) {
            try Optimizer(table: late, space: study.space, settings: study.settings)
        }
    }
}
