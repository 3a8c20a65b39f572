import Forecasting
import MarketData

/// `forecast.csv`: a row for each channel and step.
enum ForecastCSV {
    static func encode(_ forecast: ForecastIntervals, _ table: SeriesTable) -> [UInt8] {
        let times = table.times(from: forecast.origin, count: forecast.horizon)
        var text = "\(times == nil ? "row" : "time"),channel,step,forecast"
        for interval in forecast.intervals {
            let percent = Figures.percent(interval.coverage)
            text += ",lower-\(percent),upper-\(percent)"
        }
        text += "\n"
        for (channel, name) in table.channels.enumerated() {
            for step in 0..<forecast.horizon {
                let place = channel * forecast.horizon + step
                text +=
                    times.map { UTCTime.format($0[step]) } ?? "\(forecast.origin + step + 1)"
                text += ",\(quoted(name)),\(step + 1),\(forecast.points[place])"
                for interval in forecast.intervals {
                    text += ",\(interval.lower[place]),\(interval.upper[place])"
                }
                text += "\n"
            }
        }
        return Array(text.utf8)
    }

    /// A name between quotes where it needs them.
    private static func quoted(_ text: String) -> String {
        // By scalars: a comma or quote with an accent on it is another character.
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
