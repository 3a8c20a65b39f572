import Backtesting
import MarketData
public import Optimization
import Validation

/// `report.txt`: what a person should know about a study, the most important first.
///
/// It holds no timings and no worker counts: the same study gives the same bytes.
public struct TextReport {
    let result: OptimizationResult
    let selection: Selection
    let verdict: Verdict
    let digest: Digest

    /// Creates the report of a complete study.
    ///
    /// - Parameters:
    ///   - result: The study.
    ///   - selection: Its selection.
    ///   - digest: The digest of its `results.csv`.
    public init(result: OptimizationResult, selection: Selection, digest: Digest) {
        self.result = result
        self.selection = selection
        self.digest = digest
        verdict = Verdict(result: result, selection: selection)
    }

    /// The whole report.
    public var text: String {
        let isGrid = result.search.map { $0.settings.method == .grid } ?? true
        let scope =
            isGrid
            ? result.search?.endedByTimeBudget == true ? "WHAT WAS COVERED" : "THE WHOLE GRID"
            : "WHAT WAS TRIED"
        var sections: [(String, [String])] = [
            ("SUMMARY", summary),
            ("THE ODDS THAT IT IS LUCK", odds),
            ("SPLITS", scheme.trainsOnLaterBars ? groupedSplits : splits),
            ("TOP 5 (ranked by mean test \(objective.name): chosen on the test data)", topFive),
            (
                "SENSITIVITY OF MEAN TEST \(objective.name.uppercased()), OVER \(scope)",
                sensitivity
            ),
            ("PARETO FRONT (chosen on the last training window)", paretoFront),
            (
                "BEST AGAINST MEDIAN CANDIDATE, \(testNoun.uppercased()) BY \(testNoun.uppercased())",
                comparison
            ),
            ("RECOMMENDATIONS", recommendations),
            ("HOW IT WAS COMPUTED", method),
        ]
        if let distribution = selection.walkForward.distribution {
            sections.insert(("PATHS", paths(distribution)), at: 2)
        }
        var lines = [
            "APUS \(scheme.phrase.uppercased()) OPTIMISATION REPORT",
            String(repeating: "=", count: 78),
        ]
        for (title, body) in sections where !body.isEmpty {
            lines += ["", title, String(repeating: "-", count: min(78, title.count))] + body
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var objective: Objective { result.optimizer.settings.objective }
    var scheme: SplitScheme { result.optimizer.settings.splits }
    /// What is judged on: a split of walk-forward analysis, a fold, a group.
    var testNoun: String {
        switch scheme {
        case .walkForward: "split"
        case .purgedKFold: "fold"
        case .combinatorialPurged: "group"
        }
    }

    private var splits: [String] {
        let table = result.optimizer.table
        var ranges = TextTable([
            ("split", .right), ("train from", .left), ("to", .left), ("bars", .right),
            ("test from", .left), ("to", .left), ("bars", .right),
        ])
        for split in result.optimizer.plan.splits {
            ranges.add([
                "\(split.number)",
                Describe.time(table.timestamps[split.train.lowerBound]),
                Describe.time(table.endTime(of: split.train)), Format.count(split.train.count),
                Describe.time(table.timestamps[split.test.lowerBound]),
                Describe.time(table.endTime(of: split.test)), Format.count(split.test.count),
            ])
        }
        var figures = TextTable([
            ("split", .right), ("chosen on train", .right), ("its test return", .right),
            ("buy & hold", .right), ("outperf.", .right), ("recommended's test return", .right),
            ("outperf.", .right),
        ])
        for (selection, best) in selection.choicesAndBest {
            figures.add([
                "\(selection.split.number)", "#\(selection.candidate.id)",
                Format.signedPercent(selection.test.totalReturn),
                Format.signedPercent(selection.buyAndHold.totalReturn),
                Format.signedPercent(selection.outperformance),
                Format.signedPercent(best.test.totalReturn),
                Format.signedPercent(best.testOutperformance),
            ])
        }
        var lines = ["Ranges are half-open: a bar at the 'to' time is not in the range.", ""]
        lines += ranges.lines() + [""] + figures.lines() + ["", "Chosen on train:"]
        for selection in selection.walkForward.selections {
            lines += wrapped(
                "\(selection.candidate.portfolioPhrase); \(selection.candidate.policy.phrase)",
                bullet: "  split \(selection.split.number): "
            )
        }
        return lines
    }

    private var topFive: [String] {
        Describe.leaderboard(result, selection, count: 5).lines()
    }

    private var sensitivity: [String] {
        var lines = sensitivityPreface
        if let limit = result.evaluations.keptLimit {
            lines += wrapped(
                "Only the best \(Format.count(limit)) were kept: these means and counts are of all"
                    + " candidates and exact, the medians are within 0.4 %, and so is the median"
                    + " candidate below. Weights are not compared, nor more than 1,000 asset sets."
            )
        }
        let isShare = objective.isShare
        func number(_ value: Double) -> String {
            isShare ? Format.signedPercent(value) : Format.fixed(value, decimals: 3)
        }
        for factor in selection.sensitivities {
            lines += ["", "\(factor.factor): effect \(number(factor.effect))"]
            var table = TextTable([
                ("value", .left), ("candidates", .right), ("mean", .right), ("median", .right),
                ("best", .right), ("above buy & hold", .right),
            ])
            let shown =
                factor.levels.count > 12
                ? factor.levels.sorted { Objective.ranks($0.mean, before: $1.mean) }
                : factor.levels
            let cut = shown.count > 12 ? Array(shown.prefix(6) + shown.suffix(6)) : shown
            for level in cut {
                table.add([
                    Describe.shortened(level.label), Format.count(level.count),
                    number(level.mean), number(level.median), number(level.best),
                    Format.percent(level.shareAboveBuyAndHold, decimals: 0),
                ])
            }
            lines += table.lines()
            if shown.count > cut.count {
                lines.append("  (the 6 best and the 6 worst of \(shown.count) values)")
            }
        }
        return lines
    }

    private var comparison: [String] {
        let comparison = selection.comparison
        var lines = [
            "best:   #\(comparison.best.id) \(comparison.best.portfolioPhrase);"
                + " \(comparison.best.policy.phrase)",
            "median: #\(comparison.median.id) \(comparison.median.portfolioPhrase);"
                + " \(comparison.median.policy.phrase)",
        ].flatMap { wrapped($0) }
        lines.append("")
        let differences = comparison.differences.map { Format.fixed($0, decimals: 4) }
        lines.append(
            "difference of test \(objective.name) by \(testNoun): "
                + differences.joined(separator: ", ")
        )
        guard let test = comparison.test else {
            return lines + ["The objective is undefined in every split: there is nothing to test."]
        }
        lines += [
            "mean \(Format.fixed(test.meanDifference, decimals: 4)), standard deviation"
                + " \(Format.fixed(test.standardDeviation, decimals: 4)),"
                + " t = \(Format.fixed(test.tStatistic, decimals: 3)) with"
                + " \(test.pairs - 1) degrees of freedom",
            "two-sided p = \(Format.fixed(test.tTestP, decimals: 4)) (t-test),"
                + " \(Format.fixed(test.permutationP, decimals: 4)) (random signs,"
                + " \(test.isExact ? "all" : "a seeded sample of") patterns)",
        ]
        let least = 1 / Double(1 << min(test.pairs - 1, 40))
        lines += wrapped(
            "The best was picked on these very windows, so the test flatters it: a large p says"
                + " there is nothing, a small one proves nothing yet. With \(test.pairs) windows"
                + " random signs cannot give a p below \(Format.fixed(least, decimals: 4))."
        )
        return lines
    }

    private var method: [String] {
        let optimizer = result.optimizer
        let settings = optimizer.settings
        var lines = [
            "prices:      \(Format.count(optimizer.table.barCount)) bars of"
                + " \(Format.counted(optimizer.table.symbolCount, "symbol")),"
                + " \(Describe.interval(optimizer.table)),"
                + " \(Format.fixed(optimizer.simulation.barsPerYear, decimals: 0)) bars a year",
            "space:       \(optimizer.space.name): \(Format.count(optimizer.space.count))"
                + " candidates, \(Format.count(optimizer.distinctCount)) of them distinct",
        ]
        lines += searched
        lines += [
            "splits:      \(Describe.splits(scheme, optimizer.plan))",
            "costs:       \(Describe.costs(settings.costs))",
            "capital:     \(Format.fixed(settings.capital, decimals: 2)) at the start of every"
                + " window",
            "seed:        \(settings.seed)",
            "failures:    \(failures)",
            "digest:      \(digest) (SHA-256 of results.csv)",
            "run it:      apus backtest --config optimized_config.yaml",
        ]
        if !settings.income.isEmpty {
            let names = [
                ("dividends", settings.income.dividends), ("funding", settings.income.funding),
            ]
            let given = names.filter { !$0.1.isEmpty }.map(\.0).joined(separator: " and ")
            lines.append("income:      \(given) are counted")
        }
        for note in result.notes { lines += wrapped(note, bullet: "note:        ") }
        return lines
    }

    private var failures: String {
        let failed = result.evaluations.failedCount
        guard let first = result.evaluations.firstFailure else { return "none" }
        return "\(Format.count(failed)) candidates, the first #\(first.id): \(first.reason)"
    }
}
