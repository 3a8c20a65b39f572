import Backtesting
import MarketData
import Optimization
import Reporting
import Validation

/// What a study found, for the terminal.
enum StudyOutcome {
    static func lines(_ result: OptimizationResult, _ selection: Selection) -> [String] {
        let objective = result.optimizer.settings.objective.rawValue
        var lines = ["Top 10 by mean test \(objective) (chosen on the test data: read with care)"]
        lines += Describe.leaderboard(result, count: 10).lines()
        lines += ["", "Walk-forward record (chosen on the past, run on what followed)"]
        lines += record(result, selection).lines()
        if let failure = result.evaluations.firstFailure {
            lines += [
                "",
                "\(Format.counted(result.evaluations.failedCount, "candidate")) failed, the first"
                    + " #\(failure.id): \(failure.reason)",
            ]
        }
        lines.append("")
        lines += wrapped(
            Verdict(result: result, selection: selection).sentence,
            bullet: "Verdict: "
        )
        return lines
    }

    private static func record(
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
                    Describe.time(table.timestamps[chosen.split.test.lowerBound]),
                    Describe.time(table.endTime(of: chosen.split.test)),
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
        return rows
    }
}
