import Backtesting
import MarketData
import Optimization
import Validation

extension StudyPage {
    /// The record against buying and holding and the median candidate.
    var equity: [String: Any] {
        let record = selection.walkForward
        var series = [
            LineChart.Series(name: recordName, style: .first, values: record.equity),
            LineChart.Series(
                name: "Buying and holding",
                style: .second,
                values: record.buyAndHoldEquity
            ),
        ]
        // Over the same windows, unless some had no choice.
        if selection.median.equity.count == record.equity.count {
            series.append(
                LineChart.Series(
                    name: "Median candidate",
                    style: .third,
                    values: selection.median.equity,
                    drawing: .dashed
                )
            )
        }
        let values = series.flatMap(\.values)
        let (least, most) = (values.min() ?? 1, values.max() ?? 1)
        return LineChart(
            label:
                "Value of \(recordName.lowercased()), of buying and holding and of the median candidate"
                + " over the test windows",
            series: series,
            horizontal: .times(record.timestamps),
            windows: windowStarts,
            // Ratios are what counts where values grow many times over.
            axis: Axis(values, isLogarithmic: least > 0 && most / least > 4),
            unit:
                "Value, from \(Format.compact(result.optimizer.settings.capital)) at the start",
            format: { Format.compact($0) }
        ).context
    }

    /// How far below their highest value so far.
    var drawdown: [String: Any] {
        let record = selection.walkForward
        let series = [
            LineChart.Series(
                name: recordName,
                style: .first,
                values: Self.drawdowns(record.equity),
                drawing: .filled
            ),
            LineChart.Series(
                name: "Buying and holding",
                style: .second,
                values: Self.drawdowns(record.buyAndHoldEquity)
            ),
        ]
        return LineChart(
            label: "Drawdown of \(recordName.lowercased()) and of buying and holding",
            series: series,
            horizontal: .times(record.timestamps),
            windows: windowStarts,
            axis: Axis(series.flatMap(\.values), includes: 0),
            unit: "Drawdown, in % of the highest value so far",
            format: { Format.percent($0, decimals: 0) },
            size: .low
        ).context
    }

    private var recordName: String {
        scheme.trainsOnLaterBars ? "Record of the choices" : "Walk-forward record"
    }

    /// The first places of the record's windows.
    private var windowStarts: [Int] {
        var starts: [Int] = []
        var next = 0
        for window in selection.walkForward.windows {
            starts.append(next)
            next += window.count
        }
        return starts
    }

    private static func drawdowns(_ equity: [Double]) -> [Double] {
        var highest = -Double.infinity
        return equity.map { value in
            highest = max(highest, value)
            return value / highest - 1
        }
    }

    /// What the statistics of selection say.
    func odds(_ odds: SelectionOdds) -> [String: Any] {
        let annual = odds.periodsPerYear.squareRoot()
        return [
            "tiles": [
                Page.tile(
                    "Probability of skill",
                    Format.percent(odds.record.probabilityOfSkill, decimals: 1),
                    "that the record's information ratio is above 0"
                ),
                Page.tile(
                    "Deflated Sharpe ratio",
                    Format.percent(odds.deflated, decimals: 1),
                    "probability that the best beats the best of"
                        + " \(Format.fixed(odds.trials.effectiveTrials, decimals: 0)) without skill"
                ),
                Page.tile(
                    "Overfitting",
                    Format.percent(odds.overfitting.probability, decimals: 1),
                    "of winners of one half of the time end in the worse half of the other"
                ),
                Page.tile(
                    "SPA",
                    "p = \(Format.fixed(odds.superiority.spa.consistent, decimals: 3))",
                    "that no candidate beats \(odds.benchmark.rawValue)"
                ),
            ],
            "histogram": Histogram(
                label:
                    "Where winners of one half of the time rank in the other: logits of their ranks;"
                    + " below 0 is the worse half",
                values: odds.overfitting.logits,
                mark: 0,
                format: { Format.fixed($0, decimals: 1) }
            ).context,
            "intervals": [
                interval("Sharpe ratio a year", odds.record, odds.best) { track, _ in
                    let range = track.intervals.sharpeRatio.interval()
                    return (
                        Format.fixed(track.sharpe.sharpe * annual, decimals: 2),
                        "\(Format.fixed(range.lowerBound, decimals: 2)) to"
                            + " \(Format.fixed(range.upperBound, decimals: 2))"
                    )
                },
                interval("Return a year", odds.record, odds.best) { track, metrics in
                    let range = track.intervals.cagr.interval()
                    return (
                        Format.signedPercent(metrics.cagr, decimals: 1),
                        "\(Format.signedPercent(range.lowerBound, decimals: 1)) to"
                            + " \(Format.signedPercent(range.upperBound, decimals: 1))"
                    )
                },
                interval("Drawdown", odds.record, odds.best) { track, metrics in
                    let range = track.intervals.maxDrawdown.interval()
                    return (
                        Format.percent(metrics.maxDrawdown, decimals: 1),
                        "\(Format.percent(range.lowerBound, decimals: 1)) to"
                            + " \(Format.percent(range.upperBound, decimals: 1))"
                    )
                },
            ],
        ]
    }

    private func interval(
        _ name: String,
        _ record: TrackRecord,
        _ best: TrackRecord,
        _ text: (TrackRecord, WindowMetrics) -> (String, String)
    ) -> [String: Any] {
        let own = text(record, selection.walkForward.metrics)
        let other = text(best, selection.best.metrics)
        return [
            "name": name, "record": own.0, "recordRange": own.1, "best": other.0,
            "bestRange": other.1,
        ]
    }
}
