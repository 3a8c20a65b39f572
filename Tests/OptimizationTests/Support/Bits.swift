import Backtesting
import Optimization

/// The bits of every figure, so that NaN equals itself.
func bits(_ summary: CandidateSummary) -> [UInt64] {
    [
        summary.testOutperformance, summary.testReturn, summary.testSharpe, summary.testDrawdown,
        summary.testWinRate, summary.testConsistency, summary.trainOutperformance,
        summary.generalizationGap, Double(summary.splitsTested), summary.trainReturn,
        summary.trainSharpe, summary.trainDrawdown, summary.testSortino, summary.testCalmar,
        summary.testVolatility, summary.testTurnover, summary.testCost, summary.testRebalances,
    ]
    .map(\.bitPattern)
}

/// The bits of every figure of a window.
func bits(_ metrics: WindowMetrics) -> [UInt64] {
    [
        Double(metrics.bars), metrics.totalReturn, metrics.volatility, metrics.sharpeRatio,
        metrics.sortinoRatio, metrics.maxDrawdown, metrics.cagr, metrics.calmarRatio,
        Double(metrics.rebalanceCount), metrics.turnover, metrics.costPaid,
    ]
    .map(\.bitPattern)
}

/// Everything a result says about every listed candidate, as text with exact numbers.
func fingerprint(_ result: OptimizationResult) -> [String] {
    (1...result.evaluations.listedCount).map { id in
        switch result.evaluations[id: id] {
        case .pending: "pending"
        case .notKept: "not kept"
        case .failed(let reason): "failed: \(reason)"
        case .finished(let summary): "\(bits(summary))"
        }
    }
}

/// The candidate objective of a window, written out once more.
func objective(
    _ objective: Objective,
    _ metrics: WindowMetrics,
    _ hold: WindowMetrics
) -> Double {
    switch objective.name {
    case "outperformance": metrics.totalReturn - hold.totalReturn
    case "return": metrics.totalReturn
    case "sharpe": metrics.sharpeRatio
    case "sortino": metrics.sortinoRatio
    case "calmar": metrics.calmarRatio
    default: .nan
    }
}

extension Objective {
    /// Objectives of one metric each.
    static let singles: [Objective] = [.outperformance, .totalReturn, .sharpe, .sortino, .calmar]
}
