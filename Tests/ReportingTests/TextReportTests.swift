import Backtesting
import DataParallel
import MarketData
import Optimization
import Reporting
import TestSupport
import Testing
import Validation

@Suite struct TextReportTests {
    private static func report(_ result: OptimizationResult) throws -> [String] {
        let report = TextReport(
            result: result,
            selection: try #require(result.selection),
            digest: Digest(of: ResultsCSV.encode(result))
        )
        #expect(report.text.hasSuffix("\n"))
        return report.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The words of the first line that starts with `label`, after it.
    private static func cells(_ label: String, in lines: [String]) throws -> String {
        let line = try #require(
            lines.first { $0.drop { $0 == " " }.hasPrefix(label) },
            "no line '\(label)'"
        )
        return line.drop { $0 == " " }.dropFirst(label.count)
            .split(separator: " ").joined(separator: " ")
    }

    @Test func sectionsComeInOrderTheSummaryFirst() throws {
        let lines = try Self.report(Studies.standard())
        let titles = lines.indices.filter { index in
            index > 0 && lines[index - 1].isEmpty && index + 1 < lines.count
                && lines[index + 1].hasPrefix("---")
        }.map { lines[$0] }
        let expected = [
            "SUMMARY", "THE ODDS", "SPLITS", "TOP 5", "SENSITIVITY", "BEST AGAINST MEDIAN",
            "RECOMMENDATIONS",
            "HOW IT WAS COMPUTED",
        ]
        #expect(titles.count == expected.count)
        for (title, start) in zip(titles, expected) { #expect(title.hasPrefix(start)) }
        #expect(lines[0] == "APUS WALK-FORWARD OPTIMISATION REPORT")
        #expect(lines[3] == "SUMMARY")
        let order = [
            "Verdict: ", "Recommended configuration: #", "Expected out-of-sample performance",
            "Key risks", "SPLITS",
        ].map { start in lines.firstIndex { $0.hasPrefix(start) } ?? -1 }
        #expect(!order.contains(-1) && order == order.sorted())
    }

    @Test func figuresAreThoseOfTheResult() throws {
        let result = try Studies.standard()
        let lines = try Self.report(result)
        let selection = try #require(result.selection)
        let record = selection.walkForward
        let best = result.best
        let summary = try #require(result.summary(ofID: best.id))
        #expect(lines.contains("Recommended configuration: #\(best.id)"))
        for (symbol, weight) in zip(best.symbols, best.weights) {
            #expect(lines.contains("  \(symbol): \(Format.percent(weight))"))
        }
        let rows: [(String, [String])] = [
            (
                "total return",
                [record.metrics.totalReturn, record.buyAndHold.totalReturn, summary.testReturn]
                    .map { Format.signedPercent($0) }
            ),
            (
                "return a year",
                [record.metrics.cagr, record.buyAndHold.cagr].map { Format.signedPercent($0) }
            ),
            (
                "outperformance",
                [record.outperformance, summary.testOutperformance]
                    .map { Format.signedPercent($0) }
            ),
            (
                "volatility",
                [record.metrics.volatility, record.buyAndHold.volatility, summary.testVolatility]
                    .map { Format.percent($0) }
            ),
            (
                "Sharpe ratio",
                [record.metrics.sharpeRatio, record.buyAndHold.sharpeRatio, summary.testSharpe]
                    .map { Format.fixed($0, decimals: 3) }
            ),
            (
                "maximum drawdown",
                [
                    record.metrics.maxDrawdown, record.buyAndHold.maxDrawdown,
                    summary.testDrawdown,
                ].map { Format.percent($0) }
            ),
            (
                "rebalances",
                [
                    "\(record.metrics.rebalanceCount)", "0",
                    Format.fixed(summary.testRebalances, decimals: 1),
                ]
            ),
        ]
        for (label, values) in rows {
            #expect(try Self.cells(label, in: lines) == values.joined(separator: " "))
        }
        let test = try #require(selection.comparison.test)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("two-sided p = \(Format.fixed(test.tTestP, decimals: 4))"))
        #expect(text.contains("t = \(Format.fixed(test.tStatistic, decimals: 3)) with 1 degrees"))
        for sensitivity in selection.sensitivities {
            #expect(
                lines.contains(
                    "\(sensitivity.factor): effect \(Format.signedPercent(sensitivity.effect))"
                )
            )
        }
        #expect(
            Set(selection.sensitivities.map(\.factor)).isSuperset(of: [
                "asset set", "weights", "threshold", "method",
            ])
        )
        #expect(text.contains(Digest(of: ResultsCSV.encode(result)).description))
    }

    @Test func everySplitIsThereWithItsRangesAndFigures() throws {
        let result = try Studies.standard()
        let lines = try Self.report(result).map {
            $0.split(separator: " ").joined(separator: " ")
        }
        let table = result.optimizer.table
        let selection = try #require(result.selection)
        for (chosen, best) in zip(selection.walkForward.selections, selection.bestFigures) {
            let split = chosen.split
            let ranges = [split.train, split.test].map { range in
                "\(UTCTime.format(table.timestamps[range.lowerBound]))"
                    + " \(UTCTime.format(table.endTime(of: range))) \(range.count)"
            }
            #expect(lines.contains("\(split.number) \(ranges.joined(separator: " "))"))
            let figures = [
                chosen.test.totalReturn, chosen.buyAndHold.totalReturn, chosen.outperformance,
                best.test.totalReturn, best.testOutperformance,
            ].map { Format.signedPercent($0) }.joined(separator: " ")
            #expect(lines.contains("\(split.number) #\(chosen.candidate.id) \(figures)"))
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func saysNothingAboutHowItWasRun(_ workers: Int) throws {
        let serial = try Self.report(Studies.standard())
        let executor = ThreadPool(workerCount: workers)
        #expect(try Self.report(Studies.standard(executor: executor)) == serial)
        let text = serial.joined(separator: "\n").lowercased()
        for word in ["worker", "thread", "took", "a second", "elapsed"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test func failuresAreCountedWithTheFirstReason() throws {
        let lines = try Self.report(Studies.withFailures())
        let text = lines.joined(separator: "\n")
        #expect(text.contains("2 candidates, the first #3: the portfolio's value became"))
        #expect(try !Self.report(Studies.standard()).joined().contains("portfolio's value became"))
    }

    @Test func noLineIsWiderThanAPageButThoseOfTables() throws {
        let lines = try Self.report(Studies.standard())
        for line in lines where !line.contains("  ") && !line.hasPrefix("difference") {
            #expect(line.count <= 78, "\(line)")
        }
    }
}

@Suite struct VerdictTests {
    /// Daily closes of two symbols made by a rule; 240 bars.
    private static func table(_ close: (Int) -> (Double, Double)) throws -> PriceTable {
        let closes = (0..<240).flatMap { bar in
            let (a, b) = close(bar)
            return [a, b]
        }
        return try PriceTable(
            symbols: ["A", "B"],
            timestamps: (0..<240).map { 1_577_836_800 + Int64($0) * 86_400 },
            closes: closes
        )
    }

    private static func study(_ table: PriceTable) throws -> OptimizationResult {
        try Studies.run(
            table: table,
            space: SearchSpace(
                name: "test",
                allocations: .sets(
                    AssetSets(sets: [["A", "B"]], weightings: [2: [[0.5, 0.5], [0.9, 0.1]]])
                ),
                policies: PolicySpace(
                    thresholds: [0.01, 0.05],
                    methods: [.threshold, .calendar],
                    calendarDays: [7],
                    minimumIntervalHours: [0],
                    momentumVetoes: [false]
                )
            ),
            walkForward: WalkForward(windowDays: 40, testWindows: 5),
            costs: .free,
            odds: OddsSettings(candidates: 100, resamples: 200, blocks: 8)
        )
    }

    /// The rule of the report, from the figures alone.
    private static func expected(
        _ result: OptimizationResult,
        _ selection: Selection
    ) -> (passed: [Bool], level: Verdict.Level) {
        let median = result.summary(ofID: selection.comparison.median.id)
        let odds = selection.odds
        let passed = [
            selection.walkForward.metrics.totalReturn
                > selection.walkForward.buyAndHold.totalReturn,
            (median?.testOutperformance ?? 0) > 0,
            (odds?.record.probabilityOfSkill ?? 0) >= 0.95,
            (odds?.deflated ?? 0) >= 0.95,
            (odds?.overfitting.probability ?? 1) <= 0.2,
            (odds?.superiority.spa.consistent ?? 1) < 0.05,
        ]
        let count = passed.count { $0 }
        if count == 6 { return (passed, .robust) }
        return (passed, passed[0] && count >= 3 ? .mixed : .unsupported)
    }

    private static func verdict(_ table: PriceTable) throws -> Verdict {
        let result = try study(table)
        let selection = try #require(result.selection)
        let verdict = Verdict(result: result, selection: selection)
        let expected = expected(result, selection)
        #expect(verdict.checks.map(\.passed) == expected.passed)
        #expect(verdict.level == expected.level)
        let passed = expected.passed.count { $0 }
        #expect(verdict.sentence.contains("\(passed) of 6 checks pass"))
        return verdict
    }

    /// Two symbols that swap places for ever: without costs, every rebalance gains.
    @Test func pricesThatReturnSupportRebalancing() throws {
        let verdict = try Self.verdict(
            Self.table { bar in bar % 10 < 5 ? (100, 200) : (200, 100) }
        )
        #expect(verdict.level == .robust)
        #expect(verdict.sentence.hasPrefix("Robust on this data"))
    }

    /// One symbol rises for ever: every rebalance sells the winner.
    @Test func pricesThatRunAwaySpeakAgainstRebalancing() throws {
        let verdict = try Self.verdict(
            Self.table { bar in (100 + Double(bar) * 10, 100) }
        )
        #expect(verdict.level == .unsupported)
        // Who loses least does so in every half of the time: that much is no accident.
        let passed = verdict.checks.filter(\.passed).map(\.question)
        #expect(passed.allSatisfy { $0.contains("half of the time") }, "\(passed)")
        #expect(verdict.sentence.hasPrefix("Not supported by this data"))
    }

    @Test func randomPricesFollowTheRuleToo() throws {
        var levels: Set<Verdict.Level> = []
        for seed in 1...40 {
            let walk = SyntheticPrices.randomWalk(
                bars: 240,
                symbols: ["A", "B"],
                interval: 86_400,
                seed: UInt64(seed)
            )
            levels.insert(try Self.verdict(walk).level)
        }
        #expect(levels.isSuperset(of: [.mixed, .unsupported]))
    }
}
