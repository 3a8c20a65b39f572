import Forecasting
import Validation

extension ForecastPage {
    /// More models than this are not drawn: the best, and the baseline.
    private static let mostDrawn = 5

    /// The best models and the baseline, each with its style; the winner first.
    var drawn: [(model: Int, style: LineChart.Style, drawing: LineChart.Drawing)] {
        let known = order.filter { result.models[$0].windowCount > 0 }
        let others = known.filter { $0 != subject.baseline }.prefix(Self.mostDrawn - 1)
        let styles: [LineChart.Style] = [.first, .fourth, .fifth, .sixth]
        let models = zip(others, styles).map { ($0, $1, LineChart.Drawing.line) }
        return models
            + (known.contains(subject.baseline) ? [(subject.baseline, .third, .dashed)] : [])
    }

    private func name(_ model: Int) -> String { result.models[model].name }

    // MARK: Forecasts against what came

    /// So many points there are at most, over all charts.
    private static let mostPoints = 60_000

    /// Charts of windows and channels, one of which is shown at a time.
    var forecasts: [String: Any]? {
        let shown = diagnostics.model(winner)
        var windows: [(name: String, window: Int, own: ForecastDiagnostics.Shown?)] =
            diagnostics.shownWindows.map {
                ("window \($0 + 1), from \(time(result.plan.windows[$0].test.lowerBound))", $0, nil)
            }
        let best = shown.best.map {
            ("the best of \(name(winner)): window \($0.window + 1)", $0.window, $0)
        }
        let worst = shown.worst.map {
            ("the worst of \(name(winner)): window \($0.window + 1)", $0.window, $0)
        }
        if windows.count < result.plan.windows.count { windows += [best, worst].compactMap { $0 } }
        guard !shown.shown.isEmpty || shown.best != nil else { return nil }
        let points = pastRows + subject.horizon
        let most = max(1, Self.mostPoints / (points * (drawn.count + 1)))
        let channels = diagnostics.channels.prefix(max(1, most / windows.count))
        windows = Array(windows.prefix(most))
        // The last of the evenly spaced ones: the first windows have no intervals yet.
        let first = min(shown.shown.count, windows.count) - 1
        let charts = windows.enumerated().flatMap { place, window in
            channels.map { channel -> [String: Any] in
                let chart = forecastChart(window.window, window.own, channel)
                return [
                    "choice": "\(place) \(channel)",
                    "isFirst": place == max(0, first) && channel == 0,
                    "chart": [chart.context],
                ]
            }
        }
        return [
            "windows": windows.enumerated().map {
                [
                    "value": $0.offset, "name": $0.element.name,
                    "selected": $0.offset == max(0, first),
                ] as [String: Any]
            },
            "channels": channels.map {
                ["value": $0, "name": table.channels[$0]] as [String: Any]
            },
            "charts": charts,
        ]
    }

    /// Rows before a window that are drawn.
    private var pastRows: Int { min(2 * subject.horizon, 200) }

    private func forecastChart(
        _ window: Int,
        _ own: ForecastDiagnostics.Shown?,
        _ channel: Int
    ) -> LineChart {
        let test = result.plan.windows[window].test
        let rows = max(0, test.lowerBound - pastRows)..<test.upperBound
        let before = Array(repeating: Double.nan, count: test.lowerBound - rows.lowerBound)
        let truth = rows.map { table[channel, $0] }
        var series: [LineChart.Series] = []
        for (place, (model, style, drawing)) in drawn.enumerated() {
            let known =
                own != nil
                ? (place == 0 ? own : nil)
                : diagnostics.model(model).shown.first { $0.window == window }
            guard let known else { continue }
            var one = LineChart.Series(
                name: name(model),
                style: style,
                values: before + known.points[channel],
                drawing: drawing
            )
            // One band: several could not be told apart.
            if place == 0, !known.lower.isEmpty, known.lower[channel].contains(where: \.isFinite) {
                one.band = (before + known.lower[channel], before + known.upper[channel])
            }
            series.append(one)
        }
        let came = LineChart.Series(name: "What came", style: .second, values: truth)
        let all = ([came] + series).flatMap {
            $0.values + ($0.band.map { $0.lower + $0.upper } ?? [])
        }
        let interval = subject.levels.first.map {
            "; the \($0) % interval of \(name(winner)) is shaded"
        }
        let axis = Axis(all)
        return LineChart(
            label: "\(table.channels[channel]) in window \(window + 1) and its forecasts",
            series: [came] + series,
            horizontal: horizontal(rows),
            windows: [0, test.lowerBound - rows.lowerBound],
            axis: axis,
            unit: "\(table.channels[channel])\(series.first?.band == nil ? "" : interval ?? "")",
            format: { Format.significant($0) }
        )
    }

