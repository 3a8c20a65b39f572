import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import TestSupport
import Testing
import Validation

/// Reports of studies that are not walk-forward.
@Suite struct GroupedReportTests {
    private static func result(
        _ scheme: SplitScheme,
        on executor: any ParallelExecutor = SequentialExecutor()
    ) throws -> OptimizationResult {
        let symbols = ["AAA", "BBB", "CCC"]
        return try Optimizer(
            table: SyntheticPrices.randomWalk(
                bars: 120,
                symbols: symbols,
                interval: 86_400,
                seed: 7
            ),
            space: Studies.space(symbols),
            settings: OptimizationSettings(splits: scheme, odds: .off)
        ).run(on: executor)
    }

    private static let combinatorial = SplitScheme.combinatorialPurged(
        CombinatorialPurged(groups: 6, testGroups: 2, purgeBars: 1)
    )

    private static func report(_ result: OptimizationResult) throws -> TextReport {
        TextReport(
            result: result,
            selection: try #require(result.selection),
            digest: Digest(of: ResultsCSV.encode(result))
        )
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.split(separator: " ").joined(separator: " ")
        }
    }

    @Test func everySplitIsThereWithWhatItTestsAndWhoWon() throws {
        let result = try Self.result(Self.combinatorial)
        let lines = Self.words(try Self.report(result).text)
        let selection = try #require(result.selection)
        let record = selection.walkForward
        #expect(lines[0] == "APUS COMBINATORIAL OPTIMISATION REPORT")
        for (chosen, best) in zip(record.selections, selection.bestFigures) {
            let split = chosen.split
            let tested = split.testSegments.map { "\($0.lowerBound / 20 + 1)" }
            let figures = [
                chosen.test.totalReturn, chosen.buyAndHold.totalReturn, chosen.outperformance,
                best.testOutperformance,
            ].map { Format.signedPercent($0) }
            let row =
                ["\(split.number)"] + tested
                + [
                    "\(split.trainBarCount)", "\(split.trainSegments.count)",
                    "#\(chosen.candidate.id)",
                ]
                + figures
            #expect(lines.contains(row.joined(separator: " ")))
        }
        let table = result.optimizer.table
        for group in 0..<6 {
            let from = UTCTime.format(table.timestamps[group * 20])
            #expect(lines.contains { $0.hasPrefix("\(group + 1) \(from) ") && $0.contains(" 20 ") })
        }
        #expect(lines.contains { $0.hasPrefix("total return ") })
    }

    @Test func theSpreadOfPathsIsThatOfTheResult() throws {
        let result = try Self.result(Self.combinatorial)
        let text = try Self.report(result).text
        let lines = Self.words(text)
        let record = try #require(result.selection).walkForward
        let paths = try #require(record.distribution)
        let spread = paths.outperformance
        let figures = [
            spread.minimum, spread.lowerQuartile, spread.median, spread.upperQuartile,
            spread.maximum,
        ].map { Format.signedPercent($0) }
        #expect(lines.contains("outperformance \(figures.joined(separator: " "))"))
        let flat = lines.joined(separator: " ")
        #expect(flat.contains("Path \(record.shownPath), in the middle by outperformance"))
        #expect(flat.contains("training also uses later data"))
        #expect(!flat.contains("saw its own future"))
    }

    @Test(arguments: [2, 8])
    func isTheSameOnAnyNumberOfThreads(workers: Int) throws {
        let serial = try Self.report(Self.result(Self.combinatorial)).text
        let threaded = try Self.result(Self.combinatorial, on: ThreadPool(workerCount: workers))
        #expect(try Self.report(threaded).text == serial)
    }

    @Test func manySplitsAreNotAllListed() throws {
        // 56 splits of 8 groups.
        let result = try Self.result(
            .combinatorialPurged(CombinatorialPurged(groups: 8, testGroups: 3))
        )
        let text = try Self.report(result).text
        #expect(text.contains("  (the first 40 of 56 splits)"))
        let lines = Self.words(text)
        #expect(lines.contains { $0.hasPrefix("40 ") })
        #expect(!lines.contains { $0.hasPrefix("41 ") })
    }

    @Test func schemesReadAsPhrases() throws {
        let timestamps = (0..<120).map { Int64($0) * 86_400 }
        func phrase(_ scheme: SplitScheme) throws -> String {
            Describe.splits(scheme, try scheme.plan(timestamps: timestamps, interval: 86_400))
        }
        #expect(
            try phrase(.purgedKFold(PurgedKFold(folds: 7, embargoBars: 1)))
                == "7 splits, k-fold: each fold of 17 or 18 bars is tested once, embargo 1 bar; training"
                + " also uses later data"
        )
        #expect(
            try phrase(.combinatorialPurged(CombinatorialPurged()))
                == "15 splits, combinatorial: 2 of 6 groups of 20 bars tested at a time, 5 paths;"
                + " training also uses later data"
        )
        #expect(
            try phrase(.walkForward(WalkForward(windowDays: 20, testWindows: 2, purgeBars: 3)))
                == "2 splits, windows of 20 days, anchored training, purge 3 bars"
        )
        #expect(SplitScheme.walkForward(WalkForward()).recordCaveat == nil)
        #expect(SplitScheme.walkForward(WalkForward()).recordName == "walk-forward record")
        #expect(Self.combinatorial.recordCaveat == "training also uses later data")
    }
}
