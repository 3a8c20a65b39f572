#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The figures of one candidate over one window.
///
/// With equity `E[0..n-1]`, starting value `V0`, returns `r[i] = E[i] / E[i-1] - 1` and `P` bars
/// per year. A return of 0.1 is 10 %.
public struct WindowMetrics: Sendable, Equatable {
    /// The fewest bars a window must have to be measured.
    public static let minimumBars = 10

    /// The number of bars, n.
    public let bars: Int
    /// `E[n-1] / V0 - 1`.
    public let totalReturn: Double
    /// `sd(r, ddof 1) sqrt(P)`; 0 with fewer than 2 returns.
    public let volatility: Double
    /// `(mean(r) P) / (sd(r, ddof 1) sqrt(P))`; 0 if the deviation is 0.
    public let sharpeRatio: Double
    /// `(mean(r) P) / (sqrt(mean(min(r, 0)^2)) sqrt(P))`; NaN if no return is negative.
    public let sortinoRatio: Double
    /// The lowest `(E - peak) / peak`; at most 0.
    public let maxDrawdown: Double
    /// `(E[n-1] / V0)^(P / (n - 1)) - 1`.
    public let cagr: Double
    /// `cagr / |maxDrawdown|`; NaN if there was no drawdown.
    public let calmarRatio: Double
    /// The number of rebalances; investing at the first bar is none.
    public let rebalanceCount: Int
    /// The sum over rebalances of traded notional over portfolio value before costs.
    public let turnover: Double
    /// All costs in units of the capital, those of investing at the first bar included.
    public let costPaid: Double
}

extension WindowMetrics {
    /// Measures an equity curve.
    ///
    /// - Parameters:
    ///   - equity: One value per bar, each above 0; at least one.
    ///   - initialValue: `V0`, above 0.
    ///   - barsPerYear: `P`, above 0.
    public init(equity: [Double], initialValue: Double, barsPerYear: Double) {
        self.init(
            equity: equity,
            initialValue: initialValue,
            barsPerYear: barsPerYear,
            trading: TradingTotals()
        )
    }

    package init(
        equity: [Double],
        initialValue: Double,
        barsPerYear: Double,
        trading: TradingTotals
    ) {
        var accumulator = MetricsAccumulator(firstEquity: equity[0])
        for value in equity.dropFirst() { accumulator.add(equity: value) }
        self.init(
            accumulator,
            initialValue: initialValue,
            barsPerYear: barsPerYear,
            trading: trading
        )
    }

    init(
        _ accumulator: MetricsAccumulator,
        initialValue: Double,
        barsPerYear: Double,
        trading: TradingTotals
    ) {
        let returns = Double(accumulator.bars - 1)
        let mean = accumulator.meanReturn
        let deviation = accumulator.returnDeviation
        let downside = (accumulator.downsideSquares / returns).squareRoot()
        let annual = barsPerYear.squareRoot()

        bars = accumulator.bars
        totalReturn = accumulator.equity / initialValue - 1
        volatility = deviation * annual
        sharpeRatio = deviation > 0 ? (mean * barsPerYear) / (deviation * annual) : 0
        sortinoRatio = downside > 0 ? (mean * barsPerYear) / (downside * annual) : .nan
        maxDrawdown = accumulator.maxDrawdown
        cagr =
            returns > 0 ? pow(accumulator.equity / initialValue, barsPerYear / returns) - 1 : .nan
        calmarRatio = maxDrawdown < 0 ? cagr / abs(maxDrawdown) : .nan
        rebalanceCount = trading.rebalances
        turnover = trading.turnover
        costPaid = trading.costPaid
    }
}

/// What trading added up to so far.
package struct TradingTotals: Sendable {
    package var rebalances = 0
    package var turnover = 0.0
    package var costPaid = 0.0

    package init() {}
}
