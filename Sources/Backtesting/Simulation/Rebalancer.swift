/// Rebalances portfolios of the same symbols: the one computation that ``Portfolio`` and the vector lanes
/// share. It allocates nothing from rebalance to rebalance.
struct Rebalancer {
    /// What a rebalance came to.
    struct Outcome {
        /// What was traded.
        let notional: Double
        /// What that cost.
        let cost: Double
        /// What is left of the portfolio's value; where it is not above 0 the portfolio is lost.
        let value: Double
    }

    /// What trading costs.
    let fees: TradeFees
    /// Where the last rebalance went.
    private(set) var goal: TradingGoal
    private var plan: TradePlan

    init(_ fees: TradeFees, symbolCount: Int) {
        self.fees = fees
        goal = TradingGoal(symbolCount: symbolCount)
        plan = TradePlan(symbolCount: symbolCount)
    }

    /// Trades to where a rule takes a portfolio.
    ///
    /// - Parameters:
    ///   - isDue: Whether the calendar triggers, and not a drift alone.
    ///   - aims: The weights aimed at, which sum to `invested`.
    ///   - values: What each symbol is worth before, and then after.
    ///   - cash: Likewise.
    ///   - total: The portfolio's value before.
    mutating func trade(
        _ rule: TradingRule,
        isDue: Bool,
        bands: DriftBands,
        aims: [Double],
        invested: Double,
        values: inout [Double],
        cash: inout Double,
        total: Double
    ) -> Outcome {
        goal.update(
            rule,
            isDue: isDue,
            bands: bands,
            aims: aims,
            invested: invested,
            values: values,
            total: total
        )
        plan.update(
            goal,
            values: values,
            total: total,
            cash: cash,
            least: max(rule.minimumTrade, rule.minimumTradeShare * total)
        )
        var notional = 0.0
        for one in plan.notionals { notional += one }
        let cost = fees.cost(of: plan.notionals, total: total)
        let value = total - cost
        plan.settle(goal, values: &values, cash: &cash, before: total, after: value)
        return Outcome(notional: notional, cost: cost, value: value)
    }
}
