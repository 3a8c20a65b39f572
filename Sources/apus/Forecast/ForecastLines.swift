import Forecasting
import Reporting

/// Each channel's last values and its forecast after them, in a line.
enum ForecastLines {
    /// More channels than this are not shown.
    private static let mostChannels = 20
    private static let (tailWidth, forecastWidth) = (30, 20)

    static func lines(_ forecast: ForecastIntervals, _ series: SeriesTable) -> [String] {
        var table = SparklineTable(
            "forecast",
            figures: ["last", "first", "end"],
            line: "last values │ forecast"
        )
        let horizon = forecast.horizon
        let tail = min(forecast.origin, max(2 * horizon, 40))
        for channel in series.channels.indices.prefix(mostChannels) {
            let known = series.column(channel).prefix(forecast.origin).suffix(tail)
            let points = forecast.points[(channel * horizon)..<((channel + 1) * horizon)]
            let finite = (Array(known) + points).filter(\.isFinite)
            let range = finite.min().flatMap { least in finite.max().map { least...$0 } }
            table.add(
                series.channels[channel],
                [known.last, points.first, points.last].map { Figures.short($0 ?? .nan) },
                Sparkline.text(Array(known), width: tailWidth, range: range) + "│"
                    + Sparkline.text(points, width: forecastWidth, range: range)
            )
        }
        let left = series.channelCount - mostChannels
        return table.lines(indent: 0)
            + (left > 0 ? ["and \(Format.counted(left, "more channel")) in forecast.csv"] : [])
    }
}
