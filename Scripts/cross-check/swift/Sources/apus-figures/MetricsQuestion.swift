import Backtesting

struct MetricsQuestion: Question {
    struct Answer: Encodable {
        let totalReturn: Double?
        let volatility: Double?
        let sharpeRatio: Double?
        let sortinoRatio: Double?
        let maxDrawdown: Double?
        let cagr: Double?
        let calmarRatio: Double?
        let tailRatio: Double?
        let omegaRatio: Double?
        let valueAtRisk95: Double?
        let conditionalValueAtRisk95: Double?
    }

    /// At least two values, each above 0.
    let equity: [Double]
    let barsPerYear: Double

    func answer() -> Answer {
        let metrics = WindowMetrics(
            equity: equity,
            initialValue: equity[0],
            barsPerYear: barsPerYear
        )
        let curve = CurveStatistics(equity: equity)
        return Answer(
            totalReturn: finite(metrics.totalReturn),
            volatility: finite(metrics.volatility),
            sharpeRatio: finite(metrics.sharpeRatio),
            sortinoRatio: finite(metrics.sortinoRatio),
            maxDrawdown: finite(metrics.maxDrawdown),
            cagr: finite(metrics.cagr),
            calmarRatio: finite(metrics.calmarRatio),
            tailRatio: finite(curve.tailRatio),
            omegaRatio: finite(curve.omegaRatio),
            valueAtRisk95: finite(curve.valueAtRisk95),
            conditionalValueAtRisk95: finite(curve.conditionalValueAtRisk95)
        )
    }
}
