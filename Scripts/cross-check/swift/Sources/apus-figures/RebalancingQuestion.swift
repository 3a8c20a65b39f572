import Backtesting
import MarketData

struct RebalancingQuestion: Question {
    struct Answer: Encodable {
        /// The value after each bar.
        let equity: [Double]
        /// The bars at which the portfolio was rebalanced, the first one apart.
        let rebalances: [Int]
        let costPaid: Double
    }

    /// Bars x symbols, row-major.
    let closes: [Double]
    let symbols: [String]
    /// UTC seconds.
    let timestamps: [Int64]
    let weights: [Double]
    let method: RebalancingPolicy.Method.RawValue
    let threshold: Double
    let calendarDays: Int
    /// `month-end`, `quarter-end` or `year-end`, instead of the days.
    let calendar: CalendarPeriod.RawValue?
    let commission: Double
    let slippage: Double
    let capital: Double

    func answer() throws -> Answer {
        let table = try PriceTable(symbols: symbols, timestamps: timestamps, closes: closes)
        guard let method = RebalancingPolicy.Method(rawValue: method) else {
            throw BacktestError.noWeights("there is no method '\(self.method)'")
        }
        let period = try calendar.map { name in
            guard let period = CalendarPeriod(rawValue: name) else {
                throw BacktestError.noWeights("there is no calendar '\(name)'")
            }
            return period
        }
        let policy = try RebalancingPolicy(
            method: method,
            threshold: threshold,
            calendarDays: max(calendarDays, 1),
            minimumIntervalHours: 0,
            momentumVeto: false,
            rule: TradingRule(calendar: period)
        )
        let backtest = try Backtest(
            allocation: Allocation(symbols: symbols, weights: weights),
            policy: policy,
            table: table,
            window: 0..<table.barCount,
            settings: SimulationSettings(
                table: table,
                capital: capital,
                costs: TradingCosts(commission: commission, slippage: slippage)
            )
        )
        let bars = Dictionary(
            uniqueKeysWithValues: timestamps.enumerated().map { ($0.element, $0.offset) }
        )
        return Answer(
            equity: backtest.equity,
            rebalances: backtest.rebalances.compactMap { bars[$0.timestamp] },
            costPaid: backtest.metrics.costPaid
        )
    }
}
