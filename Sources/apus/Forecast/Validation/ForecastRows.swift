import Forecasting
import MarketData
import Reporting

/// Forecasts as rows of a CSV: one for each model, window, channel and step.
struct ForecastRows {
    private let table: SeriesTable
    private let times: [String]?
    private let levels: [String]

    /// - Parameter levels: The coverages of intervals in percent, as texts.
    init(_ table: SeriesTable, levels: [String]) {
        self.table = table
        times = table.timestamps.map { $0.map { UTCTime.format($0) } }
        self.levels = levels
    }

    /// The first line.
    var header: [UInt8] {
        let ends = levels.flatMap { ["lower_\($0)", "upper_\($0)"] }
        let columns =
            [
                "model", "window", "origin_row", "row", "time", "channel", "step", "actual",
                "forecast",
            ]
            + ends
        return Array((columns.joined(separator: ",") + "\n").utf8)
    }

    /// The rows of some windows, which count from 1 like rows of the table.
    func rows(_ model: String, windows: [Int], _ forecasts: Forecasts) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(forecasts.points.count * (96 + 40 * levels.count))
        for (place, origin) in forecasts.origins.enumerated() {
            let start = "\(model),\(windows[place] + 1),\(origin + 1),"
            for channel in 0..<forecasts.channelCount {
                let points = forecasts.point(origin: place, channel: channel)
                let name = Self.quoted(table.channels[channel])
                for (step, point) in points.enumerated() {
                    let row = origin + step
                    bytes += start.utf8
                    bytes += "\(row + 1),\(times?[row] ?? ""),\(name),\(step + 1),".utf8
                    Self.append(table[channel, row], to: &bytes)
                    bytes.append(UInt8(ascii: ","))
                    Self.append(point, to: &bytes)
                    for level in 0..<(2 * levels.count) {
                        let ends = forecasts.quantile(
                            origin: place,
                            channel: channel,
                            level: level
                        )
                        bytes.append(UInt8(ascii: ","))
                        Self.append(ends[ends.startIndex + step], to: &bytes)
                    }
                    bytes.append(UInt8(ascii: "\n"))
                }
            }
        }
        return bytes
    }

    /// A number in the fewest digits that give its bits again; nothing for one that is missing.
    static func text(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

    /// A field, in quotes where it needs them.
    static func quoted(_ field: String) -> String {
        guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private static func append(_ value: Double, to bytes: inout [UInt8]) {
        if value.isFinite { bytes += value.description.utf8 }
    }
}
