package import Backtesting

/// Reads what configurations say about costs.
package enum CostSection {
    /// The keys of a strategy's `costs`.
    package static let keys = [
        "commission", "slippage", "half_spread", "fixed_fee", "minimum_fee", "cash_rate", "symbols",
    ]
    /// The keys of one symbol's costs.
    package static let symbolKeys = ["commission", "slippage", "half_spread"]

    /// The costs of a section; what it leaves out is as in `TradingCosts/standard`.
    package static func costs(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> TradingCosts {
        try section.allow(keys)
        let standard = TradingCosts.standard
        let commission = try section.double("commission") ?? standard.commission
        let slippage = try section.double("slippage") ?? standard.slippage
        let halfSpread = try section.double("half_spread") ?? 0
        let fixedFee = try section.double("fixed_fee") ?? 0
        let minimumFee = try section.double("minimum_fee") ?? 0
        let cashRate = try section.double("cash_rate") ?? 0
        let symbols = try section.section("symbols").map(table) ?? [:]
        do {
            return try TradingCosts(
                commission: commission,
                slippage: slippage,
                halfSpread: halfSpread,
                fixedFee: fixedFee,
                minimumFee: minimumFee,
                symbols: symbols,
                cashRate: cashRate
            )
        } catch {
            throw section.problem(error.description)
        }
    }

    /// Costs by symbol: every key is a symbol and holds those that it has of its own.
    package static func table(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> [String: SymbolCosts] {
        var costs: [String: SymbolCosts] = [:]
        for symbol in section.keys {
            guard let own = try section.section(symbol) else { continue }
            try own.allow(symbolKeys)
            costs[symbol] = SymbolCosts(
                commission: try own.double("commission"),
                slippage: try own.double("slippage"),
                halfSpread: try own.double("half_spread")
            )
        }
        return costs
    }
}
