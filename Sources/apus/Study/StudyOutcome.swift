import Backtesting
import MarketData
import Optimization
import Reporting
import Validation

/// What a study found, for the terminal.
enum StudyOutcome {
    static func lines(_ result: OptimizationResult, _ selection: Selection) -> [String] {
        let objective = result.optimizer.settings.objective.name
        var lines = record(result, selection)
        lines += ["", "The odds that it is luck"] + OddsText.lines(selection)
        lines += ["", "Top 10 by mean test \(objective) (chosen on the test data: read with care)"]
        lines += Describe.leaderboard(result, selection, count: 10).lines()
        if let failure = result.evaluations.firstFailure {
            lines += [
                "",
                "\(Format.counted(result.evaluations.failedCount, "candidate")) failed, the first"
                    + " #\(failure.id): \(failure.reason)",
            ]
        }
        for note in result.search?.notes ?? [] { lines += [""] + wrapped(note, bullet: "note  ") }
        lines += [""] + EquityLines.lines(result, selection) + [""]
        let verdict = Verdict(result: result, selection: selection)
        let text = wrapped(verdict.sentence, bullet: "Verdict: ")
        return lines + text.map { Style.text($0, verdict.level.tone) }
    }

    /// More splits than this are not listed one by one.
    private static let mostListed = 20

    private static func record(_ result: OptimizationResult, _ selection: Selection) -> [String] {
        let splits = selection.walkForward.selections
        let rows = windows(result, selection).lines()
        // Two lines are the header, the last two are the whole record and the median candidate.
        let listed =
            splits.count <= mostListed
            ? rows
            : rows.prefix(2 + mostListed) + [
                "  (the first \(mostListed) of \(splits.count) splits)"
            ]
                + rows.suffix(2)
        switch result.optimizer.settings.splits {
        case .walkForward:
            return ["Walk-forward record (chosen on the past, run on what followed)"] + listed
        case .purgedKFold:
            return ["K-fold record (training also uses later data: nobody could have traded it)"]
                + listed
        case .combinatorialPurged:
            guard let paths = selection.walkForward.distribution else {
                return ["Record of the only path (training also uses later data)"] + listed
            }
            let title =
                "Records of \(Format.counted(paths.pathCount, "path")) (training also uses later data:"
                + " nobody could have traded them)"
            let winners = Set(splits.map(\.candidate.id)).count
            return [title] + Describe.distribution(paths).lines() + [
                "  \(Format.percent(paths.shareAboveBuyAndHold, decimals: 0)) of the paths beat buying"
                    + " and holding; \(Format.counted(winners, "candidate")) won in training of"
                    + " \(Format.counted(splits.count, "split"))"
            ]
        }
    }

    private static func windows(
        _ result: OptimizationResult,
        _ selection: Selection
    ) -> TextTable {
        let table = result.optimizer.table
        let forward = selection.walkForward
        var rows = TextTable([
            ("split", .left), ("test from", .left), ("to", .left), ("return", .right),
            ("buy & hold", .right), ("outperf.", .right), ("Sharpe", .right),
            ("drawdown", .right), ("chosen", .right), ("portfolio", .left), ("rule", .left),
        ])
        func add(
            _ window: [String],
            _ metrics: WindowMetrics,
            _ hold: WindowMetrics,
            _ choice: [String]
        ) {
            let figures = [
                Format.signedPercent(metrics.totalReturn),
                Format.signedPercent(hold.totalReturn),
                Format.signedPercent(metrics.totalReturn - hold.totalReturn),
                Format.fixed(metrics.sharpeRatio, decimals: 2),
                Format.percent(metrics.maxDrawdown, decimals: 1),
            ]
            rows.add(window + figures + choice)
        }
        for chosen in forward.selections {
            add(
                [
                    "\(chosen.split.number)",
                    Describe.time(table.timestamps[chosen.split.testSegments[0].lowerBound]),
                    Describe.time(table.endTime(of: chosen.split.testSegments.last!)),
                ],
                chosen.test,
                chosen.buyAndHold,
                [
                    "#\(chosen.candidate.id)",
                    Describe.shortened(Describe.portfolio(chosen.candidate)),
                    Describe.rule(chosen.candidate),
                ]
            )
        }
        add(["all", "", ""], forward.metrics, forward.buyAndHold, ["", "stitched together", ""])
        let median = selection.median
        add(
            ["median", "", ""],
            median.metrics,
            selection.medianBuyAndHold.metrics,
            [
                "#\(median.candidate.id)",
                Describe.shortened(Describe.portfolio(median.candidate)),
                Describe.rule(median.candidate),
            ]
        )
        return rows
    }
}

extension Verdict.Level {
    /// How it looks on a terminal.
    fileprivate var tone: Style.Tone {
        switch self {
        case .robust: .green
        case .mixed: .yellow
        case .unsupported: .red
        }
    }
}
