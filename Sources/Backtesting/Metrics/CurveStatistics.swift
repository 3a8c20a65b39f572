import Validation

/// Figures that need the whole equity curve; computed for the few candidates a person looks at.
public struct CurveStatistics: Sendable, Equatable {
    /// `sqrt(mean(drawdown^2))` over all bars (Martin & McCann 1989).
    public let ulcerIndex: Double
    /// The 5th percentile of the bar returns by linear interpolation: historical value at risk as
    /// a return, normally negative.
    public let valueAtRisk95: Double
    /// The mean of the bar returns at or below ``valueAtRisk95``.
    public let conditionalValueAtRisk95: Double
    /// The sum of gains over the sum of losses; NaN if there are no losses.
    public let omegaRatio: Double
    /// `|95th percentile| / |5th percentile|` of the bar returns; NaN if the latter is 0.
    public let tailRatio: Double
    /// Population skewness of the bar returns.
    public let skewness: Double
    /// Population kurtosis of the bar returns, not in excess (normal = 3).
    public let kurtosis: Double
    /// The share of bar returns above 0.
    public let winRate: Double
    /// The most consecutive bars below an earlier peak.
    public let longestDrawdownBars: Int
    /// The share of bars below an earlier peak.
    public let timeUnderWater: Double

    /// Measures an equity curve.
    ///
    /// - Parameter equity: One value per bar, each above 0; at least two.
    /// - Complexity: O(n log n).
    public init(equity: [Double]) {
        precondition(equity.count >= 2, "a curve needs at least two bars")
        let returns = zip(equity.dropFirst(), equity).map { $0 / $1 - 1 }
        let sorted = returns.sorted()
        let fifth = Moments.percentile(5, ofSorted: sorted)
        let ninetyFifth = Moments.percentile(95, ofSorted: sorted)
        valueAtRisk95 = fifth
        conditionalValueAtRisk95 = Moments.mean(returns.filter { $0 <= fifth })
        tailRatio = fifth == 0 ? .nan : abs(ninetyFifth) / abs(fifth)
        let gains = returns.reduce(0) { $0 + max($1, 0) }
        let losses = returns.reduce(0) { $0 - min($1, 0) }
        omegaRatio = losses > 0 ? gains / losses : .nan
        skewness = Moments.skewness(returns)
        kurtosis = Moments.kurtosis(returns)
        winRate = Double(returns.count { $0 > 0 }) / Double(returns.count)

        var peak = equity[0]
        var squares = 0.0
        var below = 0
        var run = 0
        var longest = 0
        for value in equity {
            peak = max(peak, value)
            let drawdown = (value - peak) / peak
            squares += drawdown * drawdown
            run = value < peak ? run + 1 : 0
            below += value < peak ? 1 : 0
            longest = max(longest, run)
        }
        ulcerIndex = (squares / Double(equity.count)).squareRoot()
        longestDrawdownBars = longest
        timeUnderWater = Double(below) / Double(equity.count)
    }
}
