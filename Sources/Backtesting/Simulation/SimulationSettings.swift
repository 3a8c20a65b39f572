public import MarketData

/// What all backtests of a study have in common.
public struct SimulationSettings: Sendable, Equatable {
    /// The starting value of every window, in the quote currency.
    public let capital: Double
    /// What trading costs.
    public let costs: TradingCosts
    /// What holding symbols brings or costs.
    public let income: PortfolioIncome
    /// `P`: bars per year, for annualised figures.
    public let barsPerYear: Double
    /// The lookback of the momentum veto in bars: 30 days at the table's interval.
    public let momentumLookback: Int

    /// Creates the settings for a table.
    ///
    /// - Parameters:
    ///   - table: Gives the interval and, unless overridden, the bars per year.
    ///   - capital: Above 0.
    ///   - costs: What trading costs.
    ///   - income: Dividends and funding, of the table.
    ///   - barsPerYear: Overrides the table's own figure; above 0.
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)``, or
    ///   ``BacktestError/invalidIncome(_:)`` for income of another table.
    public init(
        table: PriceTable,
        capital: Double = 10_000,
        costs: TradingCosts = .standard,
        income: PortfolioIncome = .none,
        barsPerYear: Double? = nil
    ) throws(BacktestError) {
        guard capital > 0, capital.isFinite else {
            throw .invalidSetting(name: "capital", value: capital, requirement: "above 0")
        }
        let periods = barsPerYear ?? table.barsPerYear
        guard periods > 0, periods.isFinite else {
            throw .invalidSetting(name: "periods per year", value: periods, requirement: "above 0")
        }
        for values in [income.dividends, income.funding]
        where !values.isEmpty && values.count != table.closes.count {
            throw .invalidIncome("there are other numbers of bars or symbols than the prices have")
        }
        self.capital = capital
        self.costs = costs
        self.income = income
        self.barsPerYear = periods
        let lookbackSeconds = Int64(RebalancingPolicy.momentumVetoDays) * 86_400
        momentumLookback = max(1, Int(lookbackSeconds / table.interval))
    }
    /// The year of interest rates.
    static let secondsPerYear = 365.0 * 86_400

    /// Whether fees are one share of all that is traded and there is no income, so that cash is never held.
    var isPlain: Bool { costs.isUniform && income.isEmpty }
}
