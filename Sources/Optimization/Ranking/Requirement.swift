public import Backtesting

/// What every window of a candidate must meet, for example `max_drawdown > -0.3`.
public struct Requirement: Sendable, Hashable, CustomStringConvertible {
    /// How a figure is compared.
    public enum Relation: String, Sendable, Hashable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    /// What is looked at.
    public let metric: Metric
    /// How it is compared.
    public let relation: Relation
    /// With what.
    public let bound: Double

    /// Creates a requirement.
    public init(_ metric: Metric, _ relation: Relation, _ bound: Double) {
        self.metric = metric
        self.relation = relation
        self.bound = bound
    }

    /// Whether a window meets it; an undefined figure does not.
    public func isMet(by metrics: WindowMetrics, buyAndHold: WindowMetrics) -> Bool {
        let value = metric.value(of: metrics, buyAndHold: buyAndHold)
        return switch relation {
        case .atLeast: value >= bound
        case .atMost: value <= bound
        case .above: value > bound
        case .below: value < bound
        }
    }

    /// As the command line says it.
    public var description: String { "\(metric.rawValue) \(relation.rawValue) \(bound)" }
}
