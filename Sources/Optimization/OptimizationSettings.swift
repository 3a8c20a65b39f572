public import Backtesting
public import Validation

/// What a study does apart from its prices and its search space.
public struct OptimizationSettings: Sendable, Equatable {
    /// How the data is split.
    public var walkForward: WalkForward
    /// What trading costs.
    public var costs: TradingCosts
    /// The starting value of every window.
    public var capital: Double
    /// Bars per year; nil takes the table's own figure.
    public var barsPerYear: Double?
    /// What makes a candidate better.
    public var objective: Objective
    /// The seed of everything random; equal seeds give equal bits.
    public var seed: UInt64

    /// Creates settings; the defaults are those of the program.
    public init(
        walkForward: WalkForward = WalkForward(),
        costs: TradingCosts = .standard,
        capital: Double = 10_000,
        barsPerYear: Double? = nil,
        objective: Objective = .outperformance,
        seed: UInt64 = 0
    ) {
        self.walkForward = walkForward
        self.costs = costs
        self.capital = capital
        self.barsPerYear = barsPerYear
        self.objective = objective
        self.seed = seed
    }
}
