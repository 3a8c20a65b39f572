/// What is traded at a rebalance, before costs, and what is held after them.
///
/// With the value `V` before costs and the goal's weights `u`, symbol `a` is to change by
/// `d_a = u_a V - v_a`. Changes smaller than the least trade are not made. If something is not sold for
/// that reason and the cash and the other sales do not pay for all that is to be bought, every purchase is
/// scaled down by the same factor. What is left over is cash.
///
/// Its memory is used again for the next rebalance.
struct TradePlan {
    /// What is traded of each symbol.
    private(set) var notionals: [Double]
    /// The change of each symbol; 0 where it is kept.
    private var changes: [Double]
    private var isKept: [Bool]
    private var isWhole = true

    init(symbolCount: Int) {
        notionals = Array(repeating: 0, count: symbolCount)
        changes = notionals
        isKept = Array(repeating: false, count: symbolCount)
    }

    /// Plans the trades on the way to a goal.
    ///
    /// - Parameter least: The smallest trade that is made.
    mutating func update(
        _ goal: TradingGoal,
        values: [Double],
        total: Double,
        cash: Double,
        least: Double
    ) {
        isWhole = true
        for asset in changes.indices {
            changes[asset] = goal.weights[asset] * total - values[asset]
            // What is not held and not wanted is neither kept nor traded.
            let isThere = changes[asset] != 0 || values[asset] != 0
            isKept[asset] = isThere && abs(changes[asset]) < least
            if isKept[asset] { isWhole = false }
        }
        if !isWhole {
            var (bought, funds) = (0.0, cash)
            for asset in changes.indices {
                if isKept[asset] {
                    changes[asset] = 0
                } else if changes[asset] > 0 {
                    bought += changes[asset]
                } else {
                    funds -= changes[asset]
                }
            }
            if bought > funds {
                for asset in changes.indices where changes[asset] > 0 {
                    changes[asset] *= funds / bought
                }
            }
        }
        for asset in changes.indices { notionals[asset] = abs(changes[asset]) }
    }

    /// Finds what is worth how much after the costs `C` are paid, with `V' = V - C` left.
    ///
    /// - Where nothing is kept: `u_a V'` each and the goal's share of `V'` in cash.
    /// - Else those that are kept, worth `K`, stay as they are; what is traded and cash bear the costs in
    ///   proportion: `(v_a + d_a) (V' - K) / (V - K)`. Where that leaves nothing, everything does:
    ///   `(v_a + d_a) V' / V`.
    ///
    /// - Parameters:
    ///   - values: What each symbol is worth before, and then after.
    ///   - cash: Likewise.
    func settle(
        _ goal: TradingGoal,
        values: inout [Double],
        cash: inout Double,
        before: Double,
        after: Double
    ) {
        if isWhole {
            for asset in values.indices { values[asset] = after * goal.weights[asset] }
            cash = after * goal.cash
            return
        }
        var kept = 0.0
        var left = cash
        for asset in values.indices {
            if isKept[asset] { kept += values[asset] }
            left -= changes[asset]
        }
        // Purchases that were scaled down spend all there is, but for rounding.
        left = max(left, 0)
        guard after < before else {
            for asset in values.indices { values[asset] = values[asset] + changes[asset] }
            cash = left
            return
        }
        let bears = after > kept
        let factor = bears ? (after - kept) / (before - kept) : after / before
        for asset in values.indices where !(isKept[asset] && bears) {
            values[asset] = (values[asset] + changes[asset]) * factor
        }
        cash = left * factor
    }
}
