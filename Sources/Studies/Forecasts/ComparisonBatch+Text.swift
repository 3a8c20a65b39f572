import Forecasting

extension ComparisonBatch.Key {
    /// Places from 1, as people count.
    var text: String { "model \(model + 1), fit \(fit + 1), batch \(batch + 1)" }
}

/// A batch as a JSON object with a line for each member, which is how it is read again.
extension ComparisonBatch {
    var text: String {
        var members = [
            "\"origins\":[\(forecasts.origins.map(String.init).joined(separator: ","))]",
            "\"channels\":\(forecasts.channelCount)",
            "\"horizon\":\(forecasts.horizon)",
            "\"quantile_levels\":\(NumberList.text(forecasts.quantileLevels))",
            "\"points\":\(NumberList.text(forecasts.points))",
            "\"quantiles\":\(NumberList.text(forecasts.quantiles))",
        ]
        if let halfWidths {
            let coverages = halfWidths.map(NumberList.text).joined(separator: ",")
            members.append("\"coverages\":\(halfWidths.count)")
            members.append("\"half_widths\":[\(coverages)]")
        }
        return "{\n\(members.joined(separator: ",\n"))\n}"
    }

    /// Nil for what ``text`` did not write.
    init?(text: String) {
        var members: [Substring: Substring] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            var value = line[line.index(after: colon)...]
            if value.last == UInt8(ascii: ",") { value.removeLast() }
            members[Substring(line[..<colon])] = Substring(value)
        }
        func numbers(_ name: Substring) -> [Double]? {
            members["\"\(name)\""].map { NumberList.numbers($0) }
        }
        func count(_ name: Substring) -> Int? { members["\"\(name)\""].flatMap { Int($0) } }
        guard let origins = numbers("origins")?.compactMap({ Int(exactly: $0) }),
            let channels = count("channels"), let horizon = count("horizon"),
            let levels = numbers("quantile_levels"), let points = numbers("points"),
            let quantiles = numbers("quantiles")
        else { return nil }
        var forecasts = Forecasts(
            origins: origins,
            channelCount: channels,
            horizon: horizon,
            quantileLevels: levels
        )
        guard points.count == forecasts.points.count, quantiles.count == forecasts.quantiles.count
        else { return nil }
        forecasts.points = points
        forecasts.quantiles = quantiles
        var halfWidths: [[Double]]?
        if let coverages = count("coverages"), let list = members["\"half_widths\""] {
            let all = NumberList.numbers(list)
            let cells = channels * horizon
            guard all.count == coverages * cells else { return nil }
            halfWidths = (0..<coverages).map { Array(all[($0 * cells)..<(($0 + 1) * cells)]) }
        }
        self.init(forecasts: forecasts, halfWidths: halfWidths)
    }
}
