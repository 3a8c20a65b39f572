/// What trading costs, and what cash earns.
public struct TradingCosts: Sendable, Hashable {
    /// The broker's or exchange's commission as a share of the traded notional: 0.001 is ten basis points.
    public let commission: Double
    /// The expected slippage, likewise.
    public let slippage: Double
    /// Half of the spread between bid and ask, likewise.
    public let halfSpread: Double
    /// What every trade of a symbol costs besides, in the quote currency.
    public let fixedFee: Double
    /// The least commission of a trade, in the quote currency.
    public let minimumFee: Double
    /// What differs for single symbols.
    public let symbols: [String: SymbolCosts]
    /// The interest on cash a year: 0.03 is 3 %. It accrues from bar to bar by the time between them, at
    /// 365 days a year.
    public let cashRate: Double

    /// Commission 0.001 and slippage 0.0005.
    public static let standard = TradingCosts(unchecked: 0.001, 0.0005)
    /// No costs: results equal a cost-free simulation exactly.
    public static let free = TradingCosts(unchecked: 0, 0)

    /// Creates costs.
    ///
    /// - Parameters:
    ///   - commission: A share of the traded notional.
    ///   - slippage: A share of the traded notional.
    ///   - halfSpread: A share of the traded notional.
    ///   - fixedFee: In the quote currency, for each symbol that is traded.
    ///   - minimumFee: The least commission of a trade, in the quote currency.
    ///   - symbols: What differs for single symbols.
    ///   - cashRate: Interest on cash a year.
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` unless all but the cash rate are
    ///   at least 0, the shares of each symbol together are below 0.5, where a rebalance could cost more
    ///   than the portfolio, and the cash rate is above -1 and at most 10.
    public init(
        commission: Double,
        slippage: Double,
        halfSpread: Double = 0,
        fixedFee: Double = 0,
        minimumFee: Double = 0,
        symbols: [String: SymbolCosts] = [:],
        cashRate: Double = 0
    ) throws(BacktestError) {
        try Self.check("", commission, slippage, halfSpread)
        for (symbol, own) in symbols.sorted(by: { $0.key < $1.key }) {
            try Self.check(
                " of \(symbol)",
                own.commission ?? commission,
                own.slippage ?? slippage,
                own.halfSpread ?? halfSpread
            )
        }
        for (name, value) in [("fixed fee", fixedFee), ("minimum fee", minimumFee)] {
            guard value >= 0, value.isFinite else {
                throw .invalidSetting(name: name, value: value, requirement: "at least 0")
            }
        }
        guard cashRate > -1, cashRate <= 10 else {
            throw .invalidSetting(
                name: "cash rate",
                value: cashRate,
                requirement: "above -1 and at most 10 (0.03 is 3 % a year)"
            )
        }
        self.init(
            unchecked: commission,
            slippage,
            halfSpread: halfSpread,
            fixedFee: fixedFee,
            minimumFee: minimumFee,
            symbols: symbols,
            cashRate: cashRate
        )
    }

    private static func check(
        _ suffix: String,
        _ commission: Double,
        _ slippage: Double,
        _ halfSpread: Double
    ) throws(BacktestError) {
        let rates = [
            ("commission", commission), ("slippage", slippage), ("half spread", halfSpread),
        ]
        for (name, value) in rates {
            guard value >= 0, value.isFinite else {
                throw .invalidSetting(
                    name: name + suffix,
                    value: value,
                    requirement: "at least 0"
                )
            }
        }
        let sum = commission + slippage + halfSpread
        guard sum < 0.5 else {
            throw .invalidSetting(
                name: "commission + slippage" + (halfSpread > 0 ? " + half spread" : "") + suffix,
                value: sum,
                requirement: "below 0.5 (they are shares of the traded value: 0.001 is 0.1 %)"
            )
        }
    }

    private init(
        unchecked commission: Double,
        _ slippage: Double,
        halfSpread: Double = 0,
        fixedFee: Double = 0,
        minimumFee: Double = 0,
        symbols: [String: SymbolCosts] = [:],
        cashRate: Double = 0
    ) {
        self.commission = commission
        self.slippage = slippage
        self.halfSpread = halfSpread
        self.fixedFee = fixedFee
        self.minimumFee = minimumFee
        self.symbols = symbols
        self.cashRate = cashRate
    }

    /// Commission, slippage and half spread together, where symbols have none of their own.
    public var rate: Double { commission + slippage + halfSpread }

    /// Whether all that is charged is ``rate`` times the traded notional: vector lanes know nothing else.
    public var isUniform: Bool { fixedFee == 0 && minimumFee == 0 && symbols.isEmpty }

    /// The symbols with costs of their own, by name.
    public var sortedSymbols: [(symbol: String, costs: SymbolCosts)] {
        symbols.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
