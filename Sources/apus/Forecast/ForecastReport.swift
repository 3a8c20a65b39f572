import Forecasting
import MarketData
import Reporting

/// `forecast.txt`: what was forecast, by what, and a picture of the first channels.
struct ForecastReport {
    let model: StoredModel
    let series: SeriesInput
    let forecast: ForecastIntervals
    /// Samples that were asked for.
    let samples: Int?

    /// Channels that are drawn.
    private static let drawn = 4
    private static let (columns, rows) = (44, 10)

    private var table: SeriesTable { series.table }

    /// The whole report.
    var lines: [String] {
        var lines = header
        let times = table.times(from: forecast.origin, count: forecast.horizon)
        for channel in table.channels.indices.prefix(Self.drawn) {
            lines.append("")
            lines += picture(channel, times)
        }
        let left = table.channelCount - Self.drawn
        if left > 0 {
            lines += ["", "\(Format.counted(left, "more channel")): see forecast.csv."]
        }
        return lines
    }

    private var header: [String] {
        let fitted = model.fitted
        let last = SeriesHeader.time(table, forecast.origin - 1)
        return SeriesHeader.lines(series) + [
            "model    \(fitted.name): \(Format.counted(fitted.horizon, "step")) after \(last)"
        ]
            + forecast.intervals.map { interval in
                let percent = Figures.percent(interval.coverage)
                return "\(percent) %".padded(to: 9) + describe(interval.method)
            } + notes.flatMap { wrapped($0, bullet: "note     ") }
    }

    private func describe(_ method: ForecastIntervals.Method) -> String {
        switch method {
        case .quantiles: "quantiles that the model forecasts"
        case .monteCarlo(let samples):
            "Monte-Carlo: \(Format.counted(samples, "forecast")) with dropout"
        case .conformal(let windows):
            "conformal: errors of the \(Format.counted(windows, "forecast")) before"
        }
    }

    /// What makes intervals mean less than they seem to.
    private var notes: [String] {
        var notes: [String] = []
        let isSampled = forecast.intervals.contains {
            if case .monteCarlo = $0.method { true } else { false }
        }
        if isSampled {
            notes.append(
                "Monte-Carlo tells how sure the model is of its forecast, not how much values"
                    + " scatter around it."
            )
        } else if samples != nil {
            notes.append(
                "--samples has no effect: it needs a network fitted with dropout and without"
                    + " quantiles, for levels that it does not forecast."
            )
        }
        if let calibration = forecast.calibration,
            calibration.lowerBound < model.trainingEnd(in: series.table)
        {
            notes.append(
                "Some of the forecasts that intervals are calibrated on lie in rows the model was"
                    + " fitted on: they may be too narrow. Keep rows apart with fit --validation."
            )
        }
        return notes
    }

    // MARK: - Pictures

    /// A channel: its last values, its forecast and the widest interval.
    private func picture(_ channel: Int, _ times: [Int64]?) -> [String] {
        let horizon = forecast.horizon
        let tail = min(forecast.origin, max(2 * horizon, 40))
        let history = table.column(channel).prefix(forecast.origin).suffix(tail)
        let points = forecast.points[(channel * horizon)..<((channel + 1) * horizon)]
        let widest = forecast.intervals.last
        func ends(_ values: [Double]) -> ArraySlice<Double> {
            values[(channel * horizon)..<((channel + 1) * horizon)]
        }
        let lower = widest.map { Array(ends($0.lower)) } ?? []
        let upper = widest.map { Array(ends($0.upper)) } ?? []
        let all = Array(history) + points + lower + upper
        var plot = BraillePlot(
            columns: Self.columns,
            rows: Self.rows,
            range: (all.min() ?? 0)...(all.max() ?? 0)
        )
        func place(_ index: Int) -> Double { Double(index) / Double(tail + horizon - 1) }
        let last = history.last ?? 0
        if widest != nil {
            plot.band(
                [(place(tail - 1), last, last)]
                    + lower.indices.map { (place(tail + $0), lower[$0], upper[$0]) }
            )
        }
        plot.line(history.enumerated().map { (place($0), $1) })
        plot.line(
            [(place(tail - 1), last)] + points.enumerated().map { (place(tail + $0), $1) }
        )
        return frame(plot, channel, tail, beside: figures(channel, times))
    }

    /// A picture with its axes, and text to its right.
    private func frame(
        _ plot: BraillePlot,
        _ channel: Int,
        _ tail: Int,
        beside figures: [String]
    ) -> [String] {
        let marks = [0: 0.0, Self.rows / 2: 0.5, Self.rows - 1: 1.0]
            .mapValues { Figures.short(plot.value(at: $0)) }
        let width = marks.values.map(\.count).max() ?? 0
        var lines = [table.channels[channel]]
        for (row, text) in plot.lines.enumerated() {
            let mark = marks[row] ?? ""
            let margin = String(repeating: " ", count: width - mark.count)
            let figure = figures.indices.contains(row) ? "  \(figures[row])" : ""
            lines.append("\(margin)\(mark) │\(text)│\(figure)".withoutTrailingSpaces)
        }
        lines.append(String(repeating: " ", count: width + 2) + axis(tail))
        return lines
    }

    /// The times of the first row drawn and of the last one known, the latter at its place.
    private func axis(_ tail: Int) -> String {
        let first = SeriesHeader.time(table, forecast.origin - tail)
        let last = SeriesHeader.time(table, forecast.origin - 1)
        let place = (tail - 1) * Self.columns / max(1, tail + forecast.horizon - 1)
        let gap = max(2, place - first.count - last.count)
        return first + String(repeating: " ", count: gap) + last + "┘"
    }

    /// The last value and some steps, with their intervals.
    private func figures(_ channel: Int, _ times: [Int64]?) -> [String] {
        let horizon = forecast.horizon
        var table = TextTable(
            [("", .left), ("forecast", .right)]
                + forecast.intervals.map { ("\(Figures.percent($0.coverage)) %", .left) }
        )
        let row = forecast.origin - 1
        table.add(
            [SeriesHeader.time(self.table, row), Figures.short(self.table[channel, row])]
                + forecast.intervals.map { _ in "" }
        )
        // First, last and three between.
        let steps = Set((0..<5).map { $0 * (horizon - 1) / 4 }).sorted()
        for step in steps {
            let place = channel * horizon + step
            table.add(
                [
                    times.map { Describe.time($0[step]) } ?? "step \(step + 1)",
                    Figures.short(forecast.points[place]),
                ]
                    + forecast.intervals.map {
                        "\(Figures.short($0.lower[place])) to \(Figures.short($0.upper[place]))"
                    }
            )
        }
        return table.lines(indent: 0)
    }
}

extension String {
    /// With spaces after it, up to a length.
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }

    /// Without spaces at its end.
    fileprivate var withoutTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
