import Backtesting
import MarketData
import Optimization
import Validation

/// What k-fold and combinatorial studies report of their splits and paths.
extension TextReport {
    /// More splits than this are not listed one by one.
    private static let mostListed = 40

    var groupedSplits: [String] {
        let optimizer = result.optimizer
        let (table, plan) = (optimizer.table, optimizer.plan)
        var ranges = TextTable([
            (testNoun, .right), ("from", .left), ("to", .left), ("bars", .right),
            ("recommended's return", .right), ("buy & hold", .right), ("outperf.", .right),
        ])
        for (place, window) in selection.bestFigures.testWindows.enumerated() {
            let (own, hold) = (window.metrics.totalReturn, window.buyAndHold.totalReturn)
            ranges.add([
                "\(place + 1)", Describe.time(table.timestamps[window.bars.lowerBound]),
                Describe.time(table.endTime(of: window.bars)), Format.count(window.bars.count),
                Format.signedPercent(own), Format.signedPercent(hold),
                Format.signedPercent(own - hold),
            ])
        }
        var lines = ["Ranges are half-open: a bar at the 'to' time is not in the range.", ""]
        lines += ranges.lines() + [""] + chosenInTraining.lines()
        if plan.splits.count > Self.mostListed {
            lines.append(
                "  (the first \(Self.mostListed) of \(Format.count(plan.splits.count)) splits)"
            )
        }
        lines += wrapped(
            "A split with several windows of a kind has the means over them, weighted by bars; each is"
                + " a backtest of its own, invested anew at its first bar.",
            bullet: "  "
        )
        return lines + ["", "Chosen on train:"] + winners
    }

    private var chosenInTraining: TextTable {
        let starts = Dictionary(
            uniqueKeysWithValues: result.optimizer.plan.splits.testWindows.enumerated()
                .map { ($1, "\($0 + 1)") }
        )
        var figures = TextTable([
            ("split", .right), ("tests", .left), ("train bars", .right), ("segments", .right),
            ("chosen on train", .right), ("its test return", .right), ("buy & hold", .right),
            ("outperf.", .right), ("recommended's outperf.", .right),
        ])
        for (selection, best) in self.selection.choicesAndBest.prefix(Self.mostListed) {
            let split = selection.split
            figures.add([
                "\(split.number)",
                split.testSegments.compactMap { starts[$0] }.joined(separator: " "),
                Format.count(split.trainBarCount), "\(split.trainSegments.count)",
                "#\(selection.candidate.id)",
                Format.signedPercent(selection.test.totalReturn),
                Format.signedPercent(selection.buyAndHold.totalReturn),
                Format.signedPercent(selection.outperformance),
                Format.signedPercent(best.testOutperformance),
            ])
        }
        return figures
    }

    /// Every winner once, the most frequent first.
    private var winners: [String] {
        let wins = Dictionary(grouping: selection.walkForward.selections) { $0.candidate.id }
        let ranked = wins.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        var lines = ranked.prefix(10).flatMap { id, won in
            wrapped(
                "\(won[0].candidate.portfolioPhrase); \(won[0].candidate.policy.phrase)",
                bullet: "  #\(id), in \(Format.counted(won.count, "split")): "
            )
        }
        if ranked.count > 10 {
            lines.append("  (and \(Format.counted(ranked.count - 10, "other")) less often)")
        }
        return lines
    }

    func paths(_ distribution: PathDistribution) -> [String] {
        let record = selection.walkForward
        return wrapped(
            "Every path goes through all groups once, each run by the winner of another split: "
                + "\(Format.count(distribution.pathCount)) records of the same length instead of one."
                + " \(Format.percent(distribution.shareAboveBuyAndHold, decimals: 0)) of them beat buying"
                + " and holding. They share data, and training also uses later data: their spread is"
                + " not a confidence interval."
        ) + [""] + Describe.distribution(distribution).lines() + [""]
            + wrapped(
                "Path \(record.shownPath), in the middle by outperformance, is the one whose figures are"
                    + " shown as \(scheme.recordName)."
            )
    }
}
