import Backtesting
import MarketData
import Optimization
import Reporting

/// What one backtest found, for the terminal.
enum BacktestOutcome {
    static func lines(
        _ configuration: StrategyConfiguration,
        _ backtest: Backtest,
        table: PriceTable,
        fitFrom: Int64? = nil
    ) -> [String] {
        let allocation = configuration.allocation
        let holdings =
            allocation.weighting.estimate.map { estimate in
                allocation.symbols.dropLast() + [
                    "\(allocation.symbols[allocation.symbols.count - 1]) by \(estimate.phrase)"
                ]
            } ?? zip(allocation.symbols, allocation.weights).map { "\($0) \(Format.percent($1))" }
        let start = Describe.time(table.timestamps[backtest.window.lowerBound])
        let end = Describe.time(table.endTime(of: backtest.window))
        var lines = [
            "strategy   \(configuration.name)",
            "portfolio  \(holdings.joined(separator: ", "))",
            "rule       \(configuration.policy.phrase)",
        ]
        if configuration.costs != .standard {
            lines.append("costs      \(Describe.costs(configuration.costs))")
        }
        if let forecast = configuration.forecast {
            let fitFrom = Describe.time(fitFrom ?? forecast.fitFrom)
            lines.append("model      \(forecast.model.label), learns from \(fitFrom) on")
            if configuration.policy.forecast?.delay == 0 {
                lines.append("note       it trades at the very close it forecasts from: nobody can")
            }
        }
        lines += [
            "window     \(start) to \(end), \(Format.counted(backtest.window.count, "bar"))",
            "",
        ]
        var rows = TextTable([("", .left), ("strategy", .right), ("buy & hold", .right)])
        let hold = CurveStatistics(equity: backtest.buyAndHoldEquity)
        for row in metricRows(backtest) + curveRows(backtest.curve, hold) { rows.add(row) }
        lines += rows.lines(indent: 0)
        return lines
    }

    private static func metricRows(_ backtest: Backtest) -> [[String]] {
        let (a, b) = (backtest.metrics, backtest.buyAndHold)
        func percent(_ name: String, _ value: (WindowMetrics) -> Double) -> [String] {
            [name, Format.percent(value(a)), Format.percent(value(b))]
        }
        func number(_ name: String, _ value: (WindowMetrics) -> Double) -> [String] {
            [name, Format.fixed(value(a), decimals: 4), Format.fixed(value(b), decimals: 4)]
        }
        return [
            percent("total return", \.totalReturn),
            ["outperformance", Format.signedPercent(backtest.outperformance), ""],
            percent("return a year (CAGR)", \.cagr),
            percent("volatility", \.volatility),
            number("Sharpe ratio", \.sharpeRatio),
            number("Sortino ratio", \.sortinoRatio),
            number("Calmar ratio", \.calmarRatio),
            percent("maximum drawdown", \.maxDrawdown),
            ["rebalances", "\(a.rebalanceCount)", "\(b.rebalanceCount)"],
            number("turnover", \.turnover),
            number("cost paid", \.costPaid),
        ]
    }

    private static func curveRows(_ a: CurveStatistics, _ b: CurveStatistics) -> [[String]] {
        func percent(_ name: String, _ value: (CurveStatistics) -> Double) -> [String] {
            [name, Format.percent(value(a)), Format.percent(value(b))]
        }
        func number(_ name: String, _ value: (CurveStatistics) -> Double) -> [String] {
            [name, Format.fixed(value(a), decimals: 4), Format.fixed(value(b), decimals: 4)]
        }
        return [
            number("ulcer index", \.ulcerIndex),
            percent("VaR 95 % of a bar", \.valueAtRisk95),
            percent("CVaR 95 % of a bar", \.conditionalValueAtRisk95),
            number("omega ratio", \.omegaRatio),
            number("tail ratio", \.tailRatio),
            number("skewness", \.skewness),
            number("kurtosis (normal = 3)", \.kurtosis),
            percent("win rate of bars", \.winRate),
            ["longest drawdown (bars)", "\(a.longestDrawdownBars)", "\(b.longestDrawdownBars)"],
            percent("time under water", \.timeUnderWater),
        ]
    }
}

/// What `apus backtest --json` prints: one object; undefined figures are null.
struct BacktestJSON: Encodable {
    struct Curve: Encodable {
        let ulcerIndex: Double?
        let valueAtRisk95: Double?
        let conditionalValueAtRisk95: Double?
        let omegaRatio: Double?
        let tailRatio: Double?
        let skewness: Double?
        let kurtosis: Double?
        let winRate: Double?
        let longestDrawdownBars: Int
        let timeUnderWater: Double?

        init(_ curve: CurveStatistics) {
            ulcerIndex = curve.ulcerIndex.defined
            valueAtRisk95 = curve.valueAtRisk95.defined
            conditionalValueAtRisk95 = curve.conditionalValueAtRisk95.defined
            omegaRatio = curve.omegaRatio.defined
            tailRatio = curve.tailRatio.defined
            skewness = curve.skewness.defined
            kurtosis = curve.kurtosis.defined
            winRate = curve.winRate.defined
            longestDrawdownBars = curve.longestDrawdownBars
            timeUnderWater = curve.timeUnderWater.defined
        }
    }

    let from: String
    let to: String
    let metrics: MetricsJSON
    let buyAndHold: MetricsJSON
    let outperformance: Double?
    let curve: Curve
    let equityDigest: String

    init(_ backtest: Backtest, table: PriceTable, digest: Digest) {
        from = UTCTime.format(table.timestamps[backtest.window.lowerBound])
        to = UTCTime.format(table.endTime(of: backtest.window))
        metrics = MetricsJSON(backtest.metrics)
        buyAndHold = MetricsJSON(backtest.buyAndHold)
        outperformance = backtest.outperformance.defined
        curve = Curve(backtest.curve)
        equityDigest = digest.description
    }
}
