import Backtesting
import MarketData
import Optimization
import Validation

extension StudyPage {
    /// The best-ranked candidate in full, beside what it is to be compared with.
    var winner: [String: Any] {
        let best = selection.best
        let metrics = best.metrics
        let years = Double(max(1, metrics.bars - 1)) / result.optimizer.simulation.barsPerYear
        let capital = result.optimizer.settings.capital
        let exposure = best.exposure.reduce(0, +) / Double(max(1, best.exposure.count))
        return [
            "name":
                "#\(best.candidate.id): \(Describe.portfolio(best.candidate)); \(Describe.rule(best.candidate))",
            "tiles": [
                Page.tile(
                    "Rebalances",
                    Format.count(metrics.rebalanceCount),
                    "\(Format.fixed(Double(metrics.rebalanceCount) / years, decimals: 1)) a year"
                ),
                Page.tile(
                    "Turnover a year",
                    Format.percent(metrics.turnover / years, decimals: 1),
                    "of the portfolio's value bought or sold at rebalances"
                ),
                Page.tile(
                    "Costs paid",
                    Format.percent(metrics.costPaid / capital, decimals: 2),
                    "of the capital, those of investing at first included"
                ),
                Page.tile("Exposure", Format.percent(exposure, decimals: 1), exposureNote),
            ],
            "exposure": exposureChart.map { [$0] } ?? [],
            "metrics": figures,
            "months": [
                months(
                    "Record of the choices",
                    selection.walkForward.equity,
                    selection.walkForward.timestamps
                ),
                months("Winner", best.equity, testTimestamps),
            ],
            "rebalanceCount": Format.counted(metrics.rebalanceCount, "rebalance"),
            "rebalances": rebalances,
            "moreRebalances": best.rebalances.count > Self.mostRebalances
                ? "The first \(Self.mostRebalances); apus backtest --config optimized_config.yaml --rebalances"
                    + " FILE writes all of a window." : "",
        ]
    }

    private var exposureNote: String {
        let (least, most) = (selection.best.exposure.min() ?? 1, selection.best.exposure.max() ?? 1)
        if least > 0.9995, most < 1.0005 { return "of the value invested, at every bar" }
        return
            "of the value invested, on average; between \(Format.percent(least, decimals: 1)) and"
            + " \(Format.percent(most, decimals: 1))"
    }

    /// Bar starts of all test windows, in time order.
    var testTimestamps: [Int64] {
        result.optimizer.plan.splits.testWindows.flatMap { table.timestamps[$0] }
    }

    /// Only where something is in cash at some time.
    private var exposureChart: [String: Any]? {
        let exposure = selection.best.exposure
        guard let least = exposure.min(), least < 0.995 else { return nil }
        return LineChart(
            label: "Share of the winner's value that is invested",
            series: [
                LineChart.Series(
                    name: "Winner",
                    style: .first,
                    values: exposure,
                    drawing: .filled
                )
            ],
            horizontal: .times(testTimestamps),
            axis: Axis(exposure, includes: 0),
            unit: "Invested, in % of the value",
            format: { Format.percent($0, decimals: 0) },
            size: .low
        ).context
    }

    /// All figures, in rows.
    private var figures: [[String: Any]] {
        let record = selection.walkForward
        let runs = [selection.best, selection.bestBuyAndHold, selection.median]
        let all = [(record.metrics, record.curve)] + runs.map { ($0.metrics, $0.curve) }
        let capital = result.optimizer.settings.capital
        func row(
            _ name: String,
            _ text: ((metrics: WindowMetrics, curve: CurveStatistics)) -> String
        ) -> [String: Any] {
            ["name": name, "cells": all.map { text(($0.0, $0.1)) }]
        }
        func fixed(_ value: Double) -> String { Format.fixed(value, decimals: 2) }
        func percent(_ value: Double) -> String { Format.percent(value, decimals: 1) }
        return [
            row("Return") { Format.signedPercent($0.metrics.totalReturn, decimals: 1) },
            row("Return a year (CAGR)") { Format.signedPercent($0.metrics.cagr, decimals: 1) },
            row("Volatility a year") { percent($0.metrics.volatility) },
            row("Sharpe ratio a year") { fixed($0.metrics.sharpeRatio) },
            row("Sortino ratio a year") { fixed($0.metrics.sortinoRatio) },
            row("Calmar ratio") { fixed($0.metrics.calmarRatio) },
            row("Largest drawdown") { percent($0.metrics.maxDrawdown) },
            row("Longest drawdown, bars") { Format.count($0.curve.longestDrawdownBars) },
            row("Time under water") { percent($0.curve.timeUnderWater) },
            row("Ulcer index") { percent($0.curve.ulcerIndex) },
            row("Value at risk 95 %, a bar") { Format.percent($0.curve.valueAtRisk95) },
            row("Mean beyond it, a bar") { Format.percent($0.curve.conditionalValueAtRisk95) },
            row("Omega ratio") { fixed($0.curve.omegaRatio) },
            row("Tail ratio") { fixed($0.curve.tailRatio) },
            row("Skewness") { fixed($0.curve.skewness) },
            row("Kurtosis (normal: 3)") { fixed($0.curve.kurtosis) },
            row("Bars with a gain") { percent($0.curve.winRate) },
            row("Rebalances") { Format.count($0.metrics.rebalanceCount) },
            row("Turnover") { Format.percent($0.metrics.turnover, decimals: 0) },
            row("Costs, of the capital") { Format.percent($0.metrics.costPaid / capital) },
        ]
    }

    private func months(
        _ name: String,
        _ equity: [Double],
        _ timestamps: [Int64]
    ) -> [String: Any] {
        let returns = MonthlyReturns(
            equity: equity,
            timestamps: timestamps,
            initialValue: result.optimizer.settings.capital
        )
        let largest = returns.years.flatMap(\.months).compactMap(\.self).map(abs).max() ?? 0
        func cell(_ value: Double?) -> [String: Any] {
            guard let value, value.isFinite else { return ["text": "", "heat": "0"] }
            return [
                "text": Self.bare(value), "isLoss": value < 0,
                "heat": Format.fixed(largest > 0 ? abs(value) / largest : 0, decimals: 3),
            ]
        }
        return [
            "name": name,
            "years": returns.years.map { year -> [String: Any] in
                [
                    "year": "\(year.year)", "cells": year.months.map(cell),
                    "total": Self.bare(year.total),
                ]
            },
        ]
    }

    /// In percent without its sign, which the table's caption tells.
    private static func bare(_ value: Double) -> String {
        let text = Format.fixed(value * 100, decimals: 1)
        return value > 0 && text != "0.0" ? "+" + text : text
    }

    /// So many are listed.
    private static let mostRebalances = 100

    private var rebalances: [[String: Any]] {
        selection.best.rebalances.prefix(Self.mostRebalances).map { rebalance in
            [
                "time": Describe.time(rebalance.timestamp),
                "reason": rebalance.drifted
                    ? rebalance.calendarDue ? "drift and calendar" : "drift" : "calendar",
                "traded": Format.percent(rebalance.notional / rebalance.valueBefore),
                "cost": Format.percent(rebalance.cost / rebalance.valueBefore, decimals: 3),
            ]
        }
    }
}
