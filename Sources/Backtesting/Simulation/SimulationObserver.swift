/// One rebalance, as it happened.
public struct Rebalance: Sendable, Equatable {
    /// The bar's start in UTC seconds.
    public let timestamp: Int64
    /// The portfolio's value before costs.
    public let valueBefore: Double
    /// The traded notional `N`.
    public let notional: Double
    /// What it cost.
    public let cost: Double
    /// Whether a weight had drifted beyond the threshold.
    public let drifted: Bool
    /// Whether the calendar period had passed.
    public let calendarDue: Bool
    /// The weights before the rebalance, in the order of the allocation's symbols; the rest was cash.
    public let weightsBefore: [Double]
    /// The weights that were aimed at: the allocation's, unless forecasts or the policy's rule moved
    /// them.
    public let targets: [Double]
}

/// Sees a simulation bar by bar. The sweep uses one that ignores everything and costs nothing.
protocol SimulationObserver {
    /// Whether ``rebalanced(_:)`` wants to be called.
    static var wantsRebalances: Bool { get }
    mutating func closed(bar: Int, equity: Double, cash: Double)
    mutating func rebalanced(_ rebalance: Rebalance)
}

struct NoObserver: SimulationObserver {
    static var wantsRebalances: Bool { false }
    mutating func closed(bar: Int, equity: Double, cash: Double) {}
    mutating func rebalanced(_ rebalance: Rebalance) {}
}

/// Keeps the equity curve, how much of it was invested, and every rebalance.
struct RecordingObserver: SimulationObserver {
    static var wantsRebalances: Bool { true }
    var equity: [Double] = []
    var exposure: [Double] = []
    var rebalances: [Rebalance] = []

    mutating func closed(bar: Int, equity value: Double, cash: Double) {
        equity.append(value)
        exposure.append(1 - cash / value)
    }
    mutating func rebalanced(_ rebalance: Rebalance) { rebalances.append(rebalance) }
}
