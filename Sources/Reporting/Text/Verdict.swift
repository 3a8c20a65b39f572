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
        case robust
        /// Some passed, the out-of-sample record among them.
        case mixed
        /// The out-of-sample record, or most checks, speak against it.
        case unsupported = "not supported"
    }

    /// The checks, in order of weight.
    public let checks: [Check]
    /// How strong the evidence is.
    public let level: Level

    /// The rule, in words.
    public let rule: String

    /// The least probability that counts as evidence.
    static let confidence = 0.95
    /// The greatest probability of overfitting that is let pass.
    static let mostOverfitting = 0.2

    /// Judges a complete study.
    public init(result: OptimizationResult, selection: Selection) {
        let record = selection.walkForward
        let median = result.summary(ofID: selection.comparison.median.id)
        let scheme = result.optimizer.settings.splits
        rule =
            "robust: all checks pass; mixed: at least half pass, the \(scheme.recordName) among"
            + " them; not supported: anything else. A check whose figures were not computed does not"
            + " pass"
        checks =
            [
                Check(
                    question: scheme.trainsOnLaterBars
                        ? "Did choosing in training beat buying and holding in the tests?"
                        : "Did choosing on the past beat buying and holding afterwards?",
                    passed: record.outperformance > 0,
                    evidence:
                        "\(scheme.recordName) \(Format.signedPercent(record.metrics.totalReturn))"
                        + " against \(Format.signedPercent(record.buyAndHold.totalReturn))"
                        + (scheme.recordCaveat.map { "; \($0)" } ?? "")
                ),
                Check(
                    question: "Did the median candidate beat it, too?",
                    passed: (median?.testOutperformance ?? .nan) > 0,
                    evidence: "median candidate"
                        + " \(Format.signedPercent(median?.testOutperformance ?? .nan)) a window"
                ),
            ] + Self.odds(selection)
        let passed = checks.count(where: \.passed)
        if passed == checks.count {
            level = .robust
        } else if passed * 2 >= checks.count, checks[0].passed {
            level = .mixed
        } else {
            level = .unsupported
        }
    }

    /// The checks of `SelectionOdds`; none of them passes without.
    private static func odds(_ selection: Selection) -> [Check] {
        let odds = selection.odds
        func probability(_ value: Double?) -> String {
            value.map { Format.percent($0, decimals: 1) } ?? selection.missingOdds
        }
        func check(_ question: String, _ passed: Bool?, _ evidence: String) -> Check {
            Check(
                question: question,
                passed: passed ?? false,
                evidence: odds == nil ? selection.missingOdds : evidence
            )
        }
        return [
            check(
                "Is the record's lead more than luck?",
                odds.map { $0.record.probabilityOfSkill >= confidence },
                "probability \(probability(odds?.record.probabilityOfSkill)) that it is above 0"
            ),
            check(
                "Is the best candidate better than the best of so many without skill?",
                odds.map { $0.deflated >= confidence },
                "deflated Sharpe ratio: probability \(probability(odds?.deflated))"
            ),
            check(
                "Does a winner of one half of the time stay ahead in the other?",
                odds.map { $0.overfitting.probability <= mostOverfitting },
                "probability of overfitting \(probability(odds?.overfitting.probability))"
            ),
            check(
                "Does any candidate beat the benchmark, given how many were tried?",
                odds.map { $0.superiority.spa.consistent < 1 - confidence },
                "p = \(Format.fixed(odds?.superiority.spa.consistent ?? .nan, decimals: 3)) (SPA)"
            ),
        ]
    }

    /// The verdict in one sentence.
    public var sentence: String {
        let passed = checks.count(where: \.passed)
        let count = "\(passed) of \(checks.count) checks pass"
        switch level {
        case .robust:
            return "Robust on this data: \(count). Past windows are few; treat it as a hypothesis"
                + " worth money you can lose."
        case .mixed:
            return "Mixed evidence: \(count). The rule is not clearly better than leaving the"
                + " portfolio alone."
        case .unsupported:
            return "Not supported by this data: \(count). Expect nothing from this rule beyond"
                + " what buying and holding would give."
        }
    }
}
