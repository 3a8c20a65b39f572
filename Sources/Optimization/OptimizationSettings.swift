public import Backtesting
public import Validation

/// What a study does apart from its prices and its search space.
public struct OptimizationSettings: Sendable, Equatable {
    /// How the data is split.
    public var splits: SplitScheme
    /// What trading costs.
    public var costs: TradingCosts
    /// What holding symbols brings or costs; of the table that is studied.
    public var income: PortfolioIncome
    /// The starting value of every window.
    public var capital: Double
    /// Bars per year; nil takes the table's own figure.
    public var barsPerYear: Double?
    /// What makes a candidate better.
    public var objective: Objective
    /// How many candidates' figures are kept.
    public var keep: Keep
    /// How the space is searched.
    public var search: SearchSettings
    /// How much is computed to tell skill from luck.
    public var odds: OddsSettings
    /// The seed of everything random; equal seeds give equal bits.
    public var seed: UInt64

    /// Creates settings; the defaults are those of the program.
    public init(
        splits: SplitScheme,
        costs: TradingCosts = .standard,
        income: PortfolioIncome = .none,
        capital: Double = 10_000,
        barsPerYear: Double? = nil,
        objective: Objective = .outperformance,
        keep: Keep = .automatic,
        search: SearchSettings = .grid,
        odds: OddsSettings = .standard,
        seed: UInt64 = 0
    ) {
        self.splits = splits
        self.costs = costs
        self.income = income
        self.capital = capital
        self.barsPerYear = barsPerYear
        self.objective = objective
        self.keep = keep
        self.search = search
        self.odds = odds
        self.seed = seed
    }

    /// Creates settings of a walk-forward study; the defaults are those of the program.
    public init(
        walkForward: WalkForward = WalkForward(),
        costs: TradingCosts = .standard,
        income: PortfolioIncome = .none,
        capital: Double = 10_000,
        barsPerYear: Double? = nil,
        objective: Objective = .outperformance,
        keep: Keep = .automatic,
        search: SearchSettings = .grid,
        odds: OddsSettings = .standard,
        seed: UInt64 = 0
    ) {
        self.init(
            splits: .walkForward(walkForward),
            costs: costs,
            income: income,
            capital: capital,
            barsPerYear: barsPerYear,
            objective: objective,
            keep: keep,
            search: search,
            odds: odds,
            seed: seed
        )
    }

    /// The windows of a walk-forward study; the default ones where data is split in another way. Setting
    /// them makes it a walk-forward study.
    public var walkForward: WalkForward {
        get { if case .walkForward(let scheme) = splits { scheme } else { WalkForward() } }
        set { splits = .walkForward(newValue) }
    }
}

/// How many candidates of a study are kept: memory grows with their number and with nothing else.
public enum Keep: Sendable, Equatable {
    /// All up to ``largestKeptWhole``, and above that the best ``usualTop``.
    case automatic
    /// All, however many there are.
    case all
    /// The best by mean test objective.
    case top(Int)

    /// The most distinct candidates that are all kept without being asked for.
    public static let largestKeptWhole = 1_000_000
    /// The number kept of more.
    public static let usualTop = 10_000

    /// The most that are kept of so many distinct candidates; nil for all.
    public func limit(of distinctCount: Int) -> Int? {
        switch self {
        case .automatic: distinctCount > Self.largestKeptWhole ? Self.usualTop : nil
        case .all: nil
        case .top(let count): count
        }
    }
}
