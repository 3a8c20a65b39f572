public import Optimization
import Validation

extension TextReport {
    /// What the statistics of selection say.
    var odds: [String] { OddsText.lines(selection) }
}

/// The odds that a result is luck, as text: the same in the terminal and in the report.
public enum OddsText {
    /// Everything that was computed, line by line.
    public static func lines(_ selection: Selection) -> [String] {
        guard let odds = selection.odds else {
            return wrapped("Not computed: \(selection.missingOdds).")
        }
        var lines = wrapped(basis(odds)) + [""]
        var table = TextTable([
            ("", .left), ("walk-forward record", .right), ("best candidate", .right),
        ])
        func row(_ name: String, _ value: (TrackRecord) -> String) {
            table.add([name, value(odds.record), value(odds.best)])
        }
        let annual = odds.periodsPerYear.squareRoot()
        row("Sharpe ratio a year") { Format.fixed($0.sharpe.sharpe * annual, decimals: 2) }
        row("  95 % interval") {
            range($0.intervals.sharpeRatio.interval()) { Format.fixed($0, decimals: 2) }
        }
        row("return a year, 95 % interval") {
            range($0.intervals.cagr.interval()) { Format.signedPercent($0, decimals: 1) }
        }
        row("drawdown, 95 % interval") {
            range($0.intervals.maxDrawdown.interval()) { Format.percent($0, decimals: 1) }
        }
        row("information ratio a year") {
            Format.fixed($0.information.sharpe * annual, decimals: 2)
        }
        row("  probability that it is above 0") {
            Format.percent($0.probabilityOfSkill, decimals: 1)
        }
        row("  record needed to show it at 95 %") { length($0.minimumLength, odds) }
        lines += table.lines() + [""]
        lines += wrapped(deflation(odds), bullet: "- ")
        lines += wrapped(overfitting(odds), bullet: "- ")
        lines += wrapped(superiority(odds), bullet: "- ")
        return lines
    }

    private static func basis(_ odds: SelectionOdds) -> String {
        let sample =
            odds.judged < odds.candidates
            ? "\(Format.count(odds.judged)), an even sample, of the"
                + " \(Format.count(odds.candidates)) distinct candidates"
            : "all \(Format.count(odds.judged)) distinct candidates"
        let period =
            odds.barsPerPeriod == 1 ? "a bar each" : "\(Format.count(odds.barsPerPeriod)) bars each"
        return "Judged: \(sample), by their returns above \(odds.benchmark.rawValue), over"
            + " \(Format.count(odds.periods)) periods of \(period) in the test windows. The record"
            + " was chosen on the past of each window; the best candidate on these very windows,"
            + " so its own column flatters it."
    }

    private static func deflation(_ odds: SelectionOdds) -> String {
        "Deflated Sharpe ratio: the candidates amount to about"
            + " \(Format.fixed(odds.trials.effectiveTrials, decimals: 0)) independent trials (of"
            + " \(Format.count(odds.candidates)) counted); the best of so many without skill would"
            + " show an information ratio of \(Format.fixed(odds.expectedBest, decimals: 2)) a year."
            + " The probability that the best candidate's is truly above that is"
            + " \(Format.percent(odds.deflated, decimals: 1))"
            + " (\(Format.percent(odds.deflatedByCount, decimals: 1)) if every candidate counted)."
    }

    private static func overfitting(_ odds: SelectionOdds) -> String {
        let found = odds.overfitting
        return "Probability of backtest overfitting:"
            + " \(Format.percent(found.probability, decimals: 1)) of"
            + " \(Format.count(found.selections.count)) ways to choose on one half of"
            + " \(found.blocks) blocks of time take a candidate from the worse half of the other;"
            + " it loses to the benchmark there in"
            + " \(Format.percent(found.probabilityOfLoss, decimals: 1)). One unit more of the chosen"
            + " figure brings \(Format.fixed(found.degradation.slope, decimals: 2)) units afterwards"
            + " (R2 \(Format.fixed(found.degradation.rSquared, decimals: 2)))."
    }

    private static func superiority(_ odds: SelectionOdds) -> String {
        let test = odds.superiority
        return "Superior predictive ability (Hansen): p ="
            + " \(Format.fixed(test.spa.consistent, decimals: 3)), between"
            + " \(Format.fixed(test.spa.lower, decimals: 3)) and"
            + " \(Format.fixed(test.spa.upper, decimals: 3)); White's reality check: p ="
            + " \(Format.fixed(test.realityCheck.upper, decimals: 3));"
            + " \(Format.count(test.resamples)) resamples in blocks of"
            + " \(Format.fixed(test.blockLength, decimals: 1)) periods on average. A p below 0.05 says"
            + " that some candidate is better than the benchmark even though so many were tried."
    }

    private static func range(
        _ bounds: ClosedRange<Double>,
        _ text: (Double) -> String
    ) -> String {
        "\(text(bounds.lowerBound)) to \(text(bounds.upperBound))"
    }

    private static func length(_ periods: Double, _ odds: SelectionOdds) -> String {
        guard periods.isFinite else { return "never" }
        return "\(Format.fixed(periods / odds.periodsPerYear, decimals: 1)) years (has"
            + " \(Format.fixed(Double(odds.periods) / odds.periodsPerYear, decimals: 1)))"
    }
}
