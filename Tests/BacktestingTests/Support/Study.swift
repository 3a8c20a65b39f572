import Backtesting
import MarketData

/// Short ways to run the backtests of these tests.
enum Study {
    /// Bars that a price holds: `hold(100, 3) + hold(200, 8)`.
    static func hold(_ price: Double, _ bars: Int) -> [Double] {
        Array(repeating: price, count: bars)
    }

    /// A backtest of all symbols of a table.
    static func run(
        _ policy: RebalancingPolicy,
        weights: [Double] = [0.5, 0.5],
        on table: PriceTable,
        window: Range<Int>? = nil,
        costs: TradingCosts = .free,
        income: PortfolioIncome = .none,
        barsPerYear: Double? = nil
    ) throws -> Backtest {
        try Backtest(
            allocation: Allocation(symbols: table.symbols, weights: weights),
            policy: policy,
            table: table,
            window: window,
            settings: SimulationSettings(
                table: table,
                costs: costs,
                income: income,
                barsPerYear: barsPerYear
            )
        )
    }

    /// The bars, counted from the window's first, at which a backtest rebalanced.
    static func rebalanceBars(_ backtest: Backtest) -> [Int] {
        backtest.rebalances.map { rebalance in
            backtest.timestamps.firstIndex(of: rebalance.timestamp)!
        }
    }
}
