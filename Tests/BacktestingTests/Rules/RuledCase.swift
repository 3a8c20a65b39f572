import Backtesting
import MarketData
import TestSupport

/// A candidate with rules, costs and income made up from a seed.
struct RuledCase {
    let random: RandomCase
    let policy: RebalancingPolicy
    let settings: SimulationSettings

    init(seed: Int) throws {
        random = try RandomCase(seed: seed)
        var draw = SeededRandom(seed: UInt64(seed) &+ 77)
        func sometimes<Value>(_ value: Value, _ other: Value) -> Value {
            Bool.random(using: &draw) ? value : other
        }
        let rule = try TradingRule(
            band: TradingRule.Band.allCases.randomElement(using: &draw)!,
            bands: sometimes(["S0": 0.03], [:]),
            destination: TradingRule.Destination.allCases.randomElement(using: &draw)!,
            scope: TradingRule.Scope.allCases.randomElement(using: &draw)!,
            calendar: sometimes(CalendarPeriod.allCases.randomElement(using: &draw)!, nil),
            volatilityTarget: sometimes(try VolatilityTarget(level: 0.2, lookback: 20), nil),
            minimumTrade: sometimes(50, 0),
            minimumTradeShare: sometimes(0.01, 0)
        )
        policy = try RebalancingPolicy(
            method: random.policy.method,
            threshold: random.policy.threshold,
            calendarDays: random.policy.calendarDays,
            minimumIntervalHours: random.policy.minimumIntervalHours,
            momentumVeto: random.policy.momentumVeto,
            rule: rule
        )
        let costs = try TradingCosts(
            commission: 0.001,
            slippage: 0.0005,
            halfSpread: sometimes(0.0002, 0),
            fixedFee: sometimes(1, 0),
            minimumFee: sometimes(2, 0),
            symbols: sometimes(["S1": SymbolCosts(commission: 0.002)], [:]),
            cashRate: sometimes(0.03, 0)
        )
        let table = random.table
        var dividends = [Double](repeating: 0, count: table.closes.count)
        for place in stride(from: 40, to: dividends.count, by: 90) { dividends[place] = 0.5 }
        let income = try PortfolioIncome(
            dividends: sometimes(dividends, []),
            funding: sometimes(dividends.map { $0 / 1_000 }, []),
            table: table
        )
        settings = try SimulationSettings(table: table, costs: costs, income: income)
    }

    /// The backtest, with other closes if need be.
    func run(closes: [Double]? = nil, window: Range<Int>? = nil) throws -> Backtest {
        let table = try PriceTable(
            symbols: random.table.symbols,
            timestamps: random.table.timestamps,
            closes: closes ?? random.table.closes.asArray
        )
        return try Backtest(
            allocation: random.allocation,
            policy: policy,
            table: table,
            window: window ?? random.window,
            settings: settings
        )
    }
}
