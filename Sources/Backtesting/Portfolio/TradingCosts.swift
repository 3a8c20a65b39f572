/// What trading costs, as shares of the traded notional.
public struct TradingCosts: Sendable, Hashable {
    /// The broker's or exchange's commission: 0.001 is ten basis points.
    public let commission: Double
    /// The expected slippage.
    public let slippage: Double

    /// Commission 0.001 and slippage 0.0005.
    public static let standard = TradingCosts(uncheckedCommission: 0.001, slippage: 0.0005)
    /// No costs: results equal a cost-free simulation exactly.
    public static let free = TradingCosts(uncheckedCommission: 0, slippage: 0)

    /// Creates costs.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` unless both are at least
    ///   0 and together below 0.5, where a rebalance could cost more than the portfolio.
    public init(commission: Double, slippage: Double) throws(BacktestError) {
        for (name, value) in [("commission", commission), ("slippage", slippage)] {
            guard value >= 0, value.isFinite else {
                throw .invalidSetting(name: name, value: value, requirement: "at least 0")
            }
        }
        guard commission + slippage < 0.5 else {
            throw .invalidSetting(
                name: "commission + slippage",
                value: commission + slippage,
                requirement: "below 0.5 (they are shares of the traded value: 0.001 is 0.1 %)"
            )
        }
        self.init(uncheckedCommission: commission, slippage: slippage)
    }

    private init(uncheckedCommission: Double, slippage: Double) {
        commission = uncheckedCommission
        self.slippage = slippage
    }

    /// Commission and slippage together.
    public var rate: Double { commission + slippage }
}
