import Forecasting
import Validation

extension ForecastPage {
    private static let mostLags = 20

    /// Of the winner and the baseline, channel by channel; one is shown at a time.
    var residuals: [String: Any] {
        let models = [winner] + (winner == subject.baseline ? [] : [subject.baseline])
        let known = models.filter { result.models[$0].windowCount > 0 }
        let blocks = known.enumerated().flatMap { place, model in
            let found = diagnostics.model(model)
            return diagnostics.channels.map { channel -> [String: Any] in
                var block = diagnosis(found.residuals[channel])
                block["choice"] = "\(place) \(channel)"
                block["isFirst"] = place == 0 && channel == 0
                return block
            }
        }
        return [
            "models": known.enumerated().map {
                ["value": $0.offset, "name": result.models[$0.element].name] as [String: Any]
            },
            "channels": diagnostics.channels.map {
                ["value": $0, "name": table.channels[$0]] as [String: Any]
            },
            "blocks": blocks,
        ]
    }

    private func diagnosis(_ residuals: ForecastDiagnostics.Residuals) -> [String: Any] {
        let sample = residuals.sample
        guard sample.count > 1 else { return ["isMissing": true] }
        let mean = Moments.mean(sample)
        let deviation = Moments.standardDeviation(sample, ddof: 1)
        let first = residuals.firstStep
        let lags = min(Self.mostLags, first.count / 4)
        let correlation = Autocorrelation(of: first, lags: lags)
        let p = correlation.ljungBox
        var block: [String: Any] = [
            "tiles": [
                Page.tile(
                    "Bias",
                    Format.significant(mean),
                    "mean of what came less its forecast; standard deviation \(Format.significant(deviation))"
                ),
                Page.tile(
                    "Skewness",
                    Format.fixed(Moments.skewness(sample), decimals: 2),
                    "0 if errors up and down are alike"
                ),
                Page.tile(
                    "Kurtosis",
                    Format.fixed(Moments.kurtosis(sample), decimals: 2),
                    "3 if normal; more means rare, large errors"
                ),
                Page.tile(
                    "Independence",
                    p.isFinite ? "p = \(Format.fixed(p, decimals: 3))" : "n/a",
                    p.isFinite
                        ? "Ljung-Box over \(Format.counted(lags, "lag")); below 0.05, something is left to be learnt"
                        : "too few windows"
                ),
            ],
            "histogram": [
                Histogram(
                    label:
                        "What came less its forecast, of all steps; below 0 the forecast was too high",
                    values: sample,
                    mark: 0,
                    format: { Format.significant($0) }
                ).context
            ],
        ]
        if !correlation.correlations.isEmpty, correlation.correlations.allSatisfy(\.isFinite) {
            block["correlations"] = [correlationChart(correlation)]
        }
        if let normal = normalPlot(sample, mean, deviation) { block["normal"] = [normal] }
        return block
    }

    private func correlationChart(_ correlation: Autocorrelation) -> [String: Any] {
        let lags = correlation.correlations.indices.map { Double($0 + 1) }
        let bound = lags.map { _ in correlation.bound }
        return LineChart(
            label: "Autocorrelation of the first step's errors, window by window",
            series: [
                LineChart.Series(
                    name: "Autocorrelation",
                    style: .first,
                    values: correlation.correlations,
                    drawing: .dots
                ),
                LineChart.Series(
                    name: "95 % bounds of independence",
                    style: .third,
                    values: bound,
                    drawing: .dashed
                ),
                LineChart.Series(
                    name: "and below",
                    style: .third,
                    values: bound.map { -$0 },
                    drawing: .dashed
                ),
            ],
            horizontal: .numbers(lags, noun: "lag"),
            axis: Axis(correlation.correlations + bound + bound.map { -$0 }, includes: 0),
            unit: "Autocorrelation of the first step's errors",
            horizontalUnit: "Lag, in windows",
            format: { Format.fixed($0, decimals: 2) },
            size: .low
        ).context
    }

    private static let mostQuantiles = 99

    /// Quantiles of the residuals against those of a normal distribution of their mean and deviation.
    private func normalPlot(
        _ sample: [Double],
        _ mean: Double,
        _ deviation: Double
    ) -> [String: Any]? {
        guard sample.count >= 20, deviation > 0 else { return nil }
        let sorted = sample.sorted()
        let count = min(Self.mostQuantiles, sample.count)
        let parts = (0..<count).map { (Double($0) + 0.5) / Double(count) }
        let expected = parts.map { NormalDistribution.quantile($0) }
        let found = parts.map {
            (Moments.percentile($0 * 100, ofSorted: sorted) - mean) / deviation
        }
        return LineChart(
            label: "Quantiles of the errors against those of a normal distribution",
            series: [
                LineChart.Series(name: "Errors", style: .first, values: found, drawing: .dots),
                LineChart.Series(
                    name: "Normal",
                    style: .third,
                    values: expected,
                    drawing: .dashed
                ),
            ],
            horizontal: .spread(expected, noun: "normal quantile"),
            axis: Axis(found + expected),
            unit: "Errors, in standard deviations from their mean",
            horizontalUnit: "Normal distribution, in standard deviations",
            format: { Format.fixed($0, decimals: 1) },
            size: .low
        ).context
    }
}
