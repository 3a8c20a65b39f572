public import Backtesting
public import MarketData

/// One strategy with all that is needed to run it again: `optimized_config.yaml`.
public struct StrategyConfiguration: Sendable, Equatable {
    /// Where prices come from.
    public enum PriceSource: Sendable, Equatable {
        /// Price files, by path.
        case files([String])
        /// A data set that comes with the package.
        case dataset(String)
    }

    /// What the run is called.
    public var name: String
    /// The seed of the study it came from.
    public var seed: UInt64
    /// Where prices come from; nil in a file that leaves the choice to the command line.
    public var source: PriceSource?
    /// The bar interval to resample to; nil takes the data as it is.
    public var timeframe: BarInterval?
    /// What to do with gaps.
    public var fill: GapFill
    /// Whether symbols may start late or end early.
    public var universe: Universe
    /// Bars per year; nil takes the table's own figure.
    public var barsPerYear: Double?
    /// What is held.
    public var allocation: Allocation
    /// When it is rebalanced.
    public var policy: RebalancingPolicy
    /// The model of a policy that uses forecasts; nil for other policies.
    public var forecast: StrategyForecast?
    /// The starting value.
    public var capital: Double
    /// What trading costs.
    public var costs: TradingCosts
    /// The file of dividends, by path.
    public var dividends: String?
    /// The file of funding rates, by path.
    public var funding: String?

    /// Creates a configuration.
    public init(
        name: String,
        seed: UInt64 = 0,
        source: PriceSource?,
        timeframe: BarInterval? = nil,
        fill: GapFill = .none,
        universe: Universe = .common,
        barsPerYear: Double? = nil,
        allocation: Allocation,
        policy: RebalancingPolicy,
        forecast: StrategyForecast? = nil,
        capital: Double = 10_000,
        costs: TradingCosts = .standard,
        dividends: String? = nil,
        funding: String? = nil
    ) {
        self.name = name
        self.seed = seed
        self.source = source
        self.timeframe = timeframe
        self.fill = fill
        self.universe = universe
        self.barsPerYear = barsPerYear
        self.allocation = allocation
        self.policy = policy
        self.forecast = forecast
        self.capital = capital
        self.costs = costs
        self.dividends = dividends
        self.funding = funding
    }
}
