import Backtesting

/// What makes one candidate better than another; larger is better, NaN is worst.
public enum Objective: String, Sendable, CaseIterable {
    /// Total return less that of buying and holding.
    case outperformance
    /// Total return.
    case totalReturn = "return"
    /// Sharpe ratio.
    case sharpe
    /// Sortino ratio.
    case sortino
    /// Calmar ratio.
    case calmar

    /// The objective of one window.
    func value(of metrics: WindowMetrics, buyAndHold: WindowMetrics) -> Double {
        switch self {
        case .outperformance: metrics.totalReturn - buyAndHold.totalReturn
        case .totalReturn: metrics.totalReturn
        case .sharpe: metrics.sharpeRatio
        case .sortino: metrics.sortinoRatio
        case .calmar: metrics.calmarRatio
        }
    }

    /// The mean over the test windows.
    public func testValue(of summary: CandidateSummary) -> Double {
        switch self {
        case .outperformance: summary.testOutperformance
        case .totalReturn: summary.testReturn
        case .sharpe: summary.testSharpe
        case .sortino: summary.testSortino
        case .calmar: summary.testCalmar
        }
    }

    /// Whether the objective `a` ranks before `b`: NaN ranks after every number and equals itself.
    public static func ranks(_ a: Double, before b: Double) -> Bool {
        a.isNaN ? false : b.isNaN || a > b
    }
}
