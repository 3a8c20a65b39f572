/// What trading one symbol costs, where it differs from what the others cost; nil is the common figure.
public struct SymbolCosts: Sendable, Hashable {
    /// The commission as a share of the traded notional.
    public let commission: Double?
    /// The expected slippage, likewise.
    public let slippage: Double?
    /// Half of the spread between bid and ask, likewise.
    public let halfSpread: Double?

    /// Creates costs; they are checked where they come into ``TradingCosts``.
    public init(commission: Double? = nil, slippage: Double? = nil, halfSpread: Double? = nil) {
        self.commission = commission
        self.slippage = slippage
        self.halfSpread = halfSpread
    }
}
