import Backtesting
import MarketData
import Optimization
import Validation

extension TextReport {
    var summary: [String] {
        let best = result.best
        var lines = wrapped(verdict.sentence, bullet: "Verdict: ")
        lines += verdict.checks.map { check in
            "  [\(check.passed ? "yes" : "no ")] \(check.question) \(check.evidence)"
        }
        lines += wrapped("The rule: \(verdict.rule).", bullet: "  ")
        lines += ["", "Recommended configuration: #\(best.id)"]
        if let estimate = best.weighting.estimate {
            lines.append("  \(best.symbols.joined(separator: ", "))")
            lines += wrapped(estimate.phrase, bullet: "  weights: ")
        }
        for (symbol, weight) in zip(best.symbols, best.weights) {
            lines.append("  \(symbol): \(Format.percent(weight))")
        }
        lines += wrapped(best.policy.phrase, bullet: "  rule: ")
        lines += ["", "Expected out-of-sample performance"]
        lines += expectation + ["", "Key risks"]
        lines += risks.flatMap { wrapped($0, bullet: "  - ") }
        return lines
    }

    private var expectation: [String] {
        let record = selection.walkForward
        let summary = result.summary(ofID: result.best.id)
        var table = TextTable([
            ("", .left), (scheme.recordName, .right), ("its buy & hold", .right),
            ("recommended, mean of a test window", .right),
        ])
        func row(_ name: String, _ a: String, _ b: String, _ c: String) {
            table.add([name, a, b, c])
        }
        let strategy = record.metrics
        let hold = record.buyAndHold
        row(
            "total return",
            Format.signedPercent(strategy.totalReturn),
            Format.signedPercent(hold.totalReturn),
            Format.signedPercent(summary?.testReturn ?? .nan)
        )
        row(
            "return a year",
            Format.signedPercent(strategy.cagr),
            Format.signedPercent(hold.cagr),
            ""
        )
        row(
            "outperformance",
            Format.signedPercent(record.outperformance),
            "",
            Format.signedPercent(summary?.testOutperformance ?? .nan)
        )
        row(
            "volatility",
            Format.percent(strategy.volatility),
            Format.percent(hold.volatility),
            Format.percent(summary?.testVolatility ?? .nan)
        )
        row(
            "Sharpe ratio",
            Format.fixed(strategy.sharpeRatio, decimals: 3),
            Format.fixed(hold.sharpeRatio, decimals: 3),
            Format.fixed(summary?.testSharpe ?? .nan, decimals: 3)
        )
        row(
            "maximum drawdown",
            Format.percent(strategy.maxDrawdown),
            Format.percent(hold.maxDrawdown),
            Format.percent(summary?.testDrawdown ?? .nan)
        )
        row(
            "rebalances",
            "\(strategy.rebalanceCount)",
            "0",
            Format.fixed(summary?.testRebalances ?? .nan, decimals: 1)
        )
        return table.lines()
            + wrapped(
                recordNote + " The last column was picked as the best on the test windows and looks"
                    + " better than it is.",
                bullet: "  "
            )
    }

    private var recordNote: String {
        switch scheme {
        case .walkForward:
            "The record is what choosing on the past and trading afterwards would have made: nothing"
                + " in it saw its own future."
        case .purgedKFold:
            "K-fold record: training also uses later data. Nobody could have traded it; it says whether"
                + " what is chosen on some of the data holds on the rest."
        case .combinatorialPurged:
            "Combinatorial paths: training also uses later data. Nobody could have traded them; they say"
                + " how much what is chosen on some of the data holds on the rest, and how much that"
                + " depends on the path. The first columns are the path in the middle."
        }
    }

    /// Every window that is stitched into the record is invested in anew.
    private var firstInvestments: Int {
        scheme.trainsOnLaterBars ? testWindowCount : selection.walkForward.selections.count
    }

    /// The windows that candidates are judged on, each once.
    private var testWindowCount: Int { result.optimizer.plan.splits.testWindows.count }

    private var risks: [String] {
        let record = selection.walkForward
        var risks: [String] = []
        let depth = min(
            record.metrics.maxDrawdown,
            selection.bestFigures.map(\.test.maxDrawdown).min() ?? 0
        )
        risks.append(
            "Drawdown: as deep as \(Format.percent(depth)) in these windows; the record spent"
                + " \(Format.percent(record.curve.timeUnderWater, decimals: 0)) of its bars below an"
                + " earlier peak."
        )
        if let summary = result.summary(ofID: result.best.id) {
            risks.append(
                "Overfitting: the best of \(Format.count(result.evaluations.finishedCount)) distinct"
                    + " candidates; train less test outperformance is"
                    + " \(Format.signedPercent(summary.generalizationGap)) a window, and test"
                    + " outperformance varies by \(Format.percent(summary.testConsistency))."
            )
        }
        risks.append(
            "Few trials: \(Format.counted(testWindowCount, "test window"))"
                + " \(testWindowCount == 1 ? "is" : "are") little to judge by."
        )
        let costShare = record.metrics.costPaid / result.optimizer.settings.capital
        risks.append(
            "Costs: the record paid \(Format.percent(costShare)) of the starting capital over"
                + " \(record.metrics.rebalanceCount) rebalances and"
                + " \(Format.counted(firstInvestments, "first investment"));"
                + " higher costs than assumed come off every figure."
        )
        return risks
    }

    var recommendations: [String] {
        var items: [String] = []
        switch verdict.level {
        case .robust:
            items.append(
                "Run the recommended configuration on paper before money, and compare with buying"
                    + " and holding the same portfolio."
            )
        case .mixed:
            items.append(
                "Do not pay for this rule yet: look for the same effect in another period"
                    + (scheme.trainsOnLaterBars ? "" : " (--window-days, --test-windows)")
                    + " or on other symbols first."
            )
        case .unsupported:
            items.append(
                "Hold the portfolio you want without this rule: rebalancing did not pay for"
                    + " itself out of sample."
            )
        }
        if let strongest = selection.sensitivities.max(by: { $0.effect < $1.effect }) {
            let isPortfolio = ["asset set", "weights"].contains(strongest.factor)
            items.append(
                "The factor that matters most is the \(strongest.factor)"
                    + (isPortfolio
                        ? ": what is held decides more than when it is rebalanced."
                        : ": check its neighbours before settling on one value.")
            )
        }
        if scheme.trainsOnLaterBars {
            items.append(
                "Run the study with --splits walk-forward: only that says what choosing on the past"
                    + " and trading afterwards would have made."
            )
        } else if testWindowCount < 8 {
            items.append(
                "Ask for more test windows if the data allows (--test-windows, with a shorter"
                    + " --window-days): \(testWindowCount) cannot tell luck from skill."
            )
        }
        items.append(
            "See how the answer changes with costs: --commission and --slippage at twice what you"
                + " expect."
        )
        return items.flatMap { wrapped($0, bullet: "- ") }
    }
}
