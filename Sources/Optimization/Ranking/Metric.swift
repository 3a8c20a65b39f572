import Backtesting

/// A figure of a window that an objective or a requirement can look at.
public enum Metric: String, Sendable, Hashable, CaseIterable {
    /// Total return less that of buying and holding.
    case outperformance
    /// Total return.
    case totalReturn = "return"
    /// Compound return a year.
    case cagr
    /// Sharpe ratio.
    case sharpe
    /// Sortino ratio.
    case sortino
    /// Calmar ratio.
    case calmar
    /// Volatility a year; less is better.
    case volatility
    /// Maximum drawdown, at most 0: -0.3 is a loss of 30 % from the peak.
    case maxDrawdown = "max_drawdown"
    /// Traded notional over portfolio value, summed up; less is better.
    case turnover
    /// Costs in units of the capital; less is better.
    case cost
    /// The number of rebalances; less is better.
    case rebalances

    /// Whether a smaller value is better.
    public var isBetterSmaller: Bool {
        switch self {
        case .volatility, .turnover, .cost, .rebalances: true
        default: false
        }
    }

    /// The figure of one window.
    func value(of metrics: WindowMetrics, buyAndHold: WindowMetrics) -> Double {
        switch self {
        case .outperformance: metrics.totalReturn - buyAndHold.totalReturn
        case .totalReturn: metrics.totalReturn
        case .cagr: metrics.cagr
        case .sharpe: metrics.sharpeRatio
        case .sortino: metrics.sortinoRatio
        case .calmar: metrics.calmarRatio
        case .volatility: metrics.volatility
        case .maxDrawdown: metrics.maxDrawdown
        case .turnover: metrics.turnover
        case .cost: metrics.costPaid
        case .rebalances: Double(metrics.rebalanceCount)
        }
    }

    /// The mean over the test windows.
    func testMean(of summary: CandidateSummary) -> Double {
        switch self {
        case .outperformance: summary.testOutperformance
        case .totalReturn: summary.testReturn
        case .cagr: summary.testCagr
        case .sharpe: summary.testSharpe
        case .sortino: summary.testSortino
        case .calmar: summary.testCalmar
        case .volatility: summary.testVolatility
        case .maxDrawdown: summary.testDrawdown
        case .turnover: summary.testTurnover
        case .cost: summary.testCost
        case .rebalances: summary.testRebalances
        }
    }
}
