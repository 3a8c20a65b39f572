/// The volatility that a portfolio is held to by keeping a part of it as cash.
///
/// Decided at the first bar and at every rebalance, at bar `t`: with the targets `w` and the closes `p`,
///
///     r[s] = sum_a w_a (p_a[s] / p_a[s - 1] - 1),  s = t - L ... t - 1
///     k = min(1, level / (sd(r, ddof 1) sqrt(P)))
///
/// is invested and `1 - k` is cash. The bar's own close is not looked at; bars before the window are, for
/// they are its past. With fewer than `L + 1` bars before `t`, or no movement in them, `k` is 1; likewise while
/// a symbol with a target had no price at one of them.
public struct VolatilityTarget: Sendable, Hashable {
    /// The volatility a year: 0.3 is 30 %.
    public let level: Double
    /// `L`: the number of returns it is measured over.
    public let lookback: Int

    /// The lookback where none is given.
    public static let usualLookback = 60

    /// Makes a target.
    ///
    /// - Throws: ``BacktestError/invalidSetting(name:value:requirement:)`` unless the level is above 0 and
    ///   the lookback from 2 to 100,000.
    public init(
        level: Double,
        lookback: Int = VolatilityTarget.usualLookback
    ) throws(BacktestError) {
        guard level > 0, level.isFinite else {
            throw .invalidSetting(
                name: "volatility target",
                value: level,
                requirement: "above 0, such as 0.3 for 30 % a year"
            )
        }
        guard 2...100_000 ~= lookback else {
            throw .invalidSetting(
                name: "volatility lookback",
                value: Double(lookback),
                requirement: "from 2 to 100000 bars"
            )
        }
        self.level = level
        self.lookback = lookback
    }

    /// `k`: the share that is invested at a bar.
    ///
    /// - Complexity: O(L x symbols).
    func investedShare(
        at bar: Int,
        targets: [Double],
        barsPerYear: Double,
        price: (_ bar: Int, _ asset: Int) -> Double
    ) -> Double {
        guard bar - lookback >= 1 else { return 1 }
        let deviation = withUnsafeTemporaryAllocation(of: Double.self, capacity: lookback) {
            returns in
            var sum = 0.0
            for place in 0..<lookback {
                let earlier = bar - lookback + place
                var change = 0.0
                for asset in targets.indices where targets[asset] != 0 {
                    let ratio = price(earlier, asset) / price(earlier - 1, asset)
                    change += targets[asset] * (ratio - 1)
                }
                returns.initializeElement(at: place, to: change)
                sum += change
            }
            let mean = sum / Double(lookback)
            var squares = 0.0
            for change in returns { squares += (change - mean) * (change - mean) }
            return (squares / Double(lookback - 1)).squareRoot()
        }
        let volatility = deviation * barsPerYear.squareRoot()
        return volatility > level ? level / volatility : 1
    }
}
