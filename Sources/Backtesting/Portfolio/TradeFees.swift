import MarketData

/// What trading each symbol of a position costs.
///
/// A trade of notional `N` costs
///
///     fee(N) = fixed + max(minimum, commission N) + (slippage + half spread) N
///
/// and nothing at 0; with no fixed fee, no minimum and the same rates for all, the costs of a rebalance
/// are the rate times the sum of the notionals, as in the reference semantics.
struct TradeFees {
    private struct Rates {
        let commission: Double
        let others: Double
        let total: Double
    }

    private let costs: TradingCosts
    private let rates: [Rates]
    /// Whether nothing costs anything.
    let isFree: Bool

    /// - Parameter columns: The table's columns that are held.
    init(_ costs: TradingCosts, columns: [Int], table: PriceTable) {
        self.costs = costs
        var own: [Int: SymbolCosts] = [:]
        for (symbol, symbolCosts) in costs.sortedSymbols {
            if let column = table.index(ofSymbol: symbol) { own[column] = symbolCosts }
        }
        rates = columns.map { column in
            let commission = own[column]?.commission ?? costs.commission
            let slippage = own[column]?.slippage ?? costs.slippage
            let halfSpread = own[column]?.halfSpread ?? costs.halfSpread
            return Rates(
                commission: commission,
                others: slippage + halfSpread,
                total: commission + slippage + halfSpread
            )
        }
        isFree =
            costs.fixedFee == 0 && costs.minimumFee == 0 && rates.allSatisfy { $0.total == 0 }
    }

    /// Trades of less than this share of the portfolio's value are rounding: no fee is fixed for them.
    private static let rounding = 1e-12

    /// What the trades of a rebalance cost together.
    func cost(of notionals: [Double], total: Double) -> Double {
        if costs.isUniform {
            var notional = 0.0
            for one in notionals { notional += one }
            return costs.rate * notional
        }
        var cost = 0.0
        for asset in notionals.indices {
            cost += fee(asset, notionals[asset], isTrade: notionals[asset] > Self.rounding * total)
        }
        return cost
    }

    private func fee(_ asset: Int, _ notional: Double, isTrade: Bool) -> Double {
        let rates = rates[asset]
        guard isTrade else { return rates.total * notional }
        return rates.commission * notional < costs.minimumFee
            ? costs.fixedFee + (costs.minimumFee + rates.others * notional)
            : costs.fixedFee + rates.total * notional
    }

    /// Invests the capital `V0` at a window's first bar.
    ///
    /// With the invested share `k`, symbol `a` has the budget `B_a = V0 w_a k` and gets what that buys after
    /// its costs; see `investment(_:budget:)`. A budget that the fixed fees eat up stays cash, as
    /// `V0 (1 - k)` does.
    ///
    /// - Parameters:
    ///   - aims: `w k`.
    ///   - values: What is bought of each symbol.
    /// - Returns: The cash that stays, and what the trades cost.
    func enter(
        _ capital: Double,
        aims: [Double],
        invested: Double,
        values: inout [Double]
    ) -> (cash: Double, cost: Double) {
        var bought = 0.0
        var cash = capital * (1 - invested)
        for asset in aims.indices {
            let budget = capital * aims[asset]
            guard let notional = investment(asset, budget: budget) else {
                values[asset] = 0
                cash += budget
                continue
            }
            values[asset] = notional
            bought += notional
        }
        // Free trading must cost nothing to the last bit, whatever the weights' sum rounds to.
        return (cash, isFree ? 0 : capital - bought - cash)
    }

    /// What a budget `B` buys: the `x` with `x + fee(x) = B`, that is
    ///
    ///     x = (B - fixed) / (1 + commission + slippage + half spread)
    ///
    /// or, where the commission of that is below the minimum,
    /// `x = (B - fixed - minimum) / (1 + slippage + half spread)`. Nil where nothing is left to invest.
    private func investment(_ asset: Int, budget: Double) -> Double? {
        let rates = rates[asset]
        var notional = (budget - costs.fixedFee) / (1 + rates.total)
        if rates.commission * notional < costs.minimumFee {
            notional = (budget - costs.fixedFee - costs.minimumFee) / (1 + rates.others)
        }
        return notional > 0 || budget == 0 ? max(notional, 0) : nil
    }
}