    private func horizontal(_ rows: Range<Int>) -> HorizontalAxis {
        if let times = table.timestamps { return .times(Array(times[rows])) }
        return .numbers(rows.map { Double($0 + 1) }, noun: "row")
    }

    // MARK: Errors

    /// The error by step, and how many values were in their intervals.
    var stepCharts: [[String: Any]] {
        let steps = (1...subject.horizon).map(Double.init)
        let all = drawn.map { ($0, diagnostics.model($0.model).steps) }
        let errors = all.map { drawn, steps in
            LineChart.Series(
                name: name(drawn.model),
                style: drawn.style,
                values: steps.map(\.meanAbsoluteError),
                drawing: subject.horizon == 1 ? .dots : drawn.drawing
            )
        }
        guard !errors.isEmpty else { return [] }
        func chart(
            _ label: String,
            _ unit: String,
            _ series: [LineChart.Series],
            _ axis: Axis,
            _ format: @escaping @Sendable (Double) -> String
        ) -> [String: Any] {
            LineChart(
                label: label,
                series: series,
                horizontal: .numbers(steps, noun: "step"),
                axis: axis,
                unit: unit,
                horizontalUnit: "Steps ahead",
                format: format,
                size: .low
            ).context
        }
        var charts = [
            chart(
                "Mean absolute error by step",
                "Mean absolute error, over all windows and series",
                errors,
                Axis(errors.flatMap(\.values), includes: 0)
            ) { Format.significant($0) }
        ]
        if let level = subject.levels.first, let nominal = Double(level) {
            let covered = all.map { drawn, steps in
                LineChart.Series(
                    name: name(drawn.model),
                    style: drawn.style,
                    values: steps.map { $0.coverage(0) },
                    drawing: subject.horizon == 1 ? .dots : drawn.drawing
                )
            }
            let wanted = LineChart.Series(
                name: "wanted",
                style: .second,
                values: steps.map { _ in nominal / 100 },
                drawing: .dashed
            )
            if covered.contains(where: { $0.values.contains(where: \.isFinite) }) {
                charts.append(
                    chart(
                        "Part of what came within the \(level) % intervals, by step",
                        "Within the \(level) % interval, in % of what came",
                        covered + [wanted],
                        Axis((covered + [wanted]).flatMap(\.values))
                    ) { Format.percent($0, decimals: 0) }
                )
            }
        }
        return charts
    }

    /// The winner's and the baseline's error from window to window.
    var windowChart: [[String: Any]] {
        guard result.plan.windows.count > 1 else { return [] }
        let models = drawn.filter { $0.model == winner || $0.model == subject.baseline }
        let series = models.map {
            LineChart.Series(
                name: name($0.model),
                style: $0.style,
                values: windowErrors($0.model),
                drawing: $0.drawing
            )
        }
        let finite = series.flatMap(\.values).filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max() else { return [] }
        let origins = result.plan.windows.map(\.test.lowerBound)
        let horizontal: HorizontalAxis =
            table.timestamps.map { times in .times(origins.map { times[$0] }) }
            ?? .numbers(origins.map { Double($0 + 1) }, noun: "row")
        return [
            LineChart(
                label: "Mean squared error, window by window",
                series: series,
                horizontal: horizontal,
                axis: Axis(finite, isLogarithmic: least > 0 && most / least > 20),
                unit: "Mean squared error of each window",
                horizontalUnit: "First row of the window",
                format: { Format.significant($0) },
                size: .low
            ).context
        ]
    }
}
