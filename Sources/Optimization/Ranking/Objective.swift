public import Backtesting

/// What makes one candidate better than another: a metric or a weighted sum of metrics, and what every
/// window must meet besides. Larger is better, NaN is worst.
public struct Objective: Sendable, Hashable {
    /// A metric and its weight.
    public struct Term: Sendable, Hashable {
        /// What is added up.
        public let metric: Metric
        /// How many times; negative where less is better.
        public let weight: Double

        /// Creates a term.
        public init(_ metric: Metric, weight: Double = 1) {
            self.metric = metric
            self.weight = weight
        }
    }

    /// What is added up, left to right; at least one term.
    public let terms: [Term]
    /// What every window must meet; one that does not has the value NaN.
    public var requirements: [Requirement]

    /// Total return less that of buying and holding.
    public static let outperformance = Objective(.outperformance)
    /// Total return.
    public static let totalReturn = Objective(.totalReturn)
    /// Sharpe ratio.
    public static let sharpe = Objective(.sharpe)
    /// Sortino ratio.
    public static let sortino = Objective(.sortino)
    /// Calmar ratio.
    public static let calmar = Objective(.calmar)

    /// A single metric; its negative where less is better.
    public init(_ metric: Metric, requirements: [Requirement] = []) {
        self.init(
            [Term(metric, weight: metric.isBetterSmaller ? -1 : 1)],
            requirements: requirements
        )
    }

    /// A weighted sum.
    ///
    /// - Precondition: There is a term.
    public init(_ terms: [Term], requirements: [Requirement] = []) {
        precondition(!terms.isEmpty, "an objective needs a term")
        self.terms = terms
        self.requirements = requirements
    }

    /// The sum as the command line says it, for example `sharpe - 0.5*volatility`.
    public var name: String {
        var text = ""
        // Without its sign, such a metric alone would be read as its negative.
        if terms.count == 1, terms[0].weight == 1, terms[0].metric.isBetterSmaller { text = "+" }
        for (place, term) in terms.enumerated() {
            let size = abs(term.weight)
            let sign = term.weight < 0 ? "-" : "+"
            if place > 0 { text += " \(sign) " } else if term.weight < 0 { text += "-" }
            text += (size == 1 ? "" : "\(size)*") + term.metric.rawValue
        }
        return text
    }

    /// Whether it is a return or a loss, which reads best in percent.
    public var isShare: Bool {
        guard terms.count == 1, abs(terms[0].weight) == 1 else { return false }
        return switch terms[0].metric {
        case .outperformance, .totalReturn, .cagr, .volatility, .maxDrawdown: true
        default: false
        }
    }

    /// The objective of one window.
    public func value(of metrics: WindowMetrics, buyAndHold: WindowMetrics) -> Double {
        guard isMet(by: metrics, buyAndHold: buyAndHold) else { return .nan }
        return sum { $0.value(of: metrics, buyAndHold: buyAndHold) }
    }

    /// The mean over the test windows; NaN where one of them does not meet a requirement.
    public func testValue(of summary: CandidateSummary) -> Double {
        summary.meetsRequirements ? sum { $0.testMean(of: summary) } : .nan
    }

    /// Whether a window meets all requirements.
    func isMet(by metrics: WindowMetrics, buyAndHold: WindowMetrics) -> Bool {
        requirements.allSatisfy { $0.isMet(by: metrics, buyAndHold: buyAndHold) }
    }

    private func sum(_ value: (Metric) -> Double) -> Double {
        // A single metric keeps its bits.
        if terms.count == 1, terms[0].weight == 1 { return value(terms[0].metric) }
        return terms.reduce(0) { $0 + $1.weight * value($1.metric) }
    }

    /// Whether the objective `a` ranks before `b`: NaN ranks after every number and equals itself.
    public static func ranks(_ a: Double, before b: Double) -> Bool {
        a.isNaN ? false : b.isNaN || a > b
    }
}
