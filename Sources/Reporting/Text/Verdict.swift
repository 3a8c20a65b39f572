import Backtesting
public import Optimization
import Validation

/// What a study's figures amount to, by a rule that anybody can check.
public struct Verdict: Sendable {
    /// One question, its answer and the figures behind it.
    public struct Check: Sendable {
        /// The question.
        public let question: String
        /// Whether the answer speaks for the strategy.
        public let passed: Bool
        /// The figures.
        public let evidence: String
    }

    /// How strong the evidence is.
    public enum Level: String, Sendable {
        /// Every check passed.
        case supported
        /// Some passed, the walk-forward record among them.
        case mixed
        /// The walk-forward record, or most checks, speak against it.
        case unsupported = "not supported"
    }

    /// The checks, in order of weight.
    public let checks: [Check]
    /// How strong the evidence is.
    public let level: Level

    /// The rule, in words.
    public static let rule =
        "supported: all checks pass; mixed: at least half pass, the walk-forward record among"
        + " them; not supported: anything else"

    /// Judges a complete study.
    public init(result: OptimizationResult, selection: Selection) {
        let record = selection.walkForward
        let summary = result.summary(ofID: result.best.id)
        let median = result.summary(ofID: selection.comparison.median.id)
        let test = selection.comparison.test
        let winRate = summary?.testWinRate ?? .nan
        checks = [
            Check(
                question: "Did choosing on the past beat buying and holding afterwards?",
                passed: record.outperformance > 0,
                evidence: "walk-forward record \(Format.signedPercent(record.metrics.totalReturn))"
                    + " against \(Format.signedPercent(record.buyAndHold.totalReturn))"
            ),
            Check(
                question: "Did the recommended candidate beat it in most test windows?",
                passed: winRate > 0.5,
                evidence: "in \(Format.percent(winRate, decimals: 0)) of them"
            ),
            Check(
                question: "Did the median candidate beat it, too?",
                passed: (median?.testOutperformance ?? .nan) > 0,
                evidence: "median candidate"
                    + " \(Format.signedPercent(median?.testOutperformance ?? .nan)) a window"
            ),
            Check(
                question: "Is the best distinguishable from the median candidate?",
                passed: (test?.tTestP ?? .nan) < 0.05,
                evidence: test.map { test in
                    "paired test over \(test.pairs) windows: p ="
                        + " \(Format.fixed(test.tTestP, decimals: 3))"
                } ?? "the objective is undefined in every window"
            ),
        ]
        let passed = checks.count(where: \.passed)
        if passed == checks.count {
            level = .supported
        } else if passed * 2 >= checks.count, checks[0].passed {
            level = .mixed
        } else {
            level = .unsupported
        }
    }

    /// The verdict in one sentence.
    public var sentence: String {
        let passed = checks.count(where: \.passed)
        let count = "\(passed) of \(checks.count) checks pass"
        switch level {
        case .supported:
            return "Supported by this data: \(count). Past windows are few; treat it as a"
                + " hypothesis worth money you can lose."
        case .mixed:
            return "Mixed evidence: \(count). The rule is not clearly better than leaving the"
                + " portfolio alone."
        case .unsupported:
            return "Not supported by this data: \(count). Expect nothing from this rule beyond"
                + " what buying and holding would give."
        }
    }
}
